package dev.tapedeck.recording;

/** Evaluates a declared invariant over a recording. An interface because the expression language is an engine that only a replay loads. */
@FunctionalInterface
public interface InvariantJudge {

    enum Verdict {
        HOLDS,
        VIOLATED,
        /** The recording does not show enough to say. */
        UNKNOWN
    }

    Verdict judge(Invariant invariant, Recording recording);
}
