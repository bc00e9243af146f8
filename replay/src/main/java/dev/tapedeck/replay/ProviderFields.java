package dev.tapedeck.replay;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a provider puts into its answers of its own accord: ids and sequence numbers that it mints, digests that it derives. They are paired by
 * the identity of what they are about, or computed anew, and never compared as values (DESIGN section 8).
 */
final class ProviderFields {

    /** SQS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html#API_SendMessage_ResponseElements */
    private static final List<String> DERIVED = List.of("MD5OfMessageBody", "MD5OfMessageAttributes", "MD5OfMessageSystemAttributes",
            "SequenceNumber");

    /** What runtimes add to an error: frames of their own, and the request's id (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html). */
    private static final List<String> OF_ERRORS = List.of("trace", "stackTrace", "requestId");

    private ProviderFields() {}

    /** Whether {@code answer} tells how an invoked function failed. */
    static boolean isFailure(String service, JsonNode answer) {
        return service.equals("lambda") && answer.has("errorType") && answer.has("errorMessage");
    }

    /** A failure by its type alone, as a function's own result is compared: its message is free text, which redaction drops. */
    static JsonNode withoutMessage(JsonNode failure) {
        return ((ObjectNode) failure.deepCopy()).without("errorMessage");
    }

    /** {@code answer} of {@code service} without them. */
    static JsonNode without(String service, JsonNode answer) {
        boolean failed = isFailure(service, answer);
        if (!(service.equals("sqs") || failed) || !(answer instanceof ObjectNode object)) {
            return answer;
        }
        ObjectNode kept = object.deepCopy();
        if (failed) {
            kept.remove(OF_ERRORS);
        } else {
            strip(kept);
        }
        return kept;
    }

    private static void strip(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            DERIVED.forEach(object::remove);
        }
        tree.forEach(ProviderFields::strip);
    }
}
