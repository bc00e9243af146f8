package dev.tapedeck.cli;

import dev.tapedeck.recording.CausalOrder;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import java.util.List;

/** The pairs of deliveries that nothing orders, as people type them. */
final class Unordered {

    private Unordered() {}

    /** {@code d5,d6} and so on. */
    static List<String> pairs(Recording recording) {
        DeliveryLabels labels = new DeliveryLabels(recording);
        List<List<Name>> pairs = CausalOrder.of(recording).unorderedPairs();
        return pairs.stream().map(pair -> labels.of(pair.getFirst()) + "," + labels.of(pair.getLast())).toList();
    }
}
