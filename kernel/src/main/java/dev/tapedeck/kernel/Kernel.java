package dev.tapedeck.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * A run: virtual time, what is pending, who chooses, and the digest of it all. Single-threaded; it reads no clock and does no I/O, so that what it
 * does is a function of what is scheduled on it and of its {@link Scheduler}.
 *
 * <pre>
 *   step:  earliest event --(several enabled?)--> scheduler picks --> time moves there --> event fires, schedules more
 * </pre>
 */
public final class Kernel {

    private final EventQueue queue = new EventQueue();
    private final RunDigest digest = new RunDigest();
    private final List<Schedule.Choice> choices = new ArrayList<>();
    private final Scheduler scheduler;
    private final long slackNanos;
    private long now;
    private long steps;
    private boolean stopped;

    public Kernel(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.slackNanos = scheduler.slackNanos();
    }

    public VirtualTime now() {
        return new VirtualTime(now);
    }

    public long nowNanos() {
        return now;
    }

    /** Schedules an event; a point that is past already means now. */
    public Ticket at(VirtualTime time, Event event) {
        return queue.add(Math.max(now, time.nanos()), now, event);
    }

    /** Schedules an event {@code delayNanos} from now; a negative delay means now. */
    public Ticket after(long delayNanos, Event event) {
        return queue.add(VirtualTime.later(now, Math.max(0, delayNanos)), now, event);
    }

    /** Calls an event off. Returns whether it was still pending. */
    public boolean cancel(Ticket ticket) {
        boolean pending = queue.holds(ticket);
        if (pending) {
            queue.remove(ticket.slot());
        }
        return pending;
    }

    public int pending() {
        return queue.size();
    }

    /** Takes what a guest yielded into the digest. {@code label} names what it is and whose. */
    public void yielded(String label, String content) {
        digest.absorb(steps, now, label, content);
    }

    /** Number of the last step made; 0 before the first. */
    public long step() {
        return steps;
    }

    /** The last step made; number 0 before the first. */
    public StepId stepId() {
        return new StepId(steps, digest.check());
    }

    public Trace trace() {
        return digest.trace();
    }

    /** The choices made so far, as {@link Scheduler#playing} takes them. */
    public Schedule schedule() {
        return new Schedule(slackNanos, choices);
    }

    /** Comes to rest after the step under way. */
    public void stop() {
        stopped = true;
    }

    /** Runs on until nothing is pending, a limit is reached, or somebody stops it. May be called again to go on. */
    public Halt run(Limits limits) {
        while (!stopped) {
            int first = queue.first();
            if (first == EventQueue.NONE) {
                return Halt.DRAINED;
            }
            if (steps >= limits.steps()) {
                return Halt.STEP_LIMIT;
            }
            if (queue.time(first) > limits.until().nanos()) {
                return Halt.TIME_LIMIT;
            }
            step(first);
        }
        return Halt.STOPPED;
    }

    /** Runs until {@code step} has been made. */
    public Halt runUntil(long step) {
        return run(Limits.steps(step));
    }

    /** Nothing more will be scheduled: the run is over. Throws where the scheduler had more to say. */
    public void finish() {
        scheduler.finished(steps);
    }

    private void step(int first) {
        long limit = VirtualTime.later(queue.time(first), slackNanos);
        steps++;
        int slot = queue.contested(limit) ? chosen(limit) : first;
        now = Math.max(now, queue.time(slot));
        queue.remove(slot).fire();
    }

    private int chosen(long limit) {
        Contest contest = new Contest(queue, steps, limit);
        int picked = scheduler.pick(contest);
        int slot = contest.slot(picked);
        String cause = queue.event(slot).cause();
        choices.add(new Schedule.Choice(steps, picked, cause));
        digest.absorb(steps, now, "choice of " + cause, Integer.toString(picked));
        return slot;
    }
}
