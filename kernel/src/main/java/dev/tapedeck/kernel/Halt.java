package dev.tapedeck.kernel;

/** Why a run came to rest. */
public enum Halt {
    /** Nothing is pending. */
    DRAINED,
    /** {@link Kernel#stop} was called. */
    STOPPED,
    /** The next step would be beyond {@link Limits#steps}. */
    STEP_LIMIT,
    /** The next event is due after {@link Limits#until}. */
    TIME_LIMIT
}
