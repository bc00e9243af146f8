package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and checks what {@code SendMessage} was given
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html).
 */
final class QueueEntries {

    /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
    static final List<String> KNOWN_ATTRIBUTES = List.of("All", "Policy", "VisibilityTimeout", "MaximumMessageSize",
            "MessageRetentionPeriod",
            "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "CreatedTimestamp", "LastModifiedTimestamp", "QueueArn",
            "ApproximateNumberOfMessagesDelayed", "DelaySeconds", "ReceiveMessageWaitTimeSeconds", "RedrivePolicy", "FifoQueue",
            "ContentBasedDeduplication", "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "DeduplicationScope", "FifoThroughputLimit",
            "RedriveAllowPolicy", "SqsManagedSseEnabled");

    private static final int MAX_DELAY_SECONDS = 900;
    private static final int MAX_ATTRIBUTES = 10;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~]{1,128}");
    private static final Pattern TYPE = Pattern.compile("(String|Number|Binary)(\\..+)?");

    private final SystemSpec.Profile profile;

    QueueEntries(SystemSpec.Profile profile) {
        this.profile = profile;
    }

    Entry entry(int index, String batchId, JsonNode input) {
        String body = body(input);
        ObjectNode attributes = attributes(input.path("MessageAttributes"));
        if (bytes(input) > QueueApi.MAX_BYTES) {
            throw QueueFault.invalidValue("One or more parameters are invalid. Reason: Message must be shorter than " + QueueApi.MAX_BYTES
                    + " bytes.");
        }
        return fifo() ? ordered(index, batchId, body, attributes, input) : unordered(index, batchId, body, attributes, input);
    }

    /** What counts towards the size limit: the body, and name, type and value of every attribute. */
    static long bytes(JsonNode input) {
        long bytes = Utf8.length(input.path("MessageBody").asString(""));
        for (Map.Entry<String, JsonNode> attribute : input.path("MessageAttributes").properties()) {
            JsonNode value = attribute.getValue();
            bytes += Utf8.length(attribute.getKey()) + Utf8.length(value.path("DataType").asString(""));
            bytes += value.has("BinaryValue")
                    ? Base64.getDecoder().decode(value.path("BinaryValue").asString("")).length
                    : Utf8.length(value.path("StringValue").asString(""));
        }
        return bytes;
    }

    private boolean fifo() {
        return profile.ordering() != SystemSpec.Ordering.NONE;
    }

    private Entry ordered(int index, String batchId, String body, ObjectNode attributes, JsonNode input) {
        OptionalInt delay = delaySeconds(input);
        if (delay.orElse(0) != 0) {
            throw QueueFault
                    .invalidValue("Value " + delay.getAsInt() + " for parameter DelaySeconds is invalid. Reason: The request include"
                            + " parameter that is not valid for this queue type.");
        }
        String group = token(input, "MessageGroupId");
        if (group.isEmpty()) {
            throw QueueFault.missing("MessageGroupId");
        }
        String deduplication = token(input, "MessageDeduplicationId");
        if (deduplication.isEmpty()) {
            if (!profile.contentDeduplication()) {
                throw QueueFault.invalidValue("The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId"
                        + " provided explicitly");
            }
            deduplication = Digests.sha256(body);
        }
        return new Entry(index, batchId, "", body, attributes, group, deduplication, Entry.CHANNELS_DELAY);
    }

    private static Entry unordered(int index, String batchId, String body, ObjectNode attributes, JsonNode input) {
        String deduplication = token(input, "MessageDeduplicationId");
        if (!deduplication.isEmpty()) {
            throw QueueFault.invalidValue("Value " + deduplication + " for parameter MessageDeduplicationId is invalid. Reason: The request"
                    + " include parameter that is not valid for this queue type.");
        }
        return new Entry(index, batchId, "", body, attributes, token(input, "MessageGroupId"), "",
                delaySeconds(input).orElse(Entry.CHANNELS_DELAY));
    }

    private static String body(JsonNode input) {
        String body = input.path("MessageBody").asString("");
        if (body.isEmpty()) {
            throw QueueFault.missing("MessageBody");
        }
        body.codePoints().filter(c -> !allowed(c)).findFirst().ifPresent(bad -> {
            throw QueueFault.of("InvalidMessageContents", null, "Invalid binary character '#x"
                    + Integer.toHexString(bad).toUpperCase(java.util.Locale.ROOT)
                    + "' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD"
                    + " | #x10000 to #x10FFFF");
        });
        return body;
    }

    private static boolean allowed(int c) {
        return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    }

    private static OptionalInt delaySeconds(JsonNode input) {
        if (!input.path("DelaySeconds").isNumber()) {
            return OptionalInt.empty();
        }
        int delay = input.path("DelaySeconds").asInt();
        if (delay < 0 || delay > MAX_DELAY_SECONDS) {
            throw QueueFault
                    .invalidValue("Value " + delay + " for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= "
                            + MAX_DELAY_SECONDS + ".");
        }
        return OptionalInt.of(delay);
    }

    private static String token(JsonNode input, String parameter) {
        String value = input.path(parameter).asString("");
        if (!value.isEmpty() && !TOKEN.matcher(value).matches()) {
            throw QueueFault.invalidValue("Value " + value + " for parameter " + parameter + " is invalid. Reason: " + parameter
                    + " can only include alphanumeric and punctuation characters. 1 to 128 in length.");
        }
        return value;
    }

    private static ObjectNode attributes(JsonNode given) {
        if (!(given instanceof ObjectNode attributes)) {
            return Json.object();
        }
        if (attributes.size() > MAX_ATTRIBUTES) {
            throw QueueFault
                    .invalidValue("Number of message attributes [" + attributes.size() + "] exceeds the allowed maximum [" + MAX_ATTRIBUTES
                            + "].");
        }
        attributes.properties().forEach(attribute -> check(attribute.getKey(), attribute.getValue()));
        return attributes;
    }

    private static void check(String name, JsonNode value) {
        String type = value.path("DataType").asString("");
        if (!TYPE.matcher(type).matches()) {
            throw QueueFault.invalidValue("The type of message (user) attribute '" + name
                    + "' is invalid. You must use only the following supported type prefixes: Binary, Number, String.");
        }
        String field = type.startsWith("Binary") ? "BinaryValue" : "StringValue";
        if (value.path(field).asString("").isEmpty()) {
            throw QueueFault.invalidValue("Message (user) attribute '" + name + "' must contain a non-empty value of type '"
                    + (type.startsWith("Binary") ? "Binary" : "String") + "'.");
        }
    }
}
