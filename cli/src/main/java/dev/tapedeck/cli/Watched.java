package dev.tapedeck.cli;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Guests;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Guests that are looked at while they compute. Nothing else of a replay takes long, so whoever waits is told, once for each segment that takes its
 * time, who computes, and when it would be ended.
 */
final class Watched implements Guests, AutoCloseable {

    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final long NOBODY = Long.MAX_VALUE;

    private final Guests guests;
    private final Duration budget;
    private final Consumer<String> told;
    private final LongSupplier nanoTime;
    private volatile String who = "";
    private volatile long sinceNanos = NOBODY;
    private @Nullable Thread looking;

    /**
     * @param budget after which a guest that computes is ended
     * @param nanoTime real time
     */
    Watched(Guests guests, Duration budget, Consumer<String> told, LongSupplier nanoTime) {
        this.guests = guests;
        this.budget = budget;
        this.told = told;
        this.nanoTime = nanoTime;
    }

    /** Looks twice a second, until it is closed. */
    static Watched of(Guests guests, Duration budget, Consumer<String> told) {
        Watched watched = new Watched(guests, budget, told, System::nanoTime);
        watched.looking = Thread.ofPlatform().daemon().name("tapedeck-watched").start(watched::lookOn);
        return watched;
    }

    @Override
    public Guest open(String component, int ordinal) {
        return watched(guests.open(component, ordinal), "`" + component + "` (instance " + (ordinal + 1) + ")");
    }

    private Guest watched(Guest guest, String name) {
        return new Guest() {
            @Override
            public Yield start(Clock clock, Entropy entropy) {
                return computing(name, () -> guest.start(clock, entropy));
            }

            @Override
            public Yield invoke(Clock clock, Entropy entropy, Invoke invoke) {
                return computing(name, () -> guest.invoke(clock, entropy, invoke));
            }

            @Override
            public Yield resume(Clock clock, Completion completion) {
                return computing(name, () -> guest.resume(clock, completion));
            }

            @Override
            public void end() {
                guest.end();
            }

            @Override
            public Guest successor() {
                return watched(guest.successor(), name);
            }

            @Override
            public void close() {
                guest.close();
            }
        };
    }

    private Guest.Yield computing(String name, Supplier<Guest.Yield> segment) {
        who = name;
        sinceNanos = nanoTime.getAsLong();
        try {
            return segment.get();
        } finally {
            sinceNanos = NOBODY;
        }
    }

    /** Says it where somebody has computed for long. */
    void look() {
        long since = sinceNanos;
        if (since != NOBODY && nanoTime.getAsLong() - since >= PATIENCE_NANOS) {
            sinceNanos = NOBODY;
            told.accept("note: " + who + " has run for " + PATIENCE_NANOS / 1_000_000_000
                    + " s of real time without coming to rest; it is ended after " + budget.toSeconds() + " s");
        }
    }

    private void lookOn() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY_MILLIS);
                look();
            }
        } catch (InterruptedException closed) {
            // closed
        }
    }

    @Override
    public void close() {
        if (looking != null) {
            looking.interrupt();
        }
    }
}
