package dev.tapedeck.kernel;

/**
 * Chooses where a run could go on in more than one way. Asked only where at least two events are enabled: those due no later than
 * {@link #slackNanos} after the earliest. An event that is passed over happens later than planned, which is what a slow network or a busy host
 * would have done to it.
 */
public interface Scheduler {

    /**
     * What could happen next, earliest first. Valid only during the call it is given to.
     */
    interface Enabled {

        /** The number of the step that is being chosen. */
        long step();

        /** At least two. */
        int count();

        VirtualTime at(int index);

        String cause(int index);
    }

    /** The index of the event to let happen. */
    int pick(Enabled enabled);

    /** How much later than the earliest pending event another may be due and still be a choice. */
    default long slackNanos() {
        return 0;
    }

    /** The run is over after {@code step}. A scheduler that still had plans says so here, by throwing. */
    default void finished(long step) {}

    /** By time, then in the order in which the events came to be, which for a recording played back is the recorded order. */
    static Scheduler inOrder() {
        return enabled -> 0;
    }

    /** Any of the enabled events with equal probability, from {@code seed}. */
    static Scheduler random(Seed seed, long slackNanos) {
        return new RandomScheduler(seed, slackNanos);
    }

    /** Exactly what {@code schedule} says; throws {@link ScheduleMismatch} as soon as the run does not fit it. */
    static Scheduler playing(Schedule schedule) {
        return new PlayingScheduler(schedule);
    }
}
