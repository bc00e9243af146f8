package dev.tapedeck.replay;

import dev.tapedeck.recording.Signature;
import dev.tapedeck.recording.Signatures;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * From what a replay did to one word. The order of the tests is the contract of DESIGN section 8.
 *
 * @param unjudged invariants that the replay does not show enough of
 * @param unjudgedThen those that the recording does not show enough of: that the replay violates one of them is no other failure than then
 */
record Judgement(@Nullable Problem problem, Signature recorded, Signature recordedEverywhere, Signature replayed,
        SortedSet<String> realThatRan,
        boolean strict, boolean endedNormally, List<String> unjudged, List<String> unjudgedThen) {

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
            return replayed.equals(recorded) ? Outcome.REPRODUCED : maybeTheSame() ? Outcome.INCONCLUSIVE : Outcome.OTHER_FAILURE;
        }
        if (strict && !recorded.isEmpty()) {
            return Outcome.NOT_REPRODUCED;
        }
        if (!unjudged.isEmpty() || !endedNormally) {
            return Outcome.INCONCLUSIVE;
        }
        return strict ? Outcome.CLEAN : Outcome.PASSES;
    }

    /** Whether the replay differs from the recording in nothing but what could not be judged there. */
    private boolean maybeTheSame() {
        TreeSet<Signature.Entry> left = new TreeSet<>(replayed.entries());
        left.removeIf(entry -> !recorded.entries().contains(entry) && unjudgedThen.contains(invariantOf(entry)));
        return left.equals(recorded.entries());
    }

    private static String invariantOf(Signature.Entry entry) {
        return entry.kind().equals("lost-message") ? Signatures.NOTHING_LOST : entry.kind().equals("invariant") ? entry.error() : "";
    }
}
