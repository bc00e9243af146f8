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

    private ProviderFields() {}

    /** {@code answer} of {@code service} without them. */
    static JsonNode without(String service, JsonNode answer) {
        if (!service.equals("sqs") || !(answer instanceof ObjectNode object)) {
            return answer;
        }
        ObjectNode kept = object.deepCopy();
        strip(kept);
        return kept;
    }

    private static void strip(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            DERIVED.forEach(object::remove);
        }
        tree.forEach(ProviderFields::strip);
    }
}
