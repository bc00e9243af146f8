package dev.tapedeck.replay;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Name;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which warm instance serves: the one that served the recorded invocations of the same environment. A warm recorded instance whose earlier
 * invocations are out of scope starts cold here, and its module state is a gap.
 */
final class Instances {

    private final Timeline timeline;
    private final Findings findings;
    private final SortedMap<String, Integer> ordinals = new TreeMap<>();
    private final SortedMap<String, Integer> opened = new TreeMap<>();

    Instances(Timeline timeline, Findings findings) {
        this.timeline = timeline;
        this.findings = findings;
    }

    int choose(Name invocation, String function, List<Integer> warm) {
        Invocation recorded = timeline.invocation(invocation);
        String environment = recorded == null ? null : recorded.instance();
        if (environment == null) {
            return warm.isEmpty() ? cold(function) : warm.getFirst();
        }
        String key = function + "\n" + environment;
        Integer known = ordinals.get(key);
        if (known != null && warm.contains(known)) {
            return known;
        }
        if (recorded != null && !recorded.coldStart()) {
            findings.unknownModuleState(recorded);
        }
        ordinals.put(key, opened.getOrDefault(function, 0));
        return cold(function);
    }

    private int cold(String function) {
        opened.merge(function, 1, Integer::sum);
        return -1;
    }
}
