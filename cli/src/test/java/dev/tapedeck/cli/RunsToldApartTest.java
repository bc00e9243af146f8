package dev.tapedeck.cli;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.replay.Outcome;
import dev.tapedeck.replay.Problem;
import dev.tapedeck.replay.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

import static dev.tapedeck.cli.Stand.explained;
import static org.assertj.core.api.Assertions.assertThat;

/** Payloads, order, attempts and fixes: cases that look alike and must be told apart, each with real code both ways. */
class RunsToldApartTest {

    private static final String REQUEST = "3f0c9a52-51a6-4c0e-8f5e-0d1b34a1c101";
    private static final String AGAIN = "3f0c9a52-51a6-4c0e-8f5e-0d1b34a1c102";
    private static final String PAYMENT = "'pk':{'S':'PAYMENT#7d9f3a52-0f6e-4a51-9b1e-3f2c5d6e7f80'},'sk':{'S':'A'}";
    private static final String FIRST_TAKER = "7d9f3a52-0f6e-4a51-9b1e-3f2c5d6e7f80";
    private static final String ONE = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";
    private static final String TWO = "6fa459ea-ee8a-4ca4-894e-db77e160355e";

    private static String body(String fields) {
        return Tape.post("{'correlationId':'" + Tape.CORRELATION + "'," + fields + "}");
    }

    private static Tape.Run paid(Tape tape) {
        return tape.run("pay", REQUEST, 0, 100, body("'order':'A-1001'"))
                .http("pay.internal", "/charges", "{'order':'A-1001'}", 201, "{'charge':'charge-accepted'}", 10, 40)
                .call("PutItem", "'Item':{" + PAYMENT + ",'charge':{'S':'charge-accepted'}}", "{}", 50, 60);
    }

    private static Stand paid() {
        Tape tape = new Tape();
        paid(tape).returns("{'statusCode':200}");
        return Stand.of("pay", tape);
    }

    @Test
    void wholePayload_isClean() {
        Report report = paid().replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.CLEAN);
    }

    @Test
    void truncatedPayload_isNeverTakenForWhole() {
        Tape tape = new Tape();
        paid(tape).with("tapedeck.event.truncated", "400000").returns("{'statusCode':200}");
        Report report = Stand.of("pay", tape).replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(((Problem.Missing) report.problem()).gap().kind()).isEqualTo(Gap.Kind.MISSING_PAYLOAD);
    }

    private static Report answeredByTheRecording(boolean cut) {
        Tape tape = new Tape();
        paid(cut ? tape.cut() : tape).returns("{'statusCode':200}");
        return Stand.of("pay", tape).replay(plan -> plan.component("pay.internal=recorded"));
    }

    @Test
    void truncatedAnswerOfARecordedComponent_isAGap() {
        Report whole = answeredByTheRecording(false);
        assertThat(whole.outcome()).as(explained(whole)).isEqualTo(Outcome.CLEAN);
        Report cut = answeredByTheRecording(true);
        assertThat(cut.outcome()).as(explained(cut)).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(((Problem.Missing) cut.problem()).gap().kind()).isEqualTo(Gap.Kind.MISSING_RESPONSE);
    }

    @Test
    void spanLostToSampling_isAGap() {
        Tape tape = new Tape();
        tape.run("pay", REQUEST, 0, 100, body("'order':'A-1001'"))
                .http("pay.internal", "/charges", "{'order':'A-1001'}", 201, "{'charge':'charge-accepted'}", 10, 40)
                .unrecorded().returns("{'statusCode':200}");
        Report report = Stand.of("pay", tape).replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(((Problem.Missing) report.problem()).gap().kind()).isEqualTo(Gap.Kind.MISSING_CALLS);
    }

    @Test
    void callThatWasNotMadeThen_diverges() {
        Tape tape = new Tape();
        tape.run("pay", REQUEST, 0, 100, body("'order':'A-1001'"))
                .http("pay.internal", "/charges", "{'order':'A-1001'}", 201, "{'charge':'charge-accepted'}", 10, 40)
                .returns("{'statusCode':200}");
        Report report = Stand.of("pay", tape).replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.DIVERGED);
        assertThat(report.problem().detail()).contains("PutItem");
    }

    /** A recorder cannot tell of them: there is no invocation yet. They are no divergence. */
    @Test
    void callsOfInitCode_areAGap() {
        Tape tape = new Tape();
        tape.run("loads", REQUEST, 0, 100, body("'order':'A-1001'")).with("tapedeck.init.calls", "2").returns("{'statusCode':2}");
        Report report = Stand.of("loads", tape).replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(((Problem.Missing) report.problem()).gap()).satisfies(gap -> {
            assertThat(gap.kind()).isEqualTo(Gap.Kind.MISSING_CALLS);
            assertThat(gap.detail()).isEqualTo("`loads` called `POST /charges` of `pay.internal` while it was loaded, before there was an "
                    + "invocation, and such calls are counted and not recorded");
        });
        assertThat(report.recording().calls()).hasSize(2).extracting(Call::name).doesNotHaveDuplicates();
        assertThat(report.recording().invocations().getFirst().result()).asString().contains("2");
    }

    private static Report fixed(String variant) {
        return paid().replayed(variant);
    }

    @Test
    void whatAReplayDoesNotDo_isInconclusiveWhetherTheCodeGoesOnOrNot() {
        for (String variant : List.of("pay-refused", "pay-http2")) {
            Report report = fixed(variant);
            assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.INCONCLUSIVE);
            assertThat(((Problem.Missing) report.problem()).gap().kind()).isEqualTo(Gap.Kind.REFUSED);
        }
    }

    @Test
    void fixThatAddsAHeader_passes() {
        Report report = fixed("pay-header");
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.PASSES);
        assertThat(report.fidelity().missing()).isZero();
        assertThat(report.fidelity().extra()).isZero();
    }

    @Test
    void fixThatAddsACondition_passesWhereItCanBeJudged() {
        Report report = fixed("pay-condition");
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.PASSES);
        Report outside = fixed("pay-outside");
        assertThat(outside.outcome()).as(explained(outside)).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void fixThatAddsACallFirst_renamesNothing() {
        Stand stand = paid();
        Report report = stand.replayed("pay-first");
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.PASSES);
        assertThat(report.fidelity().extra()).isEqualTo(1);
        stand.recording().calls().forEach(then -> assertThat(report.recording().calls()).anyMatch(now -> now.name().equals(then.name())));
    }

    @Test
    void fixThatReadsWhatNobodyEverSaw_isAGap() {
        Report report = fixed("pay-config");
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.INCONCLUSIVE);
        Gap gap = ((Problem.Missing) report.problem()).gap();
        assertThat(gap.kind()).isEqualTo(Gap.Kind.UNKNOWN_INITIAL_VALUE);
        assertThat(gap.detail()).contains("pay").contains("GetItem").contains("CONFIG");
    }

    private static Report fannedOut(boolean together) {
        Tape tape = new Tape();
        Tape.Run run = tape.run("fanout", REQUEST, 0, together ? 350 : 950, body("'together':" + together));
        int at = 10;
        for (String pk : new String[]{"ONE", "TWO", "THREE"}) {
            String key = "'pk':{'S':'" + pk + "'},'sk':{'S':'A'}";
            run.call("GetItem", "'Key':{" + key + "},'ConsistentRead':true", "{'Item':{" + key + ",'n':{'N':'7'}}}", at, at + 300);
            at += together ? 1 : 305;
        }
        run.returns("{'statusCode':200,'body':'7,7,7'}");
        return Stand.of("fanout", tape).replay();
    }

    @Test
    void parallelCalls_takeAsLongAsTheLongest() {
        Report together = fannedOut(true);
        assertThat(together.outcome()).as(explained(together)).isEqualTo(Outcome.CLEAN);
        assertThat(together.virtualNanos()).isBetween(310_000_000L, 400_000_000L);
        Report apart = fannedOut(false);
        assertThat(apart.outcome()).as(explained(apart)).isEqualTo(Outcome.CLEAN);
        assertThat(apart.virtualNanos()).isBetween(910_000_000L, 1_000_000_000L);
    }

    private static final String WORK = "'MessageBody':'{\\\"customer\\\":\\\"Mara Lindqvist\\\",\\\"email\\\":\\\"mara.lindqvist@posthaus.example\\\"}'";
    private static final String SENT = "'MD5OfMessageBody':'0123456789abcdef0123456789abcdef'";

    @Test
    void twoIntendedEqualSends_areNoDuplicate_andTheirDigestsFitTheRedactedBody() {
        Tape tape = new Tape();
        tape.run("sender", REQUEST, 0, 100, body("'work':{'customer':'Mara Lindqvist','email':'mara.lindqvist@posthaus.example'}"))
                .call("SendMessage", WORK, "{" + SENT + ",'MessageId':'" + ONE + "'}", 10, 20)
                .call("SendMessage", WORK, "{" + SENT + ",'MessageId':'" + TWO + "'}", 30, 40)
                .returns("{'statusCode':202}");
        Stand stand = Stand.of("sender", tape);
        assertThat(stand.recording().calls().getFirst().input().value().toString()).doesNotContain("mara.lindqvist");
        Report report = stand.replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.CLEAN);
        assertThat(report.signature().entries()).isEmpty();
        assertThat(report.recording().messages()).filteredOn(m -> m.channel().equals("work")).hasSize(2);
    }

    private static Report handedOver(int behindMillis, int laterMillis) {
        Tape tape = new Tape();
        tape.run("sender", REQUEST, 0, 100, body("'work':{'customer':'Mara Lindqvist','email':'mara.lindqvist@posthaus.example'}"))
                .call("SendMessage", WORK, "{" + SENT + ",'MessageId':'" + ONE + "'}", 10, 20)
                .call("SendMessage", WORK, "{" + SENT + ",'MessageId':'" + TWO + "'}", 30, 40)
                .returns("{'statusCode':202}");
        tape.on("elsewhere");
        String work = " 1 {'customer':'Mara Lindqvist','email':'mara.lindqvist@posthaus.example'}";
        int from = 60 + laterMillis - behindMillis;
        tape.run("worker", AGAIN, from, from + 20, Tape.recordsSent(15, ONE + work)).returns("{'batchItemFailures':[]}");
        tape.run("worker", REQUEST.replace("101", "103"), from + 40, from + 60, Tape.recordsSent(35, TWO + work))
                .returns("{'batchItemFailures':[]}");
        return Stand.of("worker", tape).replay();
    }

    @Test
    void hostWhoseClockIsBehind_isNoFasterQueue_andALateMessageNoSkew() {
        Report skewed = handedOver(5_000, 0);
        assertThat(skewed.outcome()).as(explained(skewed)).isEqualTo(Outcome.CLEAN);
        assertThat(skewed.virtualNanos()).isLessThan(500_000_000L);
        Report late = handedOver(0, 5_000);
        assertThat(late.outcome()).as(explained(late)).isEqualTo(Outcome.CLEAN);
        assertThat(late.virtualNanos()).isGreaterThan(5_000_000_000L);
    }

    private static String message(String id, int receives, boolean again) {
        return id + " " + receives + " {'correlationId':'" + Tape.CORRELATION + "','again':" + again + "}";
    }

    @Test
    void batchRedeliveredInPart_comesBackInPart() {
        Tape tape = new Tape();
        tape.run("worker", REQUEST, 0, 100, Tape.records(message(ONE, 1, false), message(TWO, 1, true)))
                .returns("{'batchItemFailures':[{'itemIdentifier':'" + TWO + "'}]}");
        tape.run("worker", AGAIN, 30_200, 30_300, Tape.records(message(TWO, 2, true))).returns("{'batchItemFailures':[]}");
        Report report = Stand.of("worker", tape).replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.CLEAN);
        assertThat(report.recording().invocations()).hasSize(2);
        assertThat(report.recording().deliveries()).hasSize(3);
    }

    @Test
    void batchRecordedAsRedeliveredWhole_diverges() {
        Tape tape = new Tape();
        tape.run("worker", REQUEST, 0, 100, Tape.records(message(ONE, 1, false), message(TWO, 1, true)))
                .returns("{'batchItemFailures':[{'itemIdentifier':'" + ONE + "'},{'itemIdentifier':'" + TWO + "'}]}");
        tape.run("worker", AGAIN, 30_200, 30_300, Tape.records(message(ONE, 2, false), message(TWO, 2, true)))
                .returns("{'batchItemFailures':[]}");
        Report report = Stand.of("worker", tape).replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.DIVERGED);
    }

    /** Left undone by every run, until the queue gives it up; what became of it after its last receive no telemetry shows. */
    @Test
    void messageThatIsNeverDone_isLostInTheReplay_andUndecidedInTheRecording() {
        Tape tape = new Tape();
        for (int receive = 1; receive <= 3; receive++) {
            tape.run("worker", REQUEST.substring(0, 35) + receive, 30_200 * (receive - 1), 30_200 * (receive - 1) + 100,
                    Tape.records(ONE + " " + receive + " {'correlationId':'" + Tape.CORRELATION + "','never':true}"))
                    .returns("{'batchItemFailures':[{'itemIdentifier':'" + ONE + "'}]}");
        }
        Report report = Stand.of("worker", tape).replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(report.signature().entries()).singleElement().satisfies(entry -> assertThat(entry.kind()).isEqualTo("lost-message"));
        assertThat(report.findings()).anyMatch(f -> f.contains("nothing accepted is lost"));
    }

    private static Tape.Run attempt(Tape tape, String request, int from, int tries, String taker) {
        String key = "'pk':{'S':'JOB#J-77'},'sk':{'S':'A'}";
        String event = Tape.json("{'version':'0','id':'" + ONE + "','detail-type':'Job','source':'cases','account':'123456789012',"
                + "'time':'2026-11-18T12:26:40Z','region':'eu-west-1','resources':[],'detail':{'job':'J-77','correlationId':'"
                + Tape.CORRELATION + "'}}");
        String before = tries == 1 ? "{}" : "{'Item':{" + key + ",'taker':{'S':'" + FIRST_TAKER + "'}}}";
        return tape.run("retried", request, from, from + 100, event).with("tapedeck.invocation.attempt", Integer.toString(tries))
                .call("GetItem", "'Key':{" + key + "},'ConsistentRead':true", before, from + 10, from + 30)
                .call("PutItem", "'Item':{" + key + ",'taker':{'S':'" + taker + "'}}", "{}", from + 40, from + 60);
    }

    @Test
    void secondAttemptUnderTheSameRequestId_isASecondRun() {
        Tape tape = new Tape();
        attempt(tape, REQUEST, 0, 1, FIRST_TAKER).raises("RangeError");
        attempt(tape, REQUEST, 60_200, 2, "8d9f3a52-0f6e-4a51-9b1e-3f2c5d6e7f80").returns("{'done':true}");
        Stand stand = Stand.of("retried", tape);
        assertThat(stand.recording().invocations()).hasSize(2);
        Report report = stand.replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.CLEAN);
        assertThat(report.recording().invocations()).hasSize(2);
        assertThat(report.bindings()).filteredOn(b -> b.reason().equals("drew entropy")).hasSize(2);
    }

    @Test
    void firstAttemptAlone_isNotTakenForOneThatWentThrough() {
        Tape tape = new Tape();
        attempt(tape, REQUEST, 0, 1, FIRST_TAKER).raises("RangeError");
        Report report = Stand.of("retried", tape).replay();
        assertThat(report.outcome()).as(explained(report)).isNotEqualTo(Outcome.CLEAN).isNotEqualTo(Outcome.PASSES);
    }
}
