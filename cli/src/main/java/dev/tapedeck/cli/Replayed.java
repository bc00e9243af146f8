package dev.tapedeck.cli;

import dev.tapedeck.mesh.Guests;
import dev.tapedeck.replay.CelJudge;
import dev.tapedeck.replay.Replay;
import dev.tapedeck.replay.Report;
import dev.tapedeck.replay.Scenario;
import dev.tapedeck.sandbox.Fence;
import dev.tapedeck.sandbox.Sandbox;
import dev.tapedeck.sandbox.SandboxOptions;
import dev.tapedeck.sandbox.Staging;
import dev.tapedeck.sandbox.StateDirectory;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * One replay, with the fence it ran in.
 *
 * @param fence the tier that is stamped on the report
 */
record Replayed(Report report, String fence) {

    /** Runs the plan; real code only in a fence, which is refused where there is none. */
    static Replayed of(Plan plan, JsonNode redaction, Console console) {
        Scenario scenario = plan.scenario(redactedValues(redaction));
        if (!plan.runsCode()) {
            Guests none = (component, ordinal) -> {
                throw new IllegalStateException("nothing runs code in this scenario, yet `" + component + "` was opened");
            };
            return new Replayed(new Replay(scenario, none, new CelJudge()).run(), "none");
        }
        return switch (Fence.detect()) {
            case Fence.Unavailable unavailable -> throw CommandFailure.refused("real code runs only in the fence, and there is none here: "
                    + unavailable.reason(), unavailable.remedy());
            case Fence.Fenced fenced -> fenced(plan, scenario, fenced, console);
        };
    }

    private static Replayed fenced(Plan plan, Scenario scenario, Fence.Fenced fence, Console console) {
        StateDirectory state = StateDirectory.open(StateDirectory.usual());
        console.progress("staging code");
        SandboxOptions options = SandboxOptions.of(state, plan.programs(new Staging(state)));
        console.progress("replaying");
        try (Sandbox sandbox = Sandbox.open(fence, options)) {
            return new Replayed(new Replay(scenario, sandbox, new CelJudge()).run(), fence.tier());
        } finally {
            console.progressDone();
        }
    }

    private static SortedSet<String> redactedValues(JsonNode redaction) {
        SortedSet<String> values = new TreeSet<>();
        redaction.path("replacements").forEach(list -> list.forEach(value -> values.add(value.asString(""))));
        return values;
    }
}
