package dev.tapedeck.capture;

import dev.tapedeck.recording.Moment;

/** Brings the time stamps of every host to one clock. */
final class Clocks {

    /** The moment that {@code nanos} of {@code resource}'s clock means. */
    Moment moment(Resource resource, long nanos) {
        return new Moment(Math.max(nanos - skewNanos(resource.clock()), 0));
    }

    /** How far a clock is ahead of the common one. */
    long skewNanos(String clock) {
        return 0;
    }
}
