package dev.tapedeck.mesh;

import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Payload;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message underway: how the recording tells of it, and the entry as it was sent, from which events are built.
 *
 * @param receipt what the channel gave its sender
 * @param trail where in which trace it was sent
 */
record Parcel(Message message, Entry entry, Submission.Receipt receipt, Trail trail) {

    /** Attributes of a message that are not message attributes: {@link Entry} holds them in fields of its own. */
    private static final List<String> FIELDS = List.of("MessageGroupId", "MessageDeduplicationId");

    Name name() {
        return message.name();
    }

    /** The entry that a sender outside would have sent for {@code message}. */
    static Entry entry(Message message, Component.Kind kind) {
        // Nobody recorded what the event said; where its receiver is known to have been given something, the direction will hand that over.
        boolean unknownDetail = message.body().value().isNull() && kind == Component.Kind.BUS;
        String body = unknownDetail ? "null" : text(message.body());
        SortedMap<String, String> attributes = new TreeMap<>(message.attributes());
        attributes.keySet().removeAll(FIELDS);
        return new Entry(0, "", message.type(), body, kind == Component.Kind.QUEUE ? typed(attributes) : plain(attributes),
                message.attributes().getOrDefault("MessageGroupId", ""), message.attributes().getOrDefault("MessageDeduplicationId", ""),
                Entry.CHANNELS_DELAY);
    }

    /** A payload as it travels: text as it is, a tree as JSON, nothing as nothing. */
    static String text(Payload payload) {
        if (payload.value().isNull()) {
            return "";
        }
        return payload.value().isString() ? payload.value().stringValue() : Json.write(payload.value());
    }

    private static ObjectNode typed(Map<String, String> attributes) {
        ObjectNode typed = Json.object();
        attributes.forEach((name, value) -> typed.putObject(name).put("DataType", "String").put("StringValue", value));
        return typed;
    }

    private static ObjectNode plain(Map<String, String> attributes) {
        ObjectNode plain = Json.object();
        attributes.forEach((name, value) -> {
            JsonNode tree = Json.parseOrString(value);
            plain.set(name, tree.isArray() ? tree : Json.MAPPER.getNodeFactory().stringNode(value));
        });
        return plain;
    }
}
