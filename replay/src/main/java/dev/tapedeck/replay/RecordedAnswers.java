package dev.tapedeck.replay;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides how long recorded answers may serve in what-if: while the component (per key, where calls name one) has received exactly the requests
 * recorded before, in that order. From the first other request on, an answer would be invented.
 */
final class RecordedAnswers {

    private final SortedMap<String, List<Call>> due = new TreeMap<>();
    private final SortedSet<String> spent = new TreeSet<>();
    private final SortedSet<String> disturbed = new TreeSet<>();

    RecordedAnswers(Scenario scenario, Timeline timeline) {
        for (Call call : timeline.recording().calls()) {
            if (scenario.kind(call.target()) == Scenario.ComponentKind.RECORDED) {
                due.computeIfAbsent(place(call), k -> new ArrayList<>()).add(call);
            }
        }
    }

    /** A call that matched {@code recorded} arrives; {@code grade} says how well. */
    void received(Call recorded, Comparison.Grade grade) {
        List<Call> queue = due.getOrDefault(place(recorded), List.of());
        boolean next = !queue.isEmpty() && queue.getFirst().equals(recorded);
        if (!queue.isEmpty()) {
            queue.remove(recorded);
        }
        if (!next || grade == Comparison.Grade.DIFFERENT) {
            spent.add(place(recorded));
        }
    }

    /** A call that matched nothing arrives at the component, under whatever key. */
    void disturbed(String component) {
        disturbed.add(component);
    }

    boolean spent(Call recorded) {
        return spent.contains(place(recorded)) || disturbed.contains(recorded.target());
    }

    /** The component, and the key within it. Items and keys both name one; a batch or a query names the whole component. */
    private static String place(Call call) {
        return switch (call.service()) {
            case "dynamodb" -> call.target();
            case "http" -> call.target() + " " + Json.write(call.input().value().path("path"));
            default -> call.target();
        };
    }
}
