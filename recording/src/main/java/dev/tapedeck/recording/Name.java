package dev.tapedeck.recording;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;

/**
 * The identity of one thing that happened: a 128-bit hash of its cause, never an index into a run. Because instance, time and payload are no
 * part of it, the same delivery bears the same name in production, in every replay of it, and in a replay where something else was changed.
 * {@link Naming} makes names.
 */
public record Name(long high, long low) implements Comparable<Name> {

    private static final int HEX_DIGITS = 32;

    /** Reads the 32 lower-case hexadecimal digits that {@link #toString} writes. */
    @JsonCreator
    public static Name parse(String hex) {
        if (hex.length() != HEX_DIGITS) {
            throw new IllegalArgumentException("a name has 32 hexadecimal digits, not " + hex.length() + ": `" + hex + "`");
        }
        return new Name(HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
    }

    /** The first eight digits: what people read and type. */
    public String brief() {
        return toString().substring(0, 8);
    }

    @Override
    public int compareTo(Name other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @JsonValue
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
