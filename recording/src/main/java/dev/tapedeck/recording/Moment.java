package dev.tapedeck.recording;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * An instant of a wall clock, in nanoseconds since 1970-01-01T00:00:00Z. Telemetry speaks of wall clocks only; which host's clock it was
 * decides how far two moments may be compared (DESIGN section 7: order is partial).
 */
public record Moment(@JsonValue long epochNanos) implements Comparable<Moment> {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Moment {
        if (epochNanos < 0) {
            throw new IllegalArgumentException("a moment before 1970: " + epochNanos + " ns");
        }
    }

    public static Moment ofEpochMillis(long epochMillis) {
        return new Moment(Math.multiplyExact(epochMillis, 1_000_000L));
    }

    /** Reads what {@link #iso} writes, and any other instant of ISO 8601 that ends in {@code Z}. */
    public static Moment parse(String iso) {
        try {
            Instant instant = Instant.parse(iso);
            return new Moment(Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano()));
        } catch (DateTimeException | ArithmeticException malformed) {
            throw new IllegalArgumentException("not an instant: `" + iso + "`", malformed);
        }
    }

    /** {@code 2026-03-01T12:00:00.000000001Z}: no digit lost, no fraction where there is none. */
    public String iso() {
        return Instant.ofEpochSecond(epochNanos / NANOS_PER_SECOND, epochNanos % NANOS_PER_SECOND).toString();
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
