package dev.tapedeck.kernel;

/**
 * A schedule does not fit the run that it was to direct: it ran out, picks what is not there, or has choices left at the end. Never papered over
 * with a choice of another scheduler: the run is no longer the recorded one.
 */
public final class ScheduleMismatch extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final long step;

    ScheduleMismatch(long step, String message) {
        super(message);
        this.step = step;
    }

    /** The step at which it showed. */
    public long step() {
        return step;
    }
}
