package dev.tapedeck.recording;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The writes of single items in a call to a table: one, or those of a transaction or batch, all in one shape. */
public final class ItemWrites {

    private ItemWrites() {}

    /**
     * @param operation {@code PutItem}, {@code UpdateItem} or {@code DeleteItem}, whatever it was part of
     * @param request the part of the input that speaks of this item
     * @param image the item afterwards where the answer shows it whole, else null
     */
    public record Write(String table, String operation, JsonNode request, @Nullable ObjectNode image) {

        /** What holds the key's attributes. */
        public JsonNode keyed() {
            return operation.equals("PutItem") ? request.path("Item") : request.path("Key");
        }
    }

    public static List<Write> of(Call call) {
        return of(call.target(), call.operation(), call.input().value(), call.answer());
    }

    /** @param input canonical input of the call ({@link Wire}) */
    public static List<Write> of(String table, String operation, JsonNode input, Call.Answer answer) {
        return switch (operation) {
            case "PutItem", "DeleteItem", "UpdateItem" -> List.of(new Write(table, operation, input, image(answer, input)));
            case "TransactWriteItems" -> transaction(input);
            case "BatchWriteItem" -> batch(answer, input);
            default -> List.of();
        };
    }

    private static @Nullable ObjectNode image(Call.Answer answer, JsonNode input) {
        return input.path("ReturnValues").asString("").equals("ALL_NEW") && answer instanceof Call.Answered answered
                && answered.body().isWhole() && answered.body().value().path("Attributes") instanceof ObjectNode item ? item : null;
    }

    private static List<Write> transaction(JsonNode input) {
        List<Write> writes = new ArrayList<>();
        for (JsonNode entry : input.path("TransactItems")) {
            for (String action : List.of("Put", "Update", "Delete")) {
                if (entry.has(action)) {
                    writes.add(new Write(TableKeys.tableOf(entry.get(action), ""), action + "Item", entry.get(action), null));
                }
            }
        }
        return writes;
    }

    /** What the answer gives back as unprocessed was not written. */
    private static List<Write> batch(Call.Answer answer, JsonNode input) {
        JsonNode left = answer instanceof Call.Answered answered ? answered.body().value().path("UnprocessedItems") : input;
        List<Write> writes = new ArrayList<>();
        JsonNode tables = input.path("RequestItems");
        for (String table : tables.propertyNames()) {
            List<JsonNode> unprocessed = new ArrayList<>();
            left.path(table).forEach(unprocessed::add);
            for (JsonNode entry : tables.path(table)) {
                if (!unprocessed.contains(entry)) {
                    boolean put = entry.has("PutRequest");
                    writes.add(new Write(TableKeys.shortened(table), put ? "PutItem" : "DeleteItem",
                            entry.path(put ? "PutRequest" : "DeleteRequest"), null));
                }
            }
        }
        return writes;
    }
}
