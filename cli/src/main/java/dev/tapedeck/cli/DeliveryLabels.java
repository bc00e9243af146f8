package dev.tapedeck.cli;

import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Short names for the deliveries of one recording, in recorded order: {@code d1}, {@code d2}, … What `inspect` shows is what `--exchange` takes. */
final class DeliveryLabels {

    private final SortedMap<Name, String> labels = new TreeMap<>();
    private final List<Delivery> deliveries;

    DeliveryLabels(Recording recording) {
        deliveries = new ArrayList<>(recording.deliveries());
        for (Delivery delivery : deliveries) {
            labels.put(delivery.name(), "d" + (labels.size() + 1));
        }
    }

    String of(Name delivery) {
        return labels.getOrDefault(delivery, delivery.brief());
    }

    /** The delivery that {@code text} means: its label, or the beginning of its name. */
    Delivery find(String text) {
        List<Delivery> found = deliveries.stream()
                .filter(d -> of(d.name()).equals(text) || (text.length() >= 6 && d.name().toString().startsWith(text))).toList();
        if (found.size() != 1) {
            throw CommandFailure.usage(
                    "`" + text + "` names " + (found.isEmpty() ? "no delivery" : "more than one delivery") + " of this cartridge",
                    "`tapedeck inspect` lists them as d1 to d" + deliveries.size());
        }
        return found.getFirst();
    }

    /** As {@link #find}, refusing a delivery of which nobody knows whose it is. */
    Delivery exchangeable(String text) {
        Delivery found = find(text);
        if (found.ambiguous()) {
            throw CommandFailure.usage(
                    "delivery `" + text + "` has more than one possible cause, so exchanging it would mean nothing certain",
                    "choose another pair; `tapedeck inspect` marks the ambiguous ones");
        }
        return found;
    }
}
