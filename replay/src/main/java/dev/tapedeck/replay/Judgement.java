package dev.tapedeck.replay;

import dev.tapedeck.recording.Signature;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** From what a replay did to one word. The order of the tests is the contract of DESIGN section 8. */
record Judgement(@Nullable Problem problem, Signature recorded, Signature recordedEverywhere, Signature replayed,
        SortedSet<String> realThatRan,
        boolean strict, boolean endedNormally, List<String> unjudged) {

    Outcome outcome() {
        if (problem != null) {
            return switch (problem) {
                case Problem.Divergence divergence -> Outcome.DIVERGED;
                case Problem.Missing missing -> Outcome.INCONCLUSIVE;
            };
        }
        if (realThatRan.isEmpty() || (!recordedEverywhere.isEmpty() && recorded.isEmpty() && replayed.isEmpty())) {
            return Outcome.ECHOED;
        }
        if (!replayed.isEmpty()) {
            return replayed.equals(recorded) ? Outcome.REPRODUCED : Outcome.OTHER_FAILURE;
        }
        if (strict && !recorded.isEmpty()) {
            return Outcome.NOT_REPRODUCED;
        }
        if (!unjudged.isEmpty() || !endedNormally) {
            return Outcome.INCONCLUSIVE;
        }
        return strict ? Outcome.CLEAN : Outcome.PASSES;
    }
}
