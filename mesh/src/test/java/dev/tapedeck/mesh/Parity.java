package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares answers of the simulation with answers of DynamoDB Local, word for word except where the latter is known to differ from DynamoDB:
 *
 * <ul>
 * <li>An update that only removes makes the item in Local, not in DynamoDB: {@link #onlyRemovesFromNothing}.
 * <li>{@code UPDATED_OLD} and {@code UPDATED_NEW} return whole attributes in Local, in DynamoDB what the paths lead to
 * (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html#DDB-UpdateItem-request-ReturnValues).
 * <li>A transaction part that fails for its item's sake fails the request in Local, and cancels the transaction with a reason in DynamoDB
 * (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors).
 * <li>Local notices that two parts of a transaction concern one item only after it tried them.
 * <li>Local answers a delete of nothing with consumed capacity, and spells small numbers inside documents with an exponent.
 * <li>Of several faults in one update, and of several colliding paths, Local names one by an order of its own. It says in other words that a
 * sum has too many digits.
 * </ul>
 */
final class Parity {

    private static final Pattern FOR_THE_ITEMS_SAKE = Pattern
            .compile("The provided expression refers to an attribute that does not exist in the item"
                    + "|The document path provided in the update expression is invalid for update"
                    + "|An operand in the update expression has an incorrect data type|Number overflow\\..*"
                    + "|DynamoDB only supports precision up to 38 digits");
    private static final Pattern NESTED = Pattern.compile("[#a-z]+[.\\[]");

    private Parity() {}

    /** Whether the two would go apart by what is documented above, so that the request is left out. */
    static boolean leftOut(RandomRequests.Request request, Table before) {
        return onlyRemovesFromNothing(request.input(), before)
                || request.input().path("TransactItems").valueStream()
                        .anyMatch(part -> onlyRemovesFromNothing(part.path("Update"), before));
    }

    private static boolean onlyRemovesFromNothing(JsonNode update, Table before) {
        return update.has("UpdateExpression") && before.item(update.path("Key")).isEmpty()
                && !update.path("UpdateExpression").asString("").matches(".*(SET|ADD).*");
    }

    static boolean agree(RandomRequests.Request request, Reply ours, Reply theirs) {
        if (ours.succeeded() || theirs.succeeded()) {
            return ours.status() == theirs.status() && (returnsParts(request) || sorted(ours.body()).equals(sorted(theirs.body())));
        }
        String message = TableContract.message(theirs);
        if (ours.errorType().equals("TransactionCanceledException") && FOR_THE_ITEMS_SAKE.matcher(message).matches()) {
            return true;
        }
        if (TableContract.message(ours).equals("Transaction request cannot include multiple operations on one item")) {
            return true;
        }
        return ours.errorType().equals(theirs.errorType()) && general(TableContract.message(ours)).equals(general(message))
                && canonical(ours.body().path("Item")).equals(canonical(theirs.body().path("Item")));
    }

    private static boolean returnsParts(RandomRequests.Request request) {
        return request.input().path("ReturnValues").asString("").startsWith("UPDATED_")
                && NESTED.matcher(request.input().path("UpdateExpression").asString("")).find();
    }

    private static String general(String message) {
        return FOR_THE_ITEMS_SAKE.matcher(message).replaceAll("for the item's sake").replaceAll("(?s)path one: .*", "")
                .replaceAll("; lower bound operand.*", "").replaceAll("valid types: .*", "")
                .replaceAll("(missed key schema element).*", "$1");
    }

    /** Items in one order; a scan's is its own. */
    private static JsonNode sorted(JsonNode body) {
        ObjectNode copy = (ObjectNode) body.deepCopy();
        copy.remove("ConsumedCapacity");
        for (String field : List.of("Item", "Attributes")) {
            if (copy.has(field)) {
                copy.set(field, canonical(copy.get(field)));
            }
        }
        if (copy.has("Items")) {
            copy.set("Items", canonicalItems(copy.get("Items")));
        }
        return copy;
    }

    /** Everything in the table, as {@link Table#image} has it but for the order. */
    static JsonNode image(Answers table) {
        return canonicalItems(table.execute("Scan", "{\"TableName\":\"orders\"}").body().path("Items"));
    }

    static ArrayNode canonicalItems(JsonNode items) {
        ArrayNode sorted = Json.MAPPER.createArrayNode();
        StreamSupport.stream(items.spliterator(), false).map(item -> Json.write(canonical(item))).sorted().forEach(sorted::add);
        return sorted;
    }

    private static ObjectNode canonical(JsonNode item) {
        return item.isMissingNode() ? Json.object() : ValueJson.json(ValueJson.item(item));
    }
}
