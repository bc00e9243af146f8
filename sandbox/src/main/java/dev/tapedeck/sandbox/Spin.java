package dev.tapedeck.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * Looks again and again, for a short while, whether a guest has written, before the reader goes to sleep: a guest that only sleeps itself answers sooner
 * than a processor that was sent to sleep wakes up. It changes when bytes are read, never which.
 *
 * <pre>
 *   look  --bytes in time--> look at every read, until it fails
 *         --none-----------> leave 1, 2, 4 ... MOST_LEFT reads alone, then look again; each success halves that
 * </pre>
 */
final class Spin {

    /** A light segment takes some 10 us, waking a sleeping processor of a virtual machine 20 to 50. */
    private static final long PATIENCE_NANOS = 50_000;

    private static final int MOST_LEFT = 1024;

    private final LongSupplier nanoClock;
    private final int most;
    private int left;
    private int next = 1;

    private Spin(LongSupplier nanoClock, int most) {
        this.nanoClock = nanoClock;
        this.most = most;
    }

    /** On one processor it would keep the guest from answering. */
    static Spin here() {
        return Runtime.getRuntime().availableProcessors() > 1 ? by(System::nanoTime) : never();
    }

    static Spin by(LongSupplier nanoClock) {
        return new Spin(nanoClock, MOST_LEFT);
    }

    static Spin never() {
        return new Spin(() -> 0, 0);
    }

    /** Returns when there is something to read, or after the patience; where the channel has ended that is for the read to find. */
    void await(InputStream in) throws IOException {
        if (most == 0) {
            return;
        }
        if (left > 0) {
            left--;
            return;
        }
        long began = nanoClock.getAsLong();
        while (in.available() == 0) {
            if (nanoClock.getAsLong() - began > PATIENCE_NANOS) {
                left = next;
                next = Math.min(2 * next, most);
                return;
            }
            Thread.onSpinWait();
        }
        next = Math.max(1, next / 2);
    }
}
