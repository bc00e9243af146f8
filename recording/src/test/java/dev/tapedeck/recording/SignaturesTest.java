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

    private static final Invocation.Result OK = new Invocation.Returned(Payload.absent());

    @Test
    void signature_lostAnswerWithEffectThenAFreshKey_isADuplicateEffect() {
        Name name = run(1, OK);
        post(name, 1, "key-a", false, Call.Evidence.SERVER);
        post(name, 2, "key-b", true, Call.Evidence.ANSWERED);
        assertThat(signature().entries()).containsExactly(new Signature.Entry("duplicate-effect", "publish", "POST /entries", "ledger"));
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
