package dev.tapedeck.cli;

import dev.tapedeck.mesh.Guests;
import dev.tapedeck.mesh.Run;
import dev.tapedeck.replay.CelJudge;
import dev.tapedeck.replay.Replay;
import dev.tapedeck.replay.Report;
import dev.tapedeck.replay.Standstill;
import dev.tapedeck.sandbox.ControlGroups;
import dev.tapedeck.sandbox.Determinism;
import dev.tapedeck.sandbox.Fence;
import dev.tapedeck.sandbox.Program;
import dev.tapedeck.sandbox.Sandbox;
import dev.tapedeck.sandbox.SandboxOptions;
import dev.tapedeck.sandbox.Staging;
import dev.tapedeck.sandbox.StateDirectory;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * One replay, with the fence it ran in.
 *
 * @param fence the tier that is stamped on the report
 * @param limits which mechanism of the system held the guests to which limit; empty where no code ran
 * @param determinism how much of the real code was in the kernel's hand: that of the weakest guest
 * @param runtimes what each program ran on, by component
 */
record Replayed(Report report, String fence, Map<String, String> limits, String determinism, SortedMap<String, String> runtimes) {

    static Replayed of(Plan plan, JsonNode redaction, Console console) {
        return of(plan, redaction, Fence.Tier.FENCED, console);
    }

    /** Runs the plan; real code only in a fence, which is refused where there is none. */
    static Replayed of(Plan plan, JsonNode redaction, Fence.Tier tier, Console console) {
        return execute(new Order(plan, redactedValues(redaction), tier, console),
                (replay, place) -> new Replayed(replay.run(), place.fence(), place.limits(), place.determinism(), place.runtimes()));
    }

    /** Runs the plan up to a point, and tells how things stand there. */
    static Stood until(Plan plan, JsonNode redaction, Fence.Tier tier, Console console, Standstill.Point point) {
        return execute(new Order(plan, redactedValues(redaction), tier, console), (replay, place) -> {
            try (Standstill still = replay.runUntil(point)) {
                return new Stood(still.run(), still.strict(), still.synthetic());
            }
        });
    }

    /**
     * A replay where it was stopped.
     *
     * @param synthetic whether anything of what it had been fed by then was made up
     */
    record Stood(Run run, boolean strict, boolean synthetic) {}

    /** What is to be run, and where. */
    record Order(Plan plan, SortedSet<String> redacted, Fence.Tier tier, Console console) {}

    /** Where it ran. */
    record Place(String fence, Map<String, String> limits, String determinism, SortedMap<String, String> runtimes) {}

    /** What is done with a replay while its guests can run. */
    interface Executed<R> {
        R of(Replay replay, Place place);
    }

    static <R> R execute(Order order, Executed<R> executed) {
        if (!order.plan().runsCode()) {
            Guests none = (component, ordinal) -> {
                throw new IllegalStateException("nothing runs code in this scenario, yet `" + component + "` was opened");
            };
            return executed.of(new Replay(order.plan().scenario(order.redacted(), List.of()), none, new CelJudge()),
                    new Place("none", Map.of(), "recorded", new TreeMap<>()));
        }
        return switch (Fence.detect(order.tier())) {
            case Fence.Unavailable unavailable -> throw CommandFailure.refused("real code runs only in the fence, and there is none here: "
                    + unavailable.reason(), unavailable.remedy());
            case Fence.Fenced fenced -> fenced(order, fenced, executed);
        };
    }

    private static <R> R fenced(Order order, Fence.Fenced fence, Executed<R> executed) {
        Plan plan = order.plan();
        Console console = order.console();
        StateDirectory state = StateDirectory.open(StateDirectory.usual());
        console.progress("staging code");
        List<Program> programs = plan.programs(new Staging(state));
        SandboxOptions options = SandboxOptions.of(state, programs);
        console.progress("replaying");
        try (Sandbox sandbox = Sandbox.open(fence, options);
                Watched watched = Watched.of(told(sandbox, console), options.segmentBudget(), console::note)) {
            return executed.of(new Replay(plan.scenario(order.redacted(), programs), watched, new CelJudge()),
                    new Place(fence.tier(), ControlGroups.here().enforcement(), weakest(programs).spelled(), plan.runtimes(programs)));
        } finally {
            console.progressDone();
        }
    }

    private static Determinism weakest(List<Program> programs) {
        return programs.stream().map(program -> program.runtime().determinism()).max(Comparator.naturalOrder()).orElse(Determinism.HOOKED);
    }

    /** Whoever waits sees which instance starts: a function that fails over and over is noticed while it does. */
    private static Guests told(Sandbox sandbox, Console console) {
        return (component, ordinal) -> {
            console.progress("replaying: instance " + (ordinal + 1) + " of " + component);
            return sandbox.open(component, ordinal);
        };
    }

    static SortedSet<String> redactedValues(JsonNode redaction) {
        SortedSet<String> values = new TreeSet<>();
        redaction.path("replacements").forEach(list -> list.forEach(value -> values.add(value.asString(""))));
        return values;
    }
}
