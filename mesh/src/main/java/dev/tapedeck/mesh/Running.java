package dev.tapedeck.mesh;

import dev.tapedeck.kernel.Ticket;
import dev.tapedeck.recording.Moment;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An invocation on its way through an instance: from the beginning of the instance's init phase, where it is a cold start, to its result. */
final class Running {

    final Work work;
    final boolean cold;
    /** When the init phase under way began; of a warm start, when it was handed over. */
    long initBeganNanos;
    /** How long the first init phase took, whether it succeeded or not. */
    long initNanos;
    /** How often the init code was started for it. */
    int inits;
    /** When its own time-out began to count. */
    Moment start;
    long startNanos;
    JsonNode event;
    String requestId = "";
    boolean begun;
    boolean handling;
    @Nullable
    Ticket deadline;
    @Nullable
    Ticket invoking;

    Running(Work work, boolean cold, long nowNanos, Moment now) {
        this.work = work;
        this.cold = cold;
        this.initBeganNanos = nowNanos;
        this.start = now;
        this.startNanos = nowNanos;
        this.event = work.event();
    }
}
