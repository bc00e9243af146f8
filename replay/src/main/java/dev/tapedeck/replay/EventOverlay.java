package dev.tapedeck.replay;

import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The event that an invocation is handed: the recorded envelope (ids, attributes, times of the provider) with bound values in place, round what
 * was really sent in this run. Without a recorded event it is the mesh's own.
 */
final class EventOverlay {

    private static final List<String> SENT = List.of("body", "md5OfBody", "messageId");

    private final Timeline timeline;
    private final Bindings bindings;

    EventOverlay(Timeline timeline, Bindings bindings) {
        this.timeline = timeline;
        this.bindings = bindings;
    }

    JsonNode event(@Nullable Invocation recorded, List<Name> deliveries, JsonNode built) {
        if (recorded == null || !recorded.event().isWhole()) {
            return built;
        }
        JsonNode envelope = bindings.toReplay(recorded.event().value());
        if (!(envelope instanceof ObjectNode then) || !(built instanceof ObjectNode now) || external(deliveries)) {
            return envelope;
        }
        ObjectNode out = then.deepCopy();
        if (out.get("Records") instanceof ArrayNode records && now.get("Records") instanceof ArrayNode sent
                && records.size() == sent.size()) {
            for (int i = 0; i < records.size(); i++) {
                overlay(records.get(i), sent.get(i));
            }
            return out;
        }
        if (out.has("detail") && now.has("detail")) {
            out.set("detail", now.get("detail"));
            return out;
        }
        return envelope;
    }

    /** Whether nothing in this run sent what is delivered, so that the recorded event is all there is. */
    private boolean external(List<Name> deliveries) {
        return deliveries.stream().allMatch(this::external);
    }

    private boolean external(Name delivery) {
        Delivery recorded = timeline.delivery(delivery);
        Message message = recorded == null ? null : timeline.message(recorded.message());
        return message != null && message.origin() instanceof Message.External;
    }

    private static void overlay(JsonNode then, JsonNode now) {
        if (then instanceof ObjectNode record && now instanceof ObjectNode sent) {
            for (String field : SENT) {
                if (sent.has(field)) {
                    record.set(field, sent.get(field));
                }
            }
        }
    }
}
