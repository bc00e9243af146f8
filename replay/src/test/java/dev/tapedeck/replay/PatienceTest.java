package dev.tapedeck.replay;

import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Wire;
import dev.tapedeck.replay.Scenario.ComponentKind;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What would go on for ever comes to an end, and the report says that it did not by itself. One message on a queue without dead letters. */
class PatienceTest {

    private static final Step ENDLESS = new Step.Overran("the guest ran for more than 60000 ms");

    private static Report replay(Guest guest) {
        return Bench.of(OneJob.from("jobs").recording()).whatIf().replay(guest);
    }

    private static Report strictly(Recording recording, Guest guest) {
        return Bench.of(recording).replay(guest);
    }

    /** Puts a new message on its own queue whenever it is given one. */
    private static Guest echo() {
        return Scripted.answered(sent -> List.of(new Step.Returned("null")), new Step.Call(1, new Wire.TypedCall("sqs", "SendMessage",
                "jobs",
                Json.object().put("QueueUrl", "https://sqs.us-east-1.amazonaws.com/123456789012/jobs").put("MessageBody", "again"))));
    }

    @Test
    void replay_handlerThrowsAtLoadForEver_isAFailureThatSaysItWasGivenUp() {
        Report report = replay(Scripted.broken(new Step.Raised("TypeError", "no", "")));

        assertThat(report.outcome()).as("%s", report.problem()).isEqualTo(Outcome.OTHER_FAILURE);
        assertThat(report.findings()).anyMatch(finding -> finding.contains("`work` failed 17 times on one message of `jobs`")
                && finding.contains("no `maxReceives`"));
        assertThat(report.recording().invocations()).hasSize(17);
    }

    @Test
    void replay_guestCannotStart_divergesWithItsLastWords() {
        Guest broken = Scripted.broken(new Step.Died("Error: Runtime exited with error: exit status 1 (bwrap: no such file)"));

        assertThat(strictly(OneJob.from("jobs").recording(), broken).problem()).isInstanceOfSatisfying(Problem.Divergence.class,
                diverged -> assertThat(diverged.detail()).isEqualTo("`work` ended otherwise than recorded: Runtime.ExitError: "
                        + "Error: Runtime exited with error: exit status 1 (bwrap: no such file)"));
    }

    @Test
    void replay_messagesBegetMessages_isCutOffByName() {
        Report report = replay(echo());

        assertThat(report.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(report.problem()).isInstanceOfSatisfying(Problem.Missing.class,
                missing -> assertThat(missing.gap().detail()).contains("the run was cut off", "`work` alone ran"));
        assertThat(report.recording().invocations()).hasSizeBetween(1_000, 5_000);
    }

    @Test
    void replay_channelThatTheSystemDoesNotHave_isAGapAndNoDivergence() {
        assertThat(strictly(OneJob.from("a-topic").recording(), echo()).problem()).isInstanceOfSatisfying(Problem.Missing.class,
                missing -> assertThat(missing.gap().detail()).contains("the system has no channel `a-topic`"));
    }

    @Test
    void replay_handlerNeverEnds_isInconclusiveAndTriedOnce() {
        int[] started = new int[1];
        Report report = Bench.of(OneJob.from("jobs").recording()).whatIf().replayAll((component, ordinal) -> {
            started[0]++;
            return Scripted.invoked(ENDLESS);
        });

        assertThat(report.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(gap(report).kind()).isEqualTo(Gap.Kind.OUT_OF_BUDGET);
        assertThat(gap(report).detail()).isEqualTo("`work`: the guest ran for more than 60000 ms");
        assertThat(started[0]).isEqualTo(1);
        assertThat(report.signature().isEmpty()).isTrue();
    }

    @Test
    void replay_initNeverEnds_isInconclusiveToo() {
        Report report = replay(Scripted.broken(ENDLESS));

        assertThat(report.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(gap(report).kind()).isEqualTo(Gap.Kind.OUT_OF_BUDGET);
    }

    @Test
    void replay_dependencysProgramNeverEnds_isInconclusiveAndNamesIt() {
        Wire.TypedCall call = Wire.typed(new Wire.Request("GET", "ledger.internal", "/entries", new java.util.TreeMap<>(), ""));
        Recording recording = OneJob.from("jobs").took(50).call(call, 10, 20, 200, "{}").recording();
        Report report = Bench.of(recording).ledger(ComponentKind.MODELLED).replayAll((component, ordinal) -> component.equals("work")
                ? Scripted.invoked(new Step.Call(1, call))
                : Scripted.invoked(ENDLESS));

        assertThat(report.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(gap(report).detail()).startsWith("`ledger`: the guest ran for more than");
    }

    @Test
    void replay_handlerNeverEndsAndTimedOutThen_saysSo() {
        Report report = strictly(OneJob.from("jobs").ended(new Invocation.TimedOut()).recording(), Scripted.invoked(ENDLESS));

        assertThat(report.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(gap(report).detail()).endsWith("; the recorded invocation timed out");
    }

    private static Gap gap(Report report) {
        assertThat(report.problem()).isInstanceOf(Problem.Missing.class);
        return ((Problem.Missing) report.problem()).gap();
    }
}
