package dev.tapedeck.replay;

import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The event that an invocation is handed: the recorded envelope (ids, attributes, times of the provider) with bound values in place, round what
 * was really sent in this run. Without a recorded event it is the mesh's own.
 */
final class EventOverlay {

    private static final List<String> SENT = List.of("messageId");

    private final Timeline timeline;
    private final Bindings bindings;

    EventOverlay(Timeline timeline, Bindings bindings) {
        this.timeline = timeline;
        this.bindings = bindings;
    }

    JsonNode event(@Nullable Invocation recorded, List<Name> deliveries, JsonNode built) {
        if (recorded == null || !recorded.event().isWhole() || invoked(recorded, deliveries)) {
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

    /** Whether a call in this run invoked the function itself, so that the event is the call's payload and nothing else. */
    private boolean invoked(Invocation recorded, List<Name> deliveries) {
        return deliveries.stream().map(timeline::delivery).filter(Objects::nonNull).map(delivery -> timeline.message(delivery.message()))
                .filter(Objects::nonNull)
                .anyMatch(message -> message.channel().equals(recorded.function()) && message.origin() instanceof Message.Emitted);
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
        if (!(then instanceof ObjectNode record) || !(now instanceof ObjectNode sent)) {
            return;
        }
        String body = body(then.path("body").asString(""), sent.path("body").asString(""));
        for (String field : SENT) {
            if (sent.has(field)) {
                record.set(field, sent.get(field));
            }
        }
        if (record.has("body")) {
            record.put("body", body);
            record.put("md5OfBody", md5(body));
        }
    }

    /** An event that a bus put on a queue keeps its recorded envelope too; only the detail is what was sent in this run. */
    private static String body(String then, String now) {
        if (Json.parseOrString(then) instanceof ObjectNode event && Json.parseOrString(now) instanceof ObjectNode sent
                && event.has("detail-type") && event.has("detail") && sent.has("detail")) {
            event.set("detail", sent.get("detail"));
            return Json.write(event);
        }
        return now;
    }

    private static String md5(String body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
