package dev.tapedeck.capture;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import tools.jackson.databind.JsonNode;

/** Time stamps as logs spell them: ISO 8601, or a number of seconds, milliseconds, microseconds or nanoseconds since 1970. */
final class Times {

    private static final long NANOS_A_SECOND = 1_000_000_000L;
    private static final double FIRST_MILLIS = 1e11;
    private static final double FIRST_MICROS = 1e14;
    private static final double FIRST_NANOS = 1e17;

    private Times() {}

    static long nanos(String iso, long absent) {
        if (iso.length() < 19 || iso.charAt(4) != '-') {
            return absent;
        }
        try {
            String text = iso.charAt(10) == ' ' ? iso.substring(0, 10) + 'T' + iso.substring(11) : iso;
            boolean zoned = text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
            return nanos(OffsetDateTime.parse(zoned ? text : text + "Z").toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            return absent;
        }
    }

    static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_A_SECOND), instant.getNano());
    }

    static long nanos(JsonNode value, long absent) {
        if (value.isString()) {
            return nanos(value.stringValue(), absent);
        }
        return value.isNumber() ? ofNumber(value.asDouble(), value.asLong(0), absent) : absent;
    }

    private static long ofNumber(double value, long whole, long absent) {
        if (value <= 0) {
            return absent;
        }
        double scale = value < FIRST_MILLIS ? 1e9 : value < FIRST_MICROS ? 1e6 : value < FIRST_NANOS ? 1e3 : 1;
        if (value * scale >= Long.MAX_VALUE) {
            return absent;
        }
        if (value < FIRST_MICROS) {
            return Math.round(value * scale / 1e6) * 1_000_000L;
        }
        return value < FIRST_NANOS ? whole * 1_000L : whole;
    }
}
