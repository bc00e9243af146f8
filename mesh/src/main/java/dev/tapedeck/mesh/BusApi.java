package dev.tapedeck.mesh;

import dev.tapedeck.mesh.Submission.Accepted;
import dev.tapedeck.mesh.Submission.Receipt;
import dev.tapedeck.mesh.Submission.Refusal;
import dev.tapedeck.mesh.Submission.Settled;
import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an event bus answers over the AWS JSON protocol of EventBridge: {@code PutEvents}, whose entries fail one by one
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html).
 */
public final class BusApi {

    /** All entries of a request together, sized as https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html says. */
    static final int MAX_BYTES = 1_048_576;

    private static final int MAX_ENTRIES = 10;
    private static final int TIME_BYTES = 14;

    /** @throws NotModelled for every operation but {@code PutEvents} */
    public Submission submit(String operation, JsonNode input) {
        if (!operation.equals("PutEvents")) {
            throw NotModelled.operation("events", operation);
        }
        JsonNode given = input.path("Entries");
        if (given.isEmpty() || given.size() > MAX_ENTRIES) {
            return new Settled(invalid("1 validation error detected: Value '" + Json.write(given)
                    + "' at 'entries' failed to satisfy constraint: Member must have length "
                    + (given.isEmpty() ? "greater than or equal to 1" : "less than or equal to " + MAX_ENTRIES)));
        }
        if (bytes(given) > MAX_BYTES) {
            return new Settled(invalid("Total size of the entries in the request is over the limit."));
        }
        return accept(given);
    }

    /** @param receipts the id of each accepted entry's event, by {@link Entry#index} */
    public Reply reply(Accepted accepted, SortedMap<Integer, Receipt> receipts) {
        ObjectNode body = Json.object().put("FailedEntryCount", accepted.refused().size());
        ArrayNode results = body.putArray("Entries");
        for (int i = 0; i < accepted.entries().size() + accepted.refused().size(); i++) {
            Refusal refusal = accepted.refused().get(i);
            Receipt receipt = receipts.get(i);
            if (refusal != null) {
                results.addObject().put("ErrorCode", refusal.code()).put("ErrorMessage", refusal.message());
            } else if (receipt != null) {
                results.addObject().put("EventId", receipt.id());
            } else {
                throw new IllegalArgumentException("no receipt for the entry at index " + i);
            }
        }
        return Reply.ok(Reply.JSON_1_1, body);
    }

    private static Submission accept(JsonNode given) {
        List<Entry> entries = new ArrayList<>();
        SortedMap<Integer, Refusal> refused = new TreeMap<>();
        for (int i = 0; i < given.size(); i++) {
            Optional<Refusal> refusal = refusal(given.get(i));
            if (refusal.isPresent()) {
                refused.put(i, refusal.get());
            } else {
                entries.add(entry(i, given.get(i)));
            }
        }
        return new Accepted("PutEvents", entries, refused);
    }

    private static Entry entry(int index, JsonNode given) {
        ObjectNode attributes = Json.object().put("source", given.path("Source").asString(""));
        if (given.has("Time")) {
            attributes.set("time", given.get("Time"));
        }
        if (given.has("Resources")) {
            attributes.set("resources", given.get("Resources"));
        }
        return new Entry(index, "", given.path("DetailType").asString(""), given.path("Detail").asString(""), attributes, "", "", 0);
    }

    private static Optional<Refusal> refusal(JsonNode entry) {
        for (String required : List.of("Source", "DetailType", "Detail")) {
            if (entry.path(required).asString("").isEmpty()) {
                return Optional.of(new Refusal("", "InvalidArgument",
                        "Parameter " + required + " is not valid. Reason: " + required + " is a required argument."));
            }
        }
        return isObject(entry.path("Detail").asString(""))
                ? Optional.empty()
                : Optional.of(new Refusal("", "MalformedDetail", "Detail is malformed."));
    }

    private static boolean isObject(String detail) {
        try {
            return Json.parse(detail).isObject();
        } catch (JacksonException notJson) {
            return false;
        }
    }

    private static long bytes(JsonNode entries) {
        long bytes = 0;
        for (JsonNode entry : entries) {
            bytes += entry.has("Time") ? TIME_BYTES : 0;
            for (String field : List.of("Source", "DetailType", "Detail")) {
                bytes += utf8(entry.path(field));
            }
            for (JsonNode resource : entry.path("Resources")) {
                bytes += utf8(resource);
            }
        }
        return bytes;
    }

    private static int utf8(JsonNode text) {
        return Utf8.length(text.asString(""));
    }

    private static Reply invalid(String message) {
        return Reply.error(Reply.JSON_1_1, 400, "ValidationException", "message", message);
    }
}
