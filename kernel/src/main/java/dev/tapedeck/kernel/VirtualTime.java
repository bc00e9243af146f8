package dev.tapedeck.kernel;

/**
 * A point of the run's own time: nanoseconds since the run began. Nothing else in a run is a clock; wall clocks are this plus an offset, and
 * are no concern of the kernel.
 */
public record VirtualTime(long nanos) implements Comparable<VirtualTime> {

    public static final VirtualTime START = new VirtualTime(0);

    public VirtualTime {
        if (nanos < 0) {
            throw new IllegalArgumentException("virtual time starts at 0, and " + nanos + " ns is before it");
        }
    }

    /** This point, {@code nanos} later; the end of time where that overflows. */
    public VirtualTime plusNanos(long nanos) {
        return new VirtualTime(later(this.nanos, nanos));
    }

    /** {@code nanos + delayNanos}, {@code Long.MAX_VALUE} where that overflows: "never" stays never, however much is added. */
    static long later(long nanos, long delayNanos) {
        long sum = nanos + delayNanos;
        return sum < nanos && delayNanos >= 0 ? Long.MAX_VALUE : sum;
    }

    @Override
    public int compareTo(VirtualTime other) {
        return Long.compare(nanos, other.nanos);
    }

    @Override
    public String toString() {
        return nanos + " ns";
    }
}
