package dev.tapedeck.replay;

import dev.tapedeck.blueprint.ColdStart;
import dev.tapedeck.kernel.Seed;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import java.util.List;

/** How long the init phase of each instance takes: as recorded, or as the scenario says. */
final class ColdStarts {

    private final Scenario scenario;
    private final Timeline timeline;
    private final Pace pace;

    ColdStarts(Scenario scenario, Timeline timeline, Pace pace) {
        this.scenario = scenario;
        this.timeline = timeline;
        this.pace = pace;
    }

    long initNanos(Name invocation, String function, int ordinal) {
        ColdStart how = scenario.coldStart(function);
        return switch (how.mode()) {
            case RECORDED -> recorded(invocation, function);
            case NONE -> 0;
            case FIXED, SAMPLED -> drawn(how.nanos(), function, ordinal);
            case ALWAYS -> how.nanos().isEmpty() ? recorded(invocation, function) : drawn(how.nanos(), function, ordinal);
        };
    }

    /** One that was warm then and is cold now took no time of its own in a strict replay: what it was given came when its handler was to begin. */
    private long recorded(Name invocation, String function) {
        Invocation then = timeline.invocation(invocation);
        boolean told = then != null && (scenario.strict() || (then.coldStart() && then.initNanos() > 0));
        return then != null && told ? pace.recordedInitNanos(then) : pace.usualInitNanos(function);
    }

    private long drawn(List<Long> nanos, String function, int ordinal) {
        Name name = Naming.derived(Naming.root(function, "cold-start"), Integer.toString(ordinal));
        return nanos.get(new Seed(scenario.seed()).substream(name.high(), name.low()).bits().below(nanos.size()));
    }
}
