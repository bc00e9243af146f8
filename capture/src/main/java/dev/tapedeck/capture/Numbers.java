package dev.tapedeck.capture;

import java.math.BigDecimal;

/** Numbers as telemetry spells them, however it spells them: what is none, or is out of all bounds, counts as absent. */
final class Numbers {

    /** Longer spellings, and exponents beyond this, cost more to work out than any number in telemetry is worth. */
    private static final int LONGEST = 40;
    private static final double NANOS_A_MILLI = 1e6;

    private Numbers() {}

    static long whole(String text, long absent) {
        try {
            return text.length() > LONGEST ? absent : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return absent;
        }
    }

    /** A whole number of at least {@code least}, and no more than an {@code int} holds. */
    static int small(String text, int least, int absent) {
        long number = whole(text, absent);
        return number < least || number > Integer.MAX_VALUE ? absent : (int) number;
    }

    /** Milliseconds with a fraction, as nanoseconds. */
    static long nanos(String millis, long absent) {
        try {
            double value = millis.length() > LONGEST ? Double.NaN : Double.parseDouble(millis);
            return value >= 0 && value < Long.MAX_VALUE / NANOS_A_MILLI ? Math.round(value * NANOS_A_MILLI) : absent;
        } catch (NumberFormatException e) {
            return absent;
        }
    }

    /** A decimal, or null where it is none or would have more digits than {@link #LONGEST} written out. */
    static @org.jspecify.annotations.Nullable BigDecimal decimal(String text) {
        try {
            BigDecimal value = text.length() > LONGEST ? null : new BigDecimal(text);
            return value == null || Math.abs((long) value.scale()) > LONGEST * 10L ? null : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** {@code millis} as nanoseconds, 0 where they do not fit. */
    static long nanosOfMillis(long millis) {
        return millis < 0 || millis > Long.MAX_VALUE / 1_000_000L ? 0 : millis * 1_000_000L;
    }
}
