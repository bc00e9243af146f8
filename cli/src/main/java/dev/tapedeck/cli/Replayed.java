package dev.tapedeck.cli;

import dev.tapedeck.mesh.Guests;
import dev.tapedeck.replay.CelJudge;
import dev.tapedeck.replay.Replay;
import dev.tapedeck.replay.Report;
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
        SortedSet<String> redacted = redactedValues(redaction);
        if (!plan.runsCode()) {
            Guests none = (component, ordinal) -> {
                throw new IllegalStateException("nothing runs code in this scenario, yet `" + component + "` was opened");
            };
            return new Replayed(new Replay(plan.scenario(redacted, List.of()), none, new CelJudge()).run(), "none", Map.of(), "recorded",
                    new TreeMap<>());
        }
        return switch (Fence.detect(tier)) {
            case Fence.Unavailable unavailable -> throw CommandFailure.refused("real code runs only in the fence, and there is none here: "
                    + unavailable.reason(), unavailable.remedy());
            case Fence.Fenced fenced -> fenced(plan, redacted, fenced, console);
        };
    }

    private static Replayed fenced(Plan plan, SortedSet<String> redacted, Fence.Fenced fence, Console console) {
        StateDirectory state = StateDirectory.open(StateDirectory.usual());
        console.progress("staging code");
        List<Program> programs = plan.programs(new Staging(state));
        SandboxOptions options = SandboxOptions.of(state, programs);
        console.progress("replaying");
        try (Sandbox sandbox = Sandbox.open(fence, options)) {
            return new Replayed(new Replay(plan.scenario(redacted, programs), told(sandbox, console), new CelJudge()).run(), fence.tier(),
                    ControlGroups.here().enforcement(), weakest(programs).spelled(), plan.runtimes(programs));
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

    private static SortedSet<String> redactedValues(JsonNode redaction) {
        SortedSet<String> values = new TreeSet<>();
        redaction.path("replacements").forEach(list -> list.forEach(value -> values.add(value.asString(""))));
        return values;
    }
}
