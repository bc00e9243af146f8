package dev.tapedeck.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The built-in invariants, over hand-made recordings of one function that posts to a ledger. */
class SignaturesTest {

    private final List<Invocation> invocations = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Name message = Naming.root("postings", "m-1");

    private Name run(int receiveCount, Invocation.Result result) {
        Name delivery = Naming.delivery(message, "publish", receiveCount);
        Name name = Naming.invocation("publish", List.of(delivery));
        deliveries.add(new Delivery(delivery, message, "publish", receiveCount, new Moment(receiveCount), name, false));
        invocations.add(new Invocation(name, "publish", "r-1", receiveCount, List.of(delivery), null, false, 0, new Moment(receiveCount),
                new Moment(receiveCount + 1), Payload.absent(), result, -1, Rung.VALUES));
        return name;
    }

    private void post(Name invocation, int ordinal, String key, boolean answered, Call.Evidence evidence) {
        Payload input = Payload.whole(Json.parse("{\"headers\":{\"idempotency-key\":\"" + key + "\"},\"body\":{\"amount\":1}}"));
        Call.Answer answer = answered ? new Call.Answered(201, Json.object(), Payload.absent()) : new Call.Failed("timeout");
        calls.add(new Call(Naming.call(invocation, "ledger", "POST /entries", ordinal - 1), 1, invocation, ordinal, "ledger", "http",
                "POST /entries", input, answer, new Moment(ordinal), new Moment(ordinal + 1), new Call.Effect(evidence, null)));
    }

    private Signature signature() {
        Recording recording = new Recording(new TreeMap<>(), new Moment(0), new Moment(9), List.of(), List.of(), deliveries, invocations,
                calls,
                List.of(), List.of(), List.of(), InitialState.EMPTY, Environment.UNKNOWN, List.of(), List.of());
        return Signatures.of(recording, List.of(), (invariant, r) -> InvariantJudge.Verdict.HOLDS).signature();
    }

    private final List<Message> messages = new ArrayList<>();

    private Message queued(String id, Message.Origin origin, String group, long at) {
        java.util.SortedMap<String, String> attributes = new TreeMap<>();
        if (!group.isEmpty()) {
            attributes.put("MessageGroupId", group);
        }
        Message queued = new Message(Naming.root("queue", id), "queue", origin, id, "", Payload.absent(), attributes, new Moment(at));
        messages.add(queued);
        return queued;
    }

    private void handed(Message to, int receiveCount, String result) {
        Name delivery = Naming.delivery(to.name(), "consume", receiveCount);
        Name name = Naming.invocation("consume", List.of(delivery));
        deliveries.add(new Delivery(delivery, to.name(), "consume", receiveCount, new Moment(5), name, false));
        invocations.add(new Invocation(name, "consume", "r-" + receiveCount, receiveCount, List.of(delivery), null, false, 0, new Moment(5),
                new Moment(6), Payload.absent(), new Invocation.Returned(Payload.whole(Json.parse(result))), -1, Rung.VALUES));
    }

    private Signatures.Judged judged() {
        Recording recording = new Recording(new TreeMap<>(), new Moment(0), new Moment(9),
                List.of(new Component("queue", Component.Kind.QUEUE, new TreeMap<>())), messages, deliveries, invocations, calls, List.of(),
                List.of(), List.of(), InitialState.EMPTY, Environment.UNKNOWN, List.of(), List.of());
        return Signatures.of(recording, List.of(), (invariant, r) -> InvariantJudge.Verdict.HOLDS);
    }

    private static final String UNDONE = "{\"batchItemFailures\":[{\"itemIdentifier\":\"m-9\"}]}";

    @Test
    void signature_messageLeftUndoneAndGivenUp_isLost() {
        Message message = queued("m-9", new Message.External("m-9"), "", 1);
        handed(message, 1, UNDONE);
        messages.add(new Message(Naming.root("dead", "m-9"), "dead", new Message.Forwarded(message.name()), "m-10", "", Payload.absent(),
                new TreeMap<>(), new Moment(7)));
        assertThat(judged().signature().entries()).containsExactly(new Signature.Entry("lost-message", "consume", "", "queue"));
    }

    @Test
    void signature_messageLeftUndoneAndDoneLater_isNot() {
        Message message = queued("m-9", new Message.External("m-9"), "", 1);
        handed(message, 1, UNDONE);
        handed(message, 2, "{\"batchItemFailures\":[]}");
        assertThat(judged().signature().isEmpty()).isTrue();
        assertThat(judged().unjudged()).isEmpty();
    }

    @Test
    void signature_messageLeftUndoneAtTheWindowsEnd_isUndecided() {
        handed(queued("m-9", new Message.External("m-9"), "", 1), 1, UNDONE);
        assertThat(judged().signature().isEmpty()).isTrue();
        assertThat(judged().unjudged()).containsExactly(Signatures.NOTHING_LOST);
    }

    @Test
    void signature_sentAndNeverDelivered_isLostOnlyWhereALaterOneOfItsGroupCame() {
        Name name = run(1, OK);
        post(name, 1, "key-a", true, Call.Evidence.ANSWERED);
        Message.Origin sent = new Message.Emitted(calls.getFirst().name(), 1, 0);
        queued("m-1", sent, "g", 2);
        handed(queued("m-2", new Message.External("m-2"), "h", 3), 1, "null");
        assertThat(judged().unjudged()).containsExactly(Signatures.NOTHING_LOST);
        handed(queued("m-3", new Message.External("m-3"), "g", 4), 1, "null");
        assertThat(judged().signature().entries())
                .containsExactly(new Signature.Entry("lost-message", "publish", "POST /entries", "queue"));
        assertThat(judged().unjudged()).isEmpty();
    }

    private static final Invocation.Result OK = new Invocation.Returned(Payload.absent());

    @Test
    void signature_lostAnswerWithEffectThenAFreshKey_isADuplicateEffect() {
        Name name = run(1, OK);
        post(name, 1, "key-a", false, Call.Evidence.SERVER);
        post(name, 2, "key-b", true, Call.Evidence.ANSWERED);
        assertThat(signature().entries()).containsExactly(new Signature.Entry("duplicate-effect", "publish", "POST /entries", "ledger"));
    }

    private void update(Name invocation, int ordinal, String input, boolean answered) {
        Call.Answer answer = answered ? new Call.Answered(200, Json.object(), Payload.absent()) : new Call.Failed("timeout");
        calls.add(new Call(Naming.call(invocation, "counters", "UpdateItem", ordinal - 1), 1, invocation, ordinal, "counters", "dynamodb",
                "UpdateItem", Payload.whole(Json.parse(input.replace('\'', '"'))), answer, new Moment(ordinal), new Moment(ordinal + 1),
                new Call.Effect(answered ? Call.Evidence.ANSWERED : Call.Evidence.SERVER, null)));
    }

    @Test
    void signature_sumMadeAgainAfterALostAnswer_isADuplicateEffect_andAGivenValueIsNot() {
        Name name = run(1, OK);
        update(name, 1, "{'UpdateExpression':'SET n = :n'}", false);
        update(name, 2, "{'UpdateExpression':'SET n = :n'}", true);
        assertThat(signature().isEmpty()).isTrue();
        update(name, 3, "{'UpdateExpression':'ADD n :n'}", false);
        update(name, 4, "{'UpdateExpression':'ADD n :n'}", true);
        assertThat(signature().entries()).containsExactly(new Signature.Entry("duplicate-effect", "publish", "UpdateItem", "counters"));
    }

    @Test
    void signature_lostAnswerThenTheSameKey_isLeftToTheReceiver() {
        Name name = run(1, OK);
        post(name, 1, "key-a", false, Call.Evidence.SERVER);
        post(name, 2, "key-a", true, Call.Evidence.ANSWERED);
        assertThat(signature().isEmpty()).isTrue();
    }

    @Test
    void signature_lostRequestWithoutEffect_isNoDuplicate() {
        Name name = run(1, OK);
        post(name, 1, "key-a", false, Call.Evidence.NONE);
        post(name, 2, "key-b", true, Call.Evidence.ANSWERED);
        assertThat(signature().isEmpty()).isTrue();
    }

    @Test
    void signature_twoIntendedEqualSends_areNoDuplicate() {
        Name name = run(1, OK);
        post(name, 1, "key-a", true, Call.Evidence.ANSWERED);
        post(name, 2, "key-b", true, Call.Evidence.ANSWERED);
        assertThat(signature().isEmpty()).isTrue();
    }

    @Test
    void signature_failedRunThatHadPostedThenARedelivery_isADuplicateEffect() {
        post(run(1, new Invocation.Raised("Error", "later")), 1, "key-a", true, Call.Evidence.ANSWERED);
        post(run(2, OK), 1, "key-b", true, Call.Evidence.ANSWERED);
        assertThat(signature().entries()).extracting(Signature.Entry::kind).containsExactly("duplicate-effect");
    }

    @Test
    void signature_failureThatARedeliveryHandled_isHandled() {
        run(1, new Invocation.Raised("Error", "once"));
        run(2, OK);
        assertThat(signature().isEmpty()).isTrue();
    }

    @Test
    void signature_failureThatNothingHandled_isUnhandled() {
        run(1, OK);
        run(2, new Invocation.TimedOut());
        assertThat(signature().entries()).containsExactly(new Signature.Entry("unhandled", "publish", "", "TimedOut"));
    }
}
