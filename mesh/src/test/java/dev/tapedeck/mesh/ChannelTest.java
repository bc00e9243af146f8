package dev.tapedeck.mesh;

import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static dev.tapedeck.mesh.Scene.MILLI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Queues and buses: when what is put on them arrives, how often, and where it ends when nobody can use it. */
class ChannelTest {

    private static long millis(Moment at) {
        return at.nanosSince(Scene.EPOCH) / MILLI;
    }

    @Test
    void queue_functionFails_isDeliveredAgainAfterItsVisibility() {
        Codes.Failing code = new Codes.Failing(2);
        Run run = new Scene().function("f", code).queue("q", p -> p.visibility(1_000)).subscribe("q", "f").root("q", "m", 0, "", "hello")
                .run();

        assertThat(run.recording().deliveries()).extracting(Delivery::receiveCount).containsExactly(1, 2, 3);
        assertThat(run.recording().deliveries()).extracting(d -> millis(d.at())).containsExactly(5L, 1_010L, 2_015L);
        assertThat(run.queued().get("q")).isEmpty();
    }

    @Test
    void queue_maximumReceives_goesToTheDeadLetterQueue() {
        Name root = Scene.rootName("q", "m");
        Run run = new Scene().function("f", new Codes.Failing(99)).queue("q", p -> p.visibility(1_000).deadLetter("dead", 2))
                .queue("dead", p -> p).subscribe("q", "f").root("q", "m", 0, "", "hello").run();

        assertThat(run.recording().invocations()).hasSize(2);
        assertThat(run.queued().get("q")).isEmpty();
        assertThat(run.queued().get("dead")).containsExactly(Naming.forwarded(root, "dead"));
        assertThat(run.recording().message(Naming.forwarded(root, "dead")).orElseThrow().origin()).isEqualTo(new Message.Forwarded(root));
    }

    @Test
    void queue_handlerSlowerThanVisibility_isDeliveredTwiceAndTheFirstReceiptStillDeletesNothing() {
        Run run = new Scene()
                .function("f", (io, invoke) -> io.sleep(
                        Json.parse(invoke.event()).at("/Records/0/attributes/ApproximateReceiveCount").asString().equals("1")
                                ? 1_500 * MILLI
                                : 100 * MILLI,
                        () -> io.returns("null")))
                .queue("q", p -> p.visibility(1_000)).subscribe("q", "f").root("q", "m", 0, "", "hello").run();

        assertThat(run.recording().deliveries()).hasSize(2);
        assertThat(run.recording().invocations()).extracting(Invocation::instance).containsExactly("f#0", "f#1");
        assertThat(run.queued().get("q")).isEmpty();
    }

    @Test
    void queue_partialBatchResponse_redeliversOnlyWhatFailed() {
        List<Integer> sizes = new ArrayList<>();
        FakeGuest.Code code = (io, invoke) -> {
            var records = Json.parse(invoke.event()).path("Records");
            sizes.add(records.size());
            io.returns(sizes.size() == 1
                    ? "{\"batchItemFailures\":[{\"itemIdentifier\":\"" + records.get(1).path("messageId").asString() + "\"}]}"
                    : "{\"batchItemFailures\":[]}");
        };
        Run run = new Scene().function("f", code).queue("q", p -> p.visibility(1_000)).subscribe("q", "f", "", 10, true)
                .root("q", "a", 0, "", "1").root("q", "b", 0, "", "2").root("q", "c", 0, "", "3").run();

        assertThat(sizes).containsExactly(3, 1);
        assertThat(run.recording().deliveries()).extracting(Delivery::message).endsWith(Scene.rootName("q", "b"));
        assertThat(run.queued().get("q")).isEmpty();
    }

    @Test
    void queue_batchWindow_fillsTheBatch() {
        Codes.Noting code = new Codes.Noting();
        new Scene().function("f", code).queue("q", p -> p).subscribe(new SystemSpec.Subscription("q", "f", 10, 200, "", false))
                .root("q", "a", 0, "", "1").root("q", "b", 100, "", "2").root("q", "c", 400, "", "3").run();

        assertThat(code.events).hasSize(2);
        assertThat(code.bodies()).containsExactly("1", "2", "3");
    }

    @Test
    void queue_recordedBatch_waitsForAllOfIt() {
        Codes.Noting code = new Codes.Noting();
        List<Name> batch = List.of(Naming.delivery(Scene.rootName("q", "a"), "f", 1), Naming.delivery(Scene.rootName("q", "c"), "f", 1));
        Run run = new Scene().function("f", code).queue("q", p -> p).subscribe("q", "f", "", 10, false)
                .direct(system -> new PlainDirection(system, MILLI) {
                    @Override
                    public List<Name> together(Name delivery) {
                        return batch.contains(delivery) ? batch : List.of();
                    }
                }).root("q", "a", 0, "", "1").root("q", "b", 100, "", "2").root("q", "c", 400, "", "3").run();

        assertThat(code.bodies()).containsExactly("2", "1", "3");
        assertThat(run.recording().invocations()).extracting(Invocation::name).contains(Naming.invocation("f", batch));
        assertThat(run.unmet()).isEmpty();
    }

    @Test
    void queue_restOfARecordedBatchNeverComes_isLetGoAndReported() {
        Codes.Noting code = new Codes.Noting();
        Name delivery = Naming.delivery(Scene.rootName("q", "a"), "f", 1);
        Run run = new Scene().function("f", code).queue("q", p -> p).subscribe("q", "f")
                .direct(system -> new PlainDirection(system, MILLI) {
                    @Override
                    public List<Name> together(Name any) {
                        return List.of(delivery, new Name(1, 2));
                    }
                }).root("q", "a", 0, "", "1").run();

        assertThat(code.bodies()).containsExactly("1");
        assertThat(run.unmet()).singleElement().asString().contains(delivery.toString());
    }

    @Test
    void queue_delay_holdsTheMessageBack() {
        Run run = new Scene().function("f", Codes.returning("null")).queue("q", p -> p.delay(700)).subscribe("q", "f")
                .root("q", "m", 0, "", "hello").run();

        assertThat(run.recording().deliveries()).extracting(d -> millis(d.at())).containsExactly(700L);
    }

    @Test
    void queue_filter_deletesWhatItDoesNotWant() {
        Codes.Noting code = new Codes.Noting();
        Run run = new Scene().function("f", code).queue("q", p -> p).subscribe("q", "f", "{\"body\":{\"kind\":[\"a\"]}}", 1, false)
                .root("q", "1", 0, "", "{\"kind\":\"a\"}").root("q", "2", 0, "", "{\"kind\":\"b\"}").run();

        assertThat(code.bodies()).containsExactly("{\"kind\":\"a\"}");
        assertThat(run.queued().get("q")).isEmpty();
    }

    @Test
    void queue_functionAtItsLimit_waitsUntilItIsFree() {
        Run run = new Scene()
                .function(new SystemSpec.FunctionSpec("f", 3_000, 128, 1, 0, 0),
                        (io, invoke) -> io.sleep(100 * MILLI, () -> io.returns("null")))
                .queue("q", p -> p).subscribe("q", "f").root("q", "a", 0, "", "1").root("q", "b", 0, "", "2").run();

        assertThat(run.recording().deliveries()).extracting(d -> millis(d.at())).containsExactly(5L, 105L);
        assertThat(run.recording().deliveries()).extracting(Delivery::receiveCount).containsOnly(1);
    }

    private static java.util.SortedMap<String, String> group(String group, String deduplication) {
        TreeMap<String, String> attributes = new TreeMap<>();
        attributes.put("MessageGroupId", group);
        attributes.put("MessageDeduplicationId", deduplication);
        return attributes;
    }

    @Test
    void fifo_oneGroup_isServedInOrderAndOneAtATime() {
        Codes.Noting noting = new Codes.Noting();
        Run run = new Scene().function("f", (io, invoke) -> {
            noting.events.add(invoke.event());
            io.sleep(100 * MILLI, () -> io.returns("null"));
        }).queue("q.fifo", ProfileBuilder::fifo).subscribe("q.fifo", "f").root("q.fifo", "1", 0, "", "a1", group("a", "1"))
                .root("q.fifo", "2", 1, "", "a2", group("a", "2")).root("q.fifo", "3", 2, "", "b1", group("b", "3")).run();

        assertThat(noting.bodies()).containsExactly("a1", "b1", "a2");
        assertThat(run.recording().deliveries()).extracting(d -> millis(d.at())).containsExactly(5L, 7L, 105L);
    }

    @Test
    void fifo_failure_blocksTheGroupUntilItIsDeliveredAgain() {
        Codes.Failing failing = new Codes.Failing(1);
        Run run = new Scene().function("f", failing).queue("q.fifo", p -> p.fifo().visibility(1_000)).subscribe("q.fifo", "f")
                .root("q.fifo", "1", 0, "", "a1", group("a", "1")).root("q.fifo", "2", 1, "", "a2", group("a", "2")).run();

        assertThat(run.recording().deliveries()).extracting(Delivery::message).containsExactly(Scene.rootName("q.fifo", "1"),
                Scene.rootName("q.fifo", "1"), Scene.rootName("q.fifo", "2"));
    }

    @Test
    void fifo_sameDeduplicationId_isDeliveredOnce() {
        Codes.Noting noting = new Codes.Noting();
        Run run = new Scene().function("f", noting).queue("q.fifo", ProfileBuilder::fifo).subscribe("q.fifo", "f")
                .root("q.fifo", "1", 0, "", "x", group("a", "same")).root("q.fifo", "2", 60_000, "", "x", group("a", "same"))
                .root("q.fifo", "3", 400_000, "", "x", group("a", "same")).run();

        assertThat(noting.bodies()).hasSize(2);
        assertThat(run.recording().messages()).hasSize(2);
    }

    @Test
    void send_fromAFunction_namesTheMessageByItsCall() {
        Run run = new Scene().function("f", Codes.calling(Scene.send("q", "{\"n\":1}"))).function("g", Codes.returning("null")).route("r")
                .queue("q", p -> p).subscribe("r", "f").subscribe("q", "g").root("r", "x", 0, "GET /", "").run();
        var call = run.recording().calls().getFirst();
        Name message = Naming.message(call.name(), 1, 0);

        assertThat(run.recording().message(message).orElseThrow().body().value().path("n").asInt()).isOne();
        assertThat(((dev.tapedeck.recording.Call.Answered) call.answer()).body().value().path("MessageId").asString())
                .isEqualTo(run.recording().message(message).orElseThrow().recordedId());
        assertThat(run.recording().deliveries()).extracting(Delivery::message).contains(message);
        assertThat(run.recording().links()).extracting(l -> l.to()).contains(message);
    }

    @Test
    void bus_rules_handTheEventToEveryTargetThatWantsIt() {
        Codes.Noting direct = new Codes.Noting();
        Codes.Noting queued = new Codes.Noting();
        Run run = new Scene().function("f", Codes.calling(Scene.event("bus", "Posted", "{\"n\":1}"))).function("g", direct)
                .function("h", queued).function("never", Codes.returning("null")).route("r").bus("bus").queue("q", p -> p)
                .subscribe("r", "f").subscribe("bus", "g", "{\"detail-type\":[\"Posted\"]}", 1, false)
                .subscribe("bus", "q", "{\"source\":[\"test\"]}", 1, false).subscribe("bus", "never", "{\"source\":[\"other\"]}", 1, false)
                .subscribe("q", "h").root("r", "x", 0, "GET /", "").run();
        Name event = Naming.message(run.recording().calls().getFirst().name(), 1, 0);

        assertThat(direct.events).singleElement().asString().contains("\"detail\":{\"n\":1}");
        assertThat(queued.bodies()).singleElement().asString().contains("\"detail-type\":\"Posted\"");
        assertThat(run.recording().message(Naming.forwarded(event, "q"))).isPresent();
        assertThat(run.recording().invocations()).extracting(Invocation::function).doesNotContain("never");
        assertThat(run.recording().message(event).orElseThrow().type()).isEqualTo("Posted");
    }

    @Test
    void asyncInvoke_failing_isTriedAgainUnderTheSameRequestId() {
        Run run = new Scene().function("f", new Codes.Failing(2)).bus("bus").subscribe("bus", "f").root("bus", "e", 0, "T", "{}").run();

        assertThat(run.recording().invocations()).extracting(Invocation::attempt).containsExactly(1, 2, 3);
        assertThat(run.recording().invocations()).extracting(Invocation::requestId).containsOnly(
                run.recording().invocations().getFirst().requestId());
        assertThat(run.recording().invocations()).extracting(Invocation::name).doesNotHaveDuplicates();
        assertThat(run.recording().deliveries()).extracting(d -> millis(d.at())).containsExactly(5L, 60_010L, 180_015L);
    }

    @Test
    void asyncInvoke_retriesExhausted_givesUp() {
        Codes.Failing failing = new Codes.Failing(99);
        Run run = new Scene().function("f", failing).bus("bus").subscribe("bus", "f").root("bus", "e", 0, "T", "{}").run();

        assertThat(failing.runs).isEqualTo(3);
        assertThat(run.ending()).isEqualTo(new Run.Drained());
    }

    @Test
    void bus_eventWhoseDetailNobodyKnows_isStillMatchedByItsType() {
        Codes.Noting noting = new Codes.Noting();
        new Scene().function("f", noting).bus("bus").subscribe("bus", "f", "{\"detail-type\":[\"T\"]}", 1, false)
                .absentRoot("bus", "e", 0, "T").run();

        assertThat(noting.events).hasSize(1).allMatch(event -> event.contains("\"detail\":null"));
    }

    @Test
    void queue_drained_leavesNoTimeAfterTheLastAnswer() {
        Run run = new Scene().function("f", Codes.returning("null")).queue("q", p -> p).subscribe("q", "f").root("q", "m", 0, "", "x")
                .run();

        assertThat(run.end().nanos()).isEqualTo(5 * MILLI);
    }

    @Test
    void system_naming_whatIsNotThere_isRefusedByName() {
        Scene deadLetter = new Scene().queue("q", p -> p.deadLetter("nowhere", 3));
        Scene subscription = new Scene().function("f", Codes.returning("null")).subscribe("nowhere", "f");
        Scene rule = new Scene().bus("bus").subscribe("bus", "nowhere");
        Scene topic = new Scene().channel("t", Component.Kind.TOPIC, p -> p);

        assertThatThrownBy(deadLetter::mesh).hasMessage("`q` has the dead-letter queue `nowhere`, and the system has no such channel");
        assertThatThrownBy(subscription::mesh).hasMessage("`f` subscribes to `nowhere`, and the system has no such channel");
        assertThatThrownBy(rule::mesh).hasMessage("`bus` forwards to `nowhere`, and the system has no such channel");
        assertThatThrownBy(topic::mesh).hasMessageContaining("a TOPIC is not modelled as a channel");
    }

    @Test
    void queue_functionThatMayNeverRun_keepsItsMessagesAndReportsNoBatch() {
        Run run = new Scene().function(new SystemSpec.FunctionSpec("f", 3_000, 128, 0, 0, 0), Codes.returning("null")).queue("q", p -> p)
                .subscribe("q", "f").root("q", "m", 0, "", "x").run();

        assertThat(run.queued().get("q")).containsExactly(Scene.rootName("q", "m"));
        assertThat(run.unmet()).isEmpty();
    }
}
