package dev.tapedeck.capture;

import org.jspecify.annotations.Nullable;

/**
 * What the platform itself wrote about one invocation: {@code START}, {@code END} and {@code REPORT} as text, or {@code platform.*} events as
 * JSON. Filled as the lines come, in any order.
 */
final class LambdaRun {

    final String requestId;
    String function = "";
    String instance = "";
    /** The function's name by the file that the lines stood in, where nothing in it says better. */
    String file = "";
    String traceId = "";
    long startNanos;
    long endNanos;
    long durationNanos = -1;
    long initNanos = -1;
    int memoryMegabytes;
    int starts;
    /** Error type of a failed run; {@code timeout} where it ran out of time; null while nothing says that it failed. */
    @Nullable
    String failure;
    boolean reported;

    LambdaRun(String requestId) {
        this.requestId = requestId;
    }

    /** The start, as far as the lines tell. */
    long start() {
        return startNanos > 0 ? startNanos : endNanos > 0 && durationNanos > 0 ? endNanos - durationNanos : endNanos;
    }

    long end() {
        return durationNanos > 0 && startNanos > 0 ? startNanos + durationNanos : Math.max(endNanos, startNanos);
    }
}
