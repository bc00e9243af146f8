package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error that DynamoDB documents, on its way from where it is found to the answer
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html).
 */
final class DynamoFault extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String NAMESPACE = "com.amazonaws.dynamodb.v20120810#";

    private final transient ObjectNode body;

    private DynamoFault(ObjectNode body, String message) {
        super(message, null, false, false);
        this.body = body;
    }

    private static DynamoFault of(String type, String field, String message) {
        return new DynamoFault(Json.object().put("__type", type).put(field, message), message);
    }

    static DynamoFault validation(String message) {
        return of("com.amazon.coral.validate#ValidationException", "message", message);
    }

    static DynamoFault serialization(String message) {
        return of("com.amazon.coral.service#SerializationException", "Message", message);
    }

    static DynamoFault unknownTable() {
        return of(NAMESPACE + "ResourceNotFoundException", "message", "Requested resource not found");
    }

    /** @param item as it is, where the request asked for it */
    static DynamoFault conditionFailed(@Nullable ObjectNode item) {
        DynamoFault fault = of(NAMESPACE + "ConditionalCheckFailedException", "message", "The conditional request failed");
        if (item != null) {
            fault.body.set("Item", item);
        }
        return fault;
    }

    /** Why one part of a transaction stopped it; code {@code None} for one that did not. */
    record Reason(String code, @Nullable String message, @Nullable ObjectNode item) {
        static final Reason NONE = new Reason("None", null, null);
    }

    static DynamoFault cancelled(List<Reason> reasons) {
        String codes = reasons.stream().map(Reason::code).collect(Collectors.joining(", ", "[", "]"));
        DynamoFault fault = of(NAMESPACE + "TransactionCanceledException", "Message",
                "Transaction cancelled, please refer cancellation reasons for specific reasons " + codes);
        ArrayNode list = fault.body.putArray("CancellationReasons");
        for (Reason reason : reasons) {
            ObjectNode entry = list.addObject().put("Code", reason.code());
            if (reason.message() != null) {
                entry.put("Message", reason.message());
            }
            if (reason.item() != null) {
                entry.set("Item", reason.item());
            }
        }
        return fault;
    }

    boolean isValidation() {
        return body.path("__type").asString("").endsWith("#ValidationException");
    }

    boolean isConditionFailure() {
        return body.path("__type").asString("").endsWith("#ConditionalCheckFailedException");
    }

    /** As the reason of a cancelled transaction. */
    Reason reason() {
        String code = isConditionFailure() ? "ConditionalCheckFailed" : "ValidationError";
        return new Reason(code, getMessage(), body.get("Item") instanceof ObjectNode item ? item : null);
    }

    Reply reply() {
        return Reply.failed(Reply.JSON_1_0, body);
    }
}
