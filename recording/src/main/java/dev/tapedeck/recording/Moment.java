package dev.tapedeck.recording;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An instant of a wall clock, in nanoseconds since 1970-01-01T00:00:00Z. Telemetry speaks of wall clocks only; which host's clock it was
 * decides how far two moments may be compared (DESIGN section 7: order is partial).
 */
public record Moment(@JsonValue long epochNanos) implements Comparable<Moment> {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Moment {
        if (epochNanos < 0) {
            throw new IllegalArgumentException("a moment before 1970: " + epochNanos + " ns");
        }
    }

    public static Moment ofEpochMillis(long epochMillis) {
        return new Moment(Math.multiplyExact(epochMillis, 1_000_000L));
    }

    public long epochMillis() {
        return Math.floorDiv(epochNanos, 1_000_000L);
    }

    public Moment plusNanos(long nanos) {
        return new Moment(Math.addExact(epochNanos, nanos));
    }

    /** Nanoseconds from {@code earlier} to this; negative if this comes first. */
    public long nanosSince(Moment earlier) {
        return Math.subtractExact(epochNanos, earlier.epochNanos);
    }

    @Override
    public int compareTo(Moment other) {
        return Long.compare(epochNanos, other.epochNanos);
    }
}
