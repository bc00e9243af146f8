package dev.tapedeck.kernel;

import java.util.Locale;

/**
 * Hold operations a second: take the earliest of n pending events, let it happen, schedule one more at a random later time. The classic measure
 * of an event queue; here it runs through the whole of {@link Kernel#run}. A plain program, because what it measures takes seconds, not
 * nanoseconds: {@code java -cp target/classes:target/test-classes dev.tapedeck.kernel.HoldBenchmark}.
 */
public final class HoldBenchmark {

    private static final int[] PENDING = {100, 1_000, 10_000, 100_000};
    private static final long OPERATIONS = 10_000_000;
    private static final int ROUNDS = 5;

    private final Kernel kernel = new Kernel(Scheduler.inOrder());
    private final RandomBits bits = new Seed(1).substream(0, 0).bits();

    private HoldBenchmark(int pending) {
        for (int i = 0; i < pending; i++) {
            kernel.after(delay(), new Hold());
        }
    }

    private final class Hold implements Event {
        @Override
        public void fire() {
            kernel.after(delay(), this);
        }

        @Override
        public String cause() {
            return "hold";
        }
    }

    private long delay() {
        return bits.next() >>> 24; // up to 18 virtual minutes, so that ties are rare
    }

    /** The best of several rounds, in operations a second. */
    static double operationsPerSecond(int pending, long operations, int rounds) {
        HoldBenchmark benchmark = new HoldBenchmark(pending);
        double best = 0;
        long steps = 0;
        for (int round = 0; round < rounds; round++) {
            steps += operations;
            long start = System.nanoTime();
            benchmark.kernel.runUntil(steps);
            best = Math.max(best, operations * 1e9 / (System.nanoTime() - start));
        }
        return best;
    }

    public static void main(String[] args) {
        long operations = args.length > 0 ? Long.parseLong(args[0]) : OPERATIONS;
        for (int pending : PENDING) {
            double rate = operationsPerSecond(pending, operations, ROUNDS);
            System.out.printf(Locale.ROOT, "kernel hold operations, %,d pending: %,.1f M/s%n", pending, rate / 1e6);
        }
    }
}
