package dev.tapedeck.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Ends guests that do not come to rest: a budget of real time for each segment. One thread looks at all of them a few times a second; beginning and
 * ending a segment is one write each.
 */
final class Watchdog implements AutoCloseable {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long LOOK_EVERY_MILLIS = 100;

    private final long budgetNanos;
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final Thread thread;

    Watchdog(Duration budget) {
        this.budgetNanos = budget.toNanos();
        this.thread = Thread.ofPlatform().daemon().name("tapedeck-watchdog").start(this::look);
    }

    /** One guest's. */
    final class Watch implements AutoCloseable {
        private final Runnable kill;
        private volatile long sinceNanos = NEVER;
        private volatile boolean fired;

        private Watch(Runnable kill) {
            this.kill = kill;
        }

        void begin() {
            sinceNanos = System.nanoTime();
        }

        void end() {
            sinceNanos = NEVER;
        }

        boolean hasFired() {
            return fired;
        }

        String reason() {
            return "the guest ran for more than " + Duration.ofNanos(budgetNanos).toMillis()
                    + " ms of real time without coming to rest, which is its budget";
        }

        private void check(long now) {
            long since = sinceNanos;
            if (since != NEVER && now - since > budgetNanos) {
                fired = true;
                kill.run();
            }
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }

    Watch watch(Runnable kill) {
        Watch watch = new Watch(kill);
        watches.add(watch);
        return watch;
    }

    private void look() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY_MILLIS);
                long now = System.nanoTime();
                watches.forEach(watch -> watch.check(now));
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
