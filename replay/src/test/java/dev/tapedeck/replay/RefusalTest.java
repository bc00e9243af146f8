package dev.tapedeck.replay;

import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Invocation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a replay does not do is no failure of the code that asked for it, and no success either. */
class RefusalTest {

    private static final Step REFUSED = Step.Uncontrolled.refused("worker_threads.Worker");
    private static final Step THROWN = new Step.Raised("Error", "worker_threads.Worker is refused", "");
    private static final Step GOES_ON = new Step.Returned("null");
    private static final Step BUG = new Step.Raised("TypeError", "x is not a function", "");

    private static Report strictly(OneJob job, Step... steps) {
        return Bench.of(job.recording()).replay(Scripted.invoked(steps));
    }

    private static Report whatIf(Step... steps) {
        return Bench.of(OneJob.from("jobs").recording()).whatIf().replay(Scripted.invoked(steps));
    }

    /** What-if, on a recording in which that bug was the failure. */
    private static Report failedThen(Step... steps) {
        OneJob failed = OneJob.from("jobs").ended(new Invocation.Raised("TypeError", "x is not a function"));
        return Bench.of(failed.recording()).whatIf().replay(Scripted.invoked(steps));
    }

    private static void isRefused(Report report) {
        assertThat(report.outcome()).as("%s", report.problem()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(report.problem()).isInstanceOfSatisfying(Problem.Missing.class, missing -> {
            assertThat(missing.gap().kind()).isEqualTo(Gap.Kind.REFUSED);
            assertThat(missing.gap().detail()).isEqualTo("`work` was refused what a replay does not do: worker_threads.Worker");
            assertThat(missing.gap().remedy()).contains("variant").contains("--component work=recorded");
        });
        assertThat(report.gaps()).filteredOn(gap -> gap.kind() == Gap.Kind.REFUSED).hasSize(1);
    }

    @Test
    void refusedAndThrown_isNoOtherFailure_andSaidOnceForAllReceives() {
        isRefused(whatIf(REFUSED, THROWN));
    }

    @Test
    void refusedAndCaught_neitherPassesNorIsClean() {
        isRefused(whatIf(REFUSED, GOES_ON));
        isRefused(strictly(OneJob.from("jobs"), REFUSED, GOES_ON));
    }

    @Test
    void refusedByInitCode_isTheSame() {
        Guest guest = new Scripted(java.util.List.of(REFUSED, new Step.Ready()), java.util.List.of(GOES_ON),
                completion -> java.util.List.of());
        isRefused(Bench.of(OneJob.from("jobs").recording()).replay(guest));
    }

    @Test
    void refusedBeforeTheRecordedFailure_isNotReproducedByIt() {
        isRefused(failedThen(REFUSED, BUG));
    }

    @Test
    void bugWithoutARefusal_staysWhatItWas() {
        assertThat(whatIf(BUG).outcome()).isEqualTo(Outcome.OTHER_FAILURE);
        assertThat(failedThen(BUG).outcome()).isEqualTo(Outcome.REPRODUCED);
    }

    @Test
    void refusedAfterADivergence_isARemark() {
        Report report = Bench.of(OneJob.from("jobs").recording())
                .replay(Scripted.invoked(BUG, new Step.Died("gone")).followedBy(Scripted.invoked(REFUSED, BUG)));

        assertThat(report.outcome()).isEqualTo(Outcome.DIVERGED);
        assertThat(report.findings()).contains("`work` was refused what a replay does not do: worker_threads.Worker");
    }

    @Test
    void uncontrolledOnly_isReportedAndRuns() {
        Report report = strictly(OneJob.from("jobs"), new Step.Uncontrolled("process.report"), GOES_ON);

        assertThat(report.outcome()).isEqualTo(Outcome.CLEAN);
        assertThat(report.uncontrolled()).containsExactly("work: process.report");
    }
}
