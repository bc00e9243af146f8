package dev.tapedeck.mesh;

import java.util.List;

/**
 * One instance of a function, or of a modelled dependency, as a coroutine. It is given one thing at a time, runs until nothing it does can go
 * on without the kernel, and yields what it wants in program order. The mesh cannot tell real code from a recording played as one.
 *
 * <pre>
 *   start --> Ready ... invoke --> Call* Timer* Log* --> resume --> ... --> Result
 * </pre>
 *
 * Calls on a guest block until it is quiescent, and come from one thread. A guest that breaks the protocol, dies, or spins past its budget
 * yields a {@link Step.Died} as its last step; nothing is thrown for what guest code can cause.
 */
public interface Guest extends AutoCloseable {

    /** Runs the init code. Yields {@link Step.Ready} once a handler is there (possibly after further {@link #resume}s). */
    Yield start(Clock clock, Entropy entropy);

    /** Begins one invocation. Only after Ready, and not before the Result of the one before. */
    Yield invoke(Clock clock, Entropy entropy, Invoke invoke);

    /** Hands over one completion. */
    Yield resume(Clock clock, Completion completion);

    /** Ends the process. What outlives it in its execution environment, its {@code /tmp} above all, is kept for a {@link #successor}; idempotent. */
    default void end() {
        close();
    }

    /** A fresh, cold guest in the execution environment of this one, which has ended. {@link #start} has not been called on it. Once at most. */
    Guest successor();

    /** Ends the process and its execution environment; idempotent. */
    @Override
    void close();

    /**
     * What a guest's clocks show.
     *
     * @param monotonicNanos virtual time since the start of the replay
     * @param wallEpochNanos wall clock of the component: monotonic plus its offset
     * @param chargedNanos compute time that the mesh charged to the guest's last segment after the fact; the guest moves the timers that it
     *        made in that segment by as much
     */
    record Clock(long monotonicNanos, long wallEpochNanos, long chargedNanos) {}

    /** Seed of everything random that the guest draws from here on: 128 bits derived from the replay's seed and a causal name. */
    record Entropy(long high, long low) {}

    /**
     * @param event the event as JSON text, exactly as the handler's runtime is to parse it
     * @param deadlineEpochMillis wall clock moment at which the invocation times out
     * @param traceHeader X-Ray style trace header, "" for none
     * @param clientContext what the caller says of itself, as JSON text, "" for nothing
     */
    record Invoke(String requestId, String event, long deadlineEpochMillis, String functionArn, String traceHeader, String clientContext) {

        /** One whose caller says nothing of itself. */
        public Invoke(String requestId, String event, long deadlineEpochMillis, String functionArn, String traceHeader) {
            this(requestId, event, deadlineEpochMillis, functionArn, traceHeader, "");
        }
    }

    /**
     * What one segment yielded.
     *
     * @param steps in program order
     * @param timers pending afterwards
     * @param readClock whether the segment read any clock
     * @param drewEntropy whether the segment drew anything random
     */
    record Yield(List<Step> steps, Timers timers, boolean readClock, boolean drewEntropy) {
        public Yield {
            steps = List.copyOf(steps);
        }
    }

    /**
     * The earliest timers pending, on the monotonic clock; {@link #NONE} for none.
     *
     * @param olderNanos earliest of those made in earlier segments
     * @param freshNanos earliest of those made in this segment, before any charge
     */
    record Timers(long olderNanos, long freshNanos) {
        public static final long NONE = Long.MAX_VALUE;
        public static final Timers IDLE = new Timers(NONE, NONE);
    }
}
