package dev.tapedeck.replay;

import dev.tapedeck.blueprint.ColdStart;
import dev.tapedeck.mesh.Direction.Pool;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Name;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who serves an invocation. In a strict replay the recording says: the instance that served then, which is waited for, or a new one where it was a cold
 * start. In what-if that instance serves if it is free, else another one that is, and in random order the scheduler chooses. One whose process has
 * ended serves on, with another process. A warm recorded instance whose earlier invocations are out of scope starts cold here, and its module state is a gap.
 */
final class Instances {

    private final Scenario scenario;
    private final Timeline timeline;
    private final Findings findings;
    private final SortedMap<String, Integer> ordinals = new TreeMap<>();

    Instances(Scenario scenario, Timeline timeline, Findings findings) {
        this.scenario = scenario;
        this.timeline = timeline;
        this.findings = findings;
    }

    List<Integer> choose(Name invocation, String function, Pool pool) {
        if (scenario.coldStart(function).mode() == ColdStart.Mode.ALWAYS) {
            return List.of();
        }
        Invocation recorded = timeline.invocation(invocation);
        boolean random = scenario.order() == Scenario.Order.RANDOM;
        if (recorded == null) {
            return random && !pool.warm().isEmpty() ? List.copyOf(pool.warm()) : pool.first();
        }
        return random ? anyOf(recorded, pool) : asRecorded(recorded, pool);
    }

    private List<Integer> anyOf(Invocation recorded, Pool pool) {
        Integer known = known(recorded);
        if (pool.warm().isEmpty()) {
            return asRecorded(recorded, pool);
        }
        Stream<Integer> first = known != null && pool.warm().contains(known) ? Stream.of(known) : Stream.of();
        return Stream.concat(first, pool.warm().stream()).distinct().toList();
    }

    private List<Integer> asRecorded(Invocation recorded, Pool pool) {
        Integer known = known(recorded);
        if (known != null && pool.ended().contains(known)) {
            return List.of(known);
        }
        if (recorded.coldStart() && (scenario.strict() || recorded.instance() != null)) {
            return cold(recorded, pool);
        }
        if (recorded.instance() == null) {
            return pool.first();
        }
        if (known == null) {
            findings.unknownModuleState(recorded);
            return cold(recorded, pool);
        }
        if (pool.warm().contains(known)) {
            return List.of(known);
        }
        if (pool.busy().contains(known)) {
            return scenario.strict() ? List.of(known) : pool.first();
        }
        return cold(recorded, pool);
    }

    private @Nullable Integer known(Invocation recorded) {
        return recorded.instance() == null ? null : ordinals.get(key(recorded));
    }

    private List<Integer> cold(Invocation recorded, Pool pool) {
        if (recorded.instance() != null) {
            ordinals.put(key(recorded), pool.next());
        }
        return List.of();
    }

    private static String key(Invocation recorded) {
        return recorded.function() + "\n" + recorded.instance();
    }
}
