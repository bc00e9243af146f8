package dev.tapedeck.mesh;

import dev.tapedeck.mesh.QueueState.Held;
import dev.tapedeck.mesh.Submission.Accepted;
import dev.tapedeck.mesh.Submission.Receipt;
import dev.tapedeck.mesh.Submission.Settled;
import dev.tapedeck.mesh.SystemSpec.Ordering;
import dev.tapedeck.mesh.SystemSpec.Profile;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The simulated queue beside ElasticMQ: the same messages sent, the same batches received, acknowledged and given back, in both. A message is
 * given back by ending its visibility, so that nothing has to wait. Where ElasticMQ differs from SQS's documentation, SQS is followed: a
 * delay given for one message of a FIFO queue is an error
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html#SQS-SendMessage-request-DelaySeconds).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueueParityTest {

    private static final int STEPS = 120;
    private static final int MAX_RECEIVES = 3;

    private ElasticMq elastic;

    @BeforeAll
    void start() {
        elastic = new ElasticMq();
    }

    @AfterAll
    void stop() {
        elastic.stop();
    }

    @ParameterizedTest
    @EnumSource(value = Ordering.class, names = {"NONE", "PER_KEY"})
    void random_messages_comeOutAlike(Ordering ordering) {
        for (int seed = 0; seed < 8; seed++) {
            new Twin(ordering, seed).run();
        }
    }

    /** One queue twice. */
    private final class Twin {

        private final boolean fifo;
        private final int seed;
        private final SplittableRandom random;
        private final QueueState queue;
        private final String url;
        private final String deadUrl;
        private final TreeMap<Name, String> receipts = new TreeMap<>();
        private final List<String> deadLetters = new ArrayList<>();
        private final List<String> story = new ArrayList<>();
        private final TreeMap<Name, String> groups = new TreeMap<>();
        private long sent;

        Twin(Ordering ordering, int seed) {
            this.fifo = ordering != Ordering.NONE;
            this.seed = seed;
            random = new SplittableRandom(seed);
            queue = new QueueState(new Profile(ordering, 0, 600_000, MAX_RECEIVES, "dead", fifo ? 300_000 : 0, false, 0));
            deadUrl = elastic.queue(fifo, Json.object());
            String deadArn = elastic.execute("GetQueueAttributes", named(deadUrl).set("AttributeNames", Json.parse("[\"QueueArn\"]")))
                    .body()
                    .path("Attributes").path("QueueArn").asString("");
            url = elastic.queue(fifo, Json.object().put("VisibilityTimeout", "600").put("RedrivePolicy",
                    "{\"deadLetterTargetArn\":\"" + deadArn + "\",\"maxReceiveCount\":" + MAX_RECEIVES + "}"));
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(4)) {
                    case 0, 1 -> send();
                    case 2 -> receive(1 + random.nextInt(4));
                    default -> settle();
                }
            }
            drain();
        }

        private void send() {
            Name name = new Name(0, sent++);
            String group = fifo ? "g" + random.nextInt(3) : "";
            String deduplication = fifo ? "d" + random.nextInt(40) : "";
            ObjectNode input = named(url).put("MessageBody", name.toString());
            if (fifo) {
                input.put("MessageGroupId", group).put("MessageDeduplicationId", deduplication);
            }
            assertThat(elastic.execute("SendMessage", input).succeeded()).isTrue();
            groups.put(name, group);
            story.add("send " + name.low() + " " + group + " " + deduplication + " "
                    + queue.accept(name, group, deduplication, Entry.CHANNELS_DELAY, 0));
        }

        /** What ElasticMQ hands out must be deliverable, in an order that the groups allow: {@link QueueState#take} refuses anything else. */
        private void receive(int max) {
            List<Name> deliverable = queue.deliverable(0);
            ObjectNode input = named(url).put("MaxNumberOfMessages", max);
            input.set("AttributeNames", Json.parse("[\"ApproximateReceiveCount\"]"));
            List<Name> got = new ArrayList<>();
            JsonNode messages = elastic.execute("ReceiveMessage", input).body().path("Messages");
            messages.forEach(message -> {
                got.add(Name.parse(message.path("Body").asString("")));
                receipts.put(got.getLast(), message.path("ReceiptHandle").asString(""));
            });
            story.add("receive " + max + ": " + got.stream().map(Name::low).toList());
            assertThat(got).describedAs(where()).isSubsetOf(deliverable).hasSizeLessThanOrEqualTo(max);
            assertThat(positions(got)).describedAs(where()).allSatisfy((group, at) -> assertThat(at).isSorted());
            List<Held> taken = queue.take(got, 0);
            for (int i = 0; i < taken.size(); i++) {
                assertThat(messages.get(i).path("Attributes").path("ApproximateReceiveCount").asString(""))
                        .isEqualTo(Integer.toString(taken.get(i).receives()));
            }
        }

        private String where() {
            return "seed " + seed + "\n" + String.join("\n", story) + "\n";
        }

        private SortedMap<String, List<Name>> positions(List<Name> got) {
            SortedMap<String, List<Name>> byGroup = new TreeMap<>();
            if (fifo) {
                got.forEach(name -> byGroup.computeIfAbsent(groups.get(name), group -> new ArrayList<>()).add(name));
            }
            return byGroup;
        }

        /**
         * Acknowledges or gives back something in flight; in a FIFO queue the whole group is given back, because ElasticMQ lets an earlier
         * message out while later ones of its group are in flight.
         */
        private void settle() {
            List<Held> inFlight = queue.image().stream().filter(Held::inFlight).toList();
            if (inFlight.isEmpty()) {
                return;
            }
            Held message = inFlight.get(random.nextInt(inFlight.size()));
            if (random.nextBoolean()) {
                acknowledge(message);
            } else {
                inFlight.reversed().stream().filter(each -> fifo ? each.groupId().equals(message.groupId()) : each.equals(message))
                        .forEach(this::giveBack);
            }
        }

        private void acknowledge(Held message) {
            story.add("delete " + message.message().low());
            ObjectNode input = named(url).put("ReceiptHandle", receipts.get(message.message()));
            assertThat(elastic.execute("DeleteMessage", input).succeeded()).isTrue();
            assertThat(queue.acknowledge(message.message(), message.receives())).isTrue();
        }

        private void giveBack(Held message) {
            story.add("give back " + message.message().low());
            ObjectNode input = named(url).put("ReceiptHandle", receipts.get(message.message())).put("VisibilityTimeout", 0);
            assertThat(elastic.execute("ChangeMessageVisibility", input).succeeded()).isTrue();
            queue.release(message.message(), 0);
            for (QueueState.Fate fate : queue.expire(0)) {
                if (fate instanceof QueueState.DeadLettered dead) {
                    deadLetters.add(dead.message().toString());
                }
            }
        }

        /** Takes what is left until both are empty, and compares the dead letters. */
        private void drain() {
            for (int round = 0; !queue.image().isEmpty(); round++) {
                assertThat(round).describedAs("rounds until empty; " + where()).isLessThan(200);
                queue.image().stream().filter(Held::inFlight).forEach(this::acknowledge);
                receive(10);
            }
            receive(10);
            assertThat(bodies(deadUrl)).describedAs("dead letters; " + where()).containsExactlyInAnyOrderElementsOf(deadLetters);
        }

        private List<String> bodies(String of) {
            List<String> bodies = new ArrayList<>();
            JsonNode messages;
            do {
                messages = elastic.execute("ReceiveMessage", named(of).put("MaxNumberOfMessages", 10)).body().path("Messages");
                messages.forEach(message -> {
                    bodies.add(message.path("Body").asString(""));
                    elastic.execute("DeleteMessage", named(of).put("ReceiptHandle", message.path("ReceiptHandle").asString("")));
                });
            } while (!messages.isEmpty());
            return bodies;
        }
    }

    @Test
    void random_bodiesAndAttributes_haveTheSameDigests() {
        String url = elastic.queue(false, Json.object());
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 200; i++) {
            ObjectNode input = message(random);

            Accepted accepted = (Accepted) Profiles.api(Profiles.STANDARD).submit("SendMessage", input, new QueueApi.Counts(0, 0, 0));
            TreeMap<Integer, Receipt> receipts = new TreeMap<>();
            receipts.put(0, new Receipt("m", ""));
            JsonNode ours = Profiles.api(Profiles.STANDARD).reply(accepted, receipts).body();
            JsonNode theirs = elastic.execute("SendMessage", input.put("QueueUrl", url)).body();

            assertThat(theirs.path("MD5OfMessageBody")).describedAs("%s", input).isEqualTo(ours.path("MD5OfMessageBody"));
            if (ours.has("MD5OfMessageAttributes")) {
                assertThat(theirs.path("MD5OfMessageAttributes")).describedAs("%s", input).isEqualTo(ours.path("MD5OfMessageAttributes"));
            }
        }
    }

    private static ObjectNode message(SplittableRandom random) {
        List<String> texts = List.of("x", "{\"a\":[1,2]}", "é😀", "line\nbreak\ttab", "0", " ", "x".repeat(3000));
        ObjectNode input = Json.object().put("MessageBody", texts.get(random.nextInt(texts.size())));
        ObjectNode attributes = Json.object();
        for (int i = random.nextInt(4); i > 0; i--) {
            ObjectNode attribute = attributes.putObject(List.of("kind", "Zone", "a.b", "trace_id").get(random.nextInt(4)));
            switch (random.nextInt(4)) {
                case 0 -> attribute.put("DataType", "Number").put("StringValue", Integer.toString(random.nextInt(1000)));
                case 1 -> attribute.put("DataType", "Binary").put("BinaryValue", "AQL/AA==");
                case 2 -> attribute.put("DataType", "String.custom").put("StringValue", texts.get(random.nextInt(texts.size())));
                default -> attribute.put("DataType", "String").put("StringValue", texts.get(random.nextInt(texts.size())));
            }
        }
        if (!attributes.isEmpty()) {
            input.set("MessageAttributes", attributes);
        }
        return input;
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'MessageBody':''}", "{'MessageBody':'a','DelaySeconds':901}", "{'MessageBody':'a','DelaySeconds':-1}",
            "{'MessageBody':'\\u0001'}", "{'MessageBody':'a','MessageAttributes':{'k':{'DataType':'Text','StringValue':'v'}}}"})
    void refused_messages_areRefusedByBoth(String input) {
        String url = elastic.queue(false, Json.object());

        assertThat(Profiles.api(Profiles.STANDARD).submit("SendMessage", TableContract.json(input), new QueueApi.Counts(0, 0, 0)))
                .isInstanceOf(Settled.class);
        assertThat(elastic.execute("SendMessage", ((ObjectNode) TableContract.json(input)).put("QueueUrl", url)).status()).isEqualTo(400);
    }

    private static ObjectNode named(String url) {
        return Json.object().put("QueueUrl", url);
    }
}
