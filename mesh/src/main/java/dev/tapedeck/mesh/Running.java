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
    /** How long the init phase took that came before it, whether it succeeded or not. */
    long initNanos;
    /** Whether the init phase is a part of it, under its time-out: one that is done again, or is a process's in the place of one that ended. */
    boolean initWithin;
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
