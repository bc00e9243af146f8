package dev.tapedeck.mesh;

import dev.tapedeck.mesh.Submission.Accepted;
import dev.tapedeck.mesh.Submission.Receipt;
import dev.tapedeck.mesh.Submission.Refusal;
import dev.tapedeck.mesh.Submission.Settled;
import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one queue answers over the AWS JSON protocol of SQS, without holding a message: requests become {@link Entry}s, and the ids that the
 * run mints for them become the answer. {@link QueueState} is where messages wait.
 *
 * <p>
 * Operations and errors: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html. Limits:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html.
 */
public final class QueueApi {

    /** One message, and all messages of a batch together, in bytes. */
    static final int MAX_BYTES = 1_048_576;

    private static final int MAX_ENTRIES = 10;

    private final SystemSpec.ChannelSpec queue;
    private final String region;
    private final String account;

    public QueueApi(SystemSpec.ChannelSpec queue, String region, String account) {
        this.queue = queue;
        this.region = region;
        this.account = account;
    }

    /** How many messages wait, by state: what {@code GetQueueAttributes} tells. */
    public record Counts(int visible, int inFlight, int delayed) {}

    public String url() {
        return "https://sqs." + region + ".amazonaws.com/" + account + "/" + queue.name();
    }

    public String arn() {
        return "arn:aws:sqs:" + region + ":" + account + ":" + queue.name();
    }

    /** @throws NotModelled for an operation without a model, receiving among them: functions are fed by subscriptions */
    public Submission submit(String operation, JsonNode input, Counts counts) {
        try {
            return switch (operation) {
                case "SendMessage" -> send(input);
                case "SendMessageBatch" -> sendBatch(input);
                case "GetQueueUrl" -> new Settled(ok(Json.object().put("QueueUrl", url())));
                case "GetQueueAttributes" -> new Settled(attributes(input, counts));
                default -> throw NotModelled.operation("sqs", operation);
            };
        } catch (QueueFault fault) {
            return new Settled(fault.reply());
        }
    }

    /** The answer for a queue that does not exist. */
    public static Reply unknownQueue() {
        return QueueFault.of("QueueDoesNotExist", "NonExistentQueue", "The specified queue does not exist.").reply();
    }

    /**
     * The answer to {@code accepted}.
     *
     * @param receipts what each accepted entry was given, by {@link Entry#index}
     */
    public Reply reply(Accepted accepted, SortedMap<Integer, Receipt> receipts) {
        if (accepted.operation().equals("SendMessage")) {
            return ok(sent(accepted.entries().getFirst(), receipts));
        }
        ObjectNode body = Json.object();
        ArrayNode successful = body.putArray("Successful");
        for (Entry entry : accepted.entries()) {
            ObjectNode result = Json.object().put("Id", entry.batchId());
            result.setAll(sent(entry, receipts));
            successful.add(result);
        }
        if (!accepted.refused().isEmpty()) {
            ArrayNode failed = body.putArray("Failed");
            accepted.refused().values().forEach(refusal -> failed.addObject().put("Id", refusal.batchId()).put("Code", refusal.code())
                    .put("Message", refusal.message()).put("SenderFault", true));
        }
        return ok(body);
    }

    private static ObjectNode sent(Entry entry, SortedMap<Integer, Receipt> receipts) {
        Receipt receipt = receipts.get(entry.index());
        if (receipt == null) {
            throw new IllegalArgumentException("no receipt for the entry at index " + entry.index());
        }
        ObjectNode result = Json.object().put("MessageId", receipt.id()).put("MD5OfMessageBody", Digests.md5(entry.body()));
        if (!entry.attributes().isEmpty()) {
            result.put("MD5OfMessageAttributes", Digests.md5OfAttributes(entry.attributes()));
        }
        if (!receipt.sequenceNumber().isEmpty()) {
            result.put("SequenceNumber", receipt.sequenceNumber());
        }
        return result;
    }

    private Submission send(JsonNode input) {
        Entry entry = new QueueEntries(queue.profile()).entry(0, "", input);
        return new Accepted("SendMessage", List.of(entry), new TreeMap<>());
    }

    private Submission sendBatch(JsonNode input) {
        JsonNode given = input.path("Entries");
        checkBatch(given);
        List<Entry> entries = new ArrayList<>();
        SortedMap<Integer, Refusal> refused = new TreeMap<>();
        for (int i = 0; i < given.size(); i++) {
            String id = given.get(i).path("Id").asString("");
            try {
                entries.add(new QueueEntries(queue.profile()).entry(i, id, given.get(i)));
            } catch (QueueFault fault) {
                refused.put(i, new Refusal(id, fault.queryCode(), fault.sentence()));
            }
        }
        return new Accepted("SendMessageBatch", entries, refused);
    }

    private static void checkBatch(JsonNode entries) {
        if (entries.isEmpty()) {
            throw QueueFault.of("EmptyBatchRequest", "EmptyBatchRequest",
                    "There should be at least one SendMessageBatchRequestEntry in the request.");
        }
        if (entries.size() > MAX_ENTRIES) {
            throw QueueFault.of("TooManyEntriesInBatchRequest", "TooManyEntriesInBatchRequest",
                    "Maximum number of entries per request are " + MAX_ENTRIES + ". You have sent " + entries.size() + ".");
        }
        TreeSet<String> ids = new TreeSet<>();
        long bytes = 0;
        for (JsonNode entry : entries) {
            String id = entry.path("Id").asString("");
            if (!id.matches("[A-Za-z0-9_-]{1,80}")) {
                throw QueueFault.of("InvalidBatchEntryId", "InvalidBatchEntryId",
                        "A batch entry id can only contain alphanumeric characters,"
                                + " hyphens and underscores. It can be at most 80 letters long.");
            }
            if (!ids.add(id)) {
                throw QueueFault.of("BatchEntryIdsNotDistinct", "BatchEntryIdsNotDistinct", "Id " + id + " repeated.");
            }
            bytes += QueueEntries.bytes(entry);
        }
        if (bytes > MAX_BYTES) {
            throw QueueFault.of("BatchRequestTooLong", "BatchRequestTooLong",
                    "Batch requests cannot be longer than " + MAX_BYTES + " bytes. You have sent " + bytes + " bytes.");
        }
    }

    private Reply attributes(JsonNode input, Counts counts) {
        SortedMap<String, String> all = all(counts);
        ObjectNode chosen = Json.object();
        for (JsonNode wanted : input.path("AttributeNames")) {
            String name = wanted.asString("");
            if (name.equals("All")) {
                all.forEach(chosen::put);
            } else if (all.containsKey(name)) {
                chosen.put(name, all.get(name));
            } else if (!QueueEntries.KNOWN_ATTRIBUTES.contains(name)) {
                throw QueueFault.of("InvalidAttributeName", null, "Unknown Attribute " + name + ".");
            }
        }
        ObjectNode body = Json.object();
        if (!chosen.isEmpty()) {
            body.set("Attributes", chosen);
        }
        return ok(body);
    }

    private SortedMap<String, String> all(Counts counts) {
        SystemSpec.Profile profile = queue.profile();
        SortedMap<String, String> all = new TreeMap<>();
        all.put("ApproximateNumberOfMessages", Integer.toString(counts.visible()));
        all.put("ApproximateNumberOfMessagesDelayed", Integer.toString(counts.delayed()));
        all.put("ApproximateNumberOfMessagesNotVisible", Integer.toString(counts.inFlight()));
        all.put("DelaySeconds", Long.toString(profile.delayMillis() / 1000));
        all.put("MaximumMessageSize", Integer.toString(MAX_BYTES));
        all.put("QueueArn", arn());
        all.put("VisibilityTimeout", Long.toString(profile.visibilityMillis() / 1000));
        if (profile.ordering() != SystemSpec.Ordering.NONE) {
            all.put("FifoQueue", "true");
            all.put("ContentBasedDeduplication", Boolean.toString(profile.contentDeduplication()));
        }
        if (!profile.deadLetter().isEmpty()) {
            all.put("RedrivePolicy", Json.write(Json.object()
                    .put("deadLetterTargetArn", "arn:aws:sqs:" + region + ":" + account + ":" + profile.deadLetter())
                    .put("maxReceiveCount", profile.maxReceives())));
        }
        return all;
    }

    private static Reply ok(ObjectNode body) {
        return Reply.ok(Reply.JSON_1_0, body);
    }
}
