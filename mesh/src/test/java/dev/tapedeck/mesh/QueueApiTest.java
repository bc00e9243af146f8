package dev.tapedeck.mesh;

import dev.tapedeck.mesh.Submission.Accepted;
import dev.tapedeck.mesh.Submission.Receipt;
import dev.tapedeck.mesh.Submission.Settled;
import dev.tapedeck.recording.Json;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QueueApiTest {

    private static final QueueApi.Counts EMPTY = new QueueApi.Counts(0, 0, 0);

    @Test
    void send_plainBody_becomesOneEntryAndItsDigest() {
        QueueApi api = Profiles.api(Profiles.STANDARD);

        Accepted accepted = (Accepted) api.submit("SendMessage", Json.parse("{\"QueueUrl\":\"parcels\",\"MessageBody\":\"hello\"}"), EMPTY);
        Reply reply = api.reply(accepted, receipts("m-1", ""));

        assertThat(accepted.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.body()).isEqualTo("hello");
            assertThat(entry.delaySeconds()).isEqualTo(Entry.CHANNELS_DELAY);
        });
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(
                Json.parse("{\"MessageId\":\"m-1\",\"MD5OfMessageBody\":\"5d41402abc4b2a76b9719d911017c592\"}"));
    }

    @Test
    void send_withoutBody_namesTheParameter() {
        assertThat(refused(Profiles.STANDARD, "SendMessage", "{}").body().path("message").asString(""))
                .isEqualTo("The request must contain the parameter MessageBody.");
    }

    @Test
    void send_overTheLimit_isAnInvalidParameter() {
        ObjectNode input = Json.object().put("MessageBody", "x".repeat(QueueApi.MAX_BYTES - 10));
        input.putObject("MessageAttributes").putObject("trace").put("DataType", "String").put("StringValue", "y".repeat(10));

        Reply reply = refused(Profiles.STANDARD, "SendMessage", Json.write(input));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorType()).isEqualTo("InvalidParameterValueException");
        assertThat(reply.headers()).containsEntry("x-amzn-query-error", "InvalidParameterValue;Sender");
        assertThat(reply.body().path("message").asString("")).contains("Message must be shorter than 1048576 bytes");
    }

    @Test
    void send_toFifoWithoutGroup_isRefused() {
        assertThat(refused(Profiles.FIFO, "SendMessage", "{\"MessageBody\":\"a\"}").body().path("message").asString(""))
                .isEqualTo("The request must contain the parameter MessageGroupId.");
    }

    @Test
    void send_toFifoWithoutDeduplication_isRefusedUnlessContentSays() {
        String input = "{\"MessageBody\":\"a\",\"MessageGroupId\":\"g\"}";

        assertThat(refused(Profiles.FIFO, "SendMessage", input).errorType()).isEqualTo("InvalidParameterValueException");
        Accepted accepted = (Accepted) Profiles.api(Profiles.FIFO_BY_CONTENT).submit("SendMessage", Json.parse(input), EMPTY);
        assertThat(accepted.entries().getFirst().deduplicationId())
                .isEqualTo("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
    }

    @Test
    void sendBatch_oneBadEntry_failsAlone() {
        QueueApi api = Profiles.api(Profiles.STANDARD);
        String input = """
                {"Entries":[{"Id":"a","MessageBody":"one"},{"Id":"b","MessageBody":"two","DelaySeconds":901},{"Id":"c","MessageBody":"three"}]}
                """;

        Accepted accepted = (Accepted) api.submit("SendMessageBatch", Json.parse(input), EMPTY);
        SortedMap<Integer, Receipt> receipts = new TreeMap<>();
        accepted.entries().forEach(entry -> receipts.put(entry.index(), new Receipt("m-" + entry.index(), "")));
        Reply reply = api.reply(accepted, receipts);

        assertThat(reply.body().path("Successful").findValuesAsString("MessageId")).containsExactly("m-0", "m-2");
        assertThat(reply.body().path("Failed").findValuesAsString("Id")).containsExactly("b");
        assertThat(reply.body().path("Failed").findValuesAsString("Code")).containsExactly("InvalidParameterValue");
    }

    @Test
    void sendBatch_malformedAsAWhole_isRefusedAsAWhole() {
        assertThat(refused(Profiles.STANDARD, "SendMessageBatch", "{\"Entries\":[]}").errorType()).isEqualTo("EmptyBatchRequest");
        assertThat(refused(Profiles.STANDARD, "SendMessageBatch", batch(11, "x")).errorType()).isEqualTo("TooManyEntriesInBatchRequest");
        assertThat(refused(Profiles.STANDARD, "SendMessageBatch", batch(3, "x".repeat(400_000))).errorType())
                .isEqualTo("BatchRequestTooLong");
        assertThat(refused(Profiles.STANDARD, "SendMessageBatch",
                "{\"Entries\":[{\"Id\":\"a\",\"MessageBody\":\"1\"},{\"Id\":\"a\",\"MessageBody\":\"2\"}]}").errorType())
                .isEqualTo("BatchEntryIdsNotDistinct");
        assertThat(refused(Profiles.STANDARD, "SendMessageBatch", "{\"Entries\":[{\"Id\":\"a b\",\"MessageBody\":\"1\"}]}").errorType())
                .isEqualTo("InvalidBatchEntryId");
    }

    @Test
    void attributes_all_tellsPolicyAndCounts() {
        Settled settled = (Settled) Profiles.api(Profiles.FIFO).submit("GetQueueAttributes", Json.parse("{\"AttributeNames\":[\"All\"]}"),
                new QueueApi.Counts(3, 2, 1));

        assertThat(settled.reply().body().path("Attributes")).isEqualTo(Json
                .parse("""
                        {"ApproximateNumberOfMessages":"3","ApproximateNumberOfMessagesDelayed":"1","ApproximateNumberOfMessagesNotVisible":"2",
                         "ContentBasedDeduplication":"false","DelaySeconds":"0","FifoQueue":"true","MaximumMessageSize":"1048576",
                         "QueueArn":"arn:aws:sqs:eu-central-1:123456789012:parcels.fifo",
                         "RedrivePolicy":"{\\"deadLetterTargetArn\\":\\"arn:aws:sqs:eu-central-1:123456789012:parcels-dead.fifo\\",\\"maxReceiveCount\\":2}",
                         "VisibilityTimeout":"30"}"""));
    }

    @Test
    void submit_whatIsNotModelled_isRefusedByName() {
        assertThatThrownBy(() -> Profiles.api(Profiles.STANDARD).submit("ReceiveMessage", Json.object(), EMPTY))
                .isInstanceOf(NotModelled.class).hasMessage("not modelled: `ReceiveMessage` of `sqs`");
    }

    private static Reply refused(SystemSpec.Profile profile, String operation, String input) {
        return ((Settled) Profiles.api(profile).submit(operation, Json.parse(input), EMPTY)).reply();
    }

    private static String batch(int size, String body) {
        ObjectNode input = Json.object();
        ArrayNode entries = input.putArray("Entries");
        for (int i = 0; i < size; i++) {
            entries.addObject().put("Id", "e" + i).put("MessageBody", body);
        }
        return Json.write(input);
    }

    private static SortedMap<Integer, Receipt> receipts(String id, String sequence) {
        SortedMap<Integer, Receipt> receipts = new TreeMap<>();
        receipts.put(0, new Receipt(id, sequence));
        return receipts;
    }
}
