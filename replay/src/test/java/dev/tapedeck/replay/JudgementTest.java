package dev.tapedeck.replay;

import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Signature;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The order in which outcomes are tried is a contract. */
class JudgementTest {

    private static final Signature NONE = new Signature(new TreeSet<>());
    private static final Signature LOST = new Signature(new TreeSet<>(List.of(new Signature.Entry("invariant", "close", "", "closes"))));
    private static final Signature THROWN = new Signature(
            new TreeSet<>(List.of(new Signature.Entry("unhandled", "close", "", "TypeError"))));
    private static final TreeSet<String> CLOSE = new TreeSet<>(List.of("close"));

    private static Outcome outcome(Problem problem, Signature recorded, Signature everywhere, Signature replayed, boolean real,
            boolean strict,
            List<String> unjudged) {
        return new Judgement(problem, recorded, everywhere, replayed, real ? CLOSE : new TreeSet<>(), strict, true, unjudged, List.of())
                .outcome();
    }

    @Test
    void outcome_violatedWhereTheRecordingCouldNotBeJudged_isInconclusive() {
        assertThat(new Judgement(null, NONE, NONE, LOST, CLOSE, true, true, List.of(), List.of("closes")).outcome())
                .isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(new Judgement(null, NONE, NONE, THROWN, CLOSE, true, true, List.of(), List.of("closes")).outcome())
                .isEqualTo(Outcome.OTHER_FAILURE);
    }

    @Test
    void outcome_sameSignature_isReproduced() {
        assertThat(outcome(null, LOST, LOST, LOST, true, true, List.of())).isEqualTo(Outcome.REPRODUCED);
    }

    @Test
    void outcome_nothingReal_isEchoed() {
        assertThat(outcome(null, NONE, LOST, NONE, false, true, List.of())).isEqualTo(Outcome.ECHOED);
    }

    @Test
    void outcome_failureChargedToRecordedComponentsOnly_isEchoed() {
        assertThat(outcome(null, NONE, LOST, NONE, true, true, List.of())).isEqualTo(Outcome.ECHOED);
    }

    @Test
    void outcome_otherSignature_isOtherFailure() {
        assertThat(outcome(null, LOST, LOST, THROWN, true, false, List.of())).isEqualTo(Outcome.OTHER_FAILURE);
    }

    @Test
    void outcome_strictWithoutTheFailure_isNotReproduced() {
        assertThat(outcome(null, LOST, LOST, NONE, true, true, List.of())).isEqualTo(Outcome.NOT_REPRODUCED);
    }

    @Test
    void outcome_whatIfWithoutFailure_passes() {
        assertThat(outcome(null, LOST, LOST, NONE, true, false, List.of())).isEqualTo(Outcome.PASSES);
    }

    @Test
    void outcome_whatIfWithAnInvariantNobodyCouldJudge_isInconclusive() {
        assertThat(outcome(null, LOST, LOST, NONE, true, false, List.of("closes"))).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void outcome_healthyStrict_isClean() {
        assertThat(outcome(null, NONE, NONE, NONE, true, true, List.of())).isEqualTo(Outcome.CLEAN);
    }

    @Test
    void outcome_divergenceOutranksTheSignature() {
        assertThat(outcome(new Problem.Divergence(null, 1, "d", List.of()), LOST, LOST, LOST, true, true, List.of()))
                .isEqualTo(Outcome.DIVERGED);
    }

    @Test
    void outcome_gapOnTheWay_isInconclusive() {
        Problem gap = new Problem.Missing(1, new Gap(Gap.Kind.MISSING_RESPONSE, null, "c", "d", "r"));
        assertThat(outcome(gap, LOST, LOST, LOST, true, false, List.of())).isEqualTo(Outcome.INCONCLUSIVE);
    }
}
