package dev.tapedeck.kernel;

import java.util.HexFormat;

/**
 * A step of a run: its number, from 1, and what the run's history up to and including it hashes to. Two runs whose steps have equal ids did the
 * same until there.
 */
public record StepId(long number, long history) {

    @Override
    public String toString() {
        return number + "-" + HexFormat.of().toHexDigits(history).substring(0, 8);
    }
}
