package dev.tapedeck.cli;

import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Short names for the deliveries of one recording, in recorded order: {@code d1}, {@code d2}, … What `inspect` shows is what `--exchange` takes. */
final class DeliveryLabels {

    private static final int LISTED = 24;

    private final SortedMap<Name, String> labels = new TreeMap<>();
    private final SortedMap<Name, String> types = new TreeMap<>();
    private final List<Delivery> deliveries;

    DeliveryLabels(Recording recording) {
        deliveries = new ArrayList<>(recording.deliveries());
        SortedMap<Name, Message> messages = new TreeMap<>();
        recording.messages().forEach(message -> messages.put(message.name(), message));
        for (Delivery delivery : deliveries) {
            labels.put(delivery.name(), "d" + (labels.size() + 1));
            if (messages.get(delivery.message()) instanceof Message message) {
                types.put(delivery.name(), type(message));
            }
        }
    }

    /** What a message says that it is: its type, or what stands for one in its body (a bus's event on a queue, a field {@code type}). */
    private static String type(Message message) {
        JsonNode body = message.body().value();
        String inside = body.path("detail-type").asString(body.path("type").asString(""));
        return message.type().isEmpty() ? inside : message.type();
    }

    String of(Name delivery) {
        return labels.getOrDefault(delivery, delivery.brief());
    }

    /** {@code d4 PaymentSettled}. */
    String described(Name delivery) {
        String type = types.getOrDefault(delivery, "");
        return of(delivery) + (type.isEmpty() ? "" : " " + type);
    }

    /** The delivery that {@code text} means: its label, or the beginning of its name. */
    Delivery find(String text) {
        List<Delivery> found = deliveries.stream()
                .filter(d -> of(d.name()).equals(text) || (text.length() >= 6 && d.name().toString().startsWith(text))).toList();
        if (found.size() != 1) {
            throw CommandFailure.usage(
                    "`" + text + "` names " + (found.isEmpty() ? "no delivery" : "more than one delivery") + " of this cartridge",
                    deliveries.isEmpty() ? "it holds no delivery" : "it has " + known());
        }
        return found.getFirst();
    }

    private String known() {
        String listed = deliveries.stream().limit(LISTED).map(d -> described(d.name())).collect(Collectors.joining(", "));
        return deliveries.size() <= LISTED ? listed : listed + ", … to d" + deliveries.size() + "; `tapedeck inspect` shows them all";
    }
}
