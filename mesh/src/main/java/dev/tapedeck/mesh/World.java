package dev.tapedeck.mesh;

import dev.tapedeck.kernel.Event;
import dev.tapedeck.kernel.Kernel;
import dev.tapedeck.kernel.Seed;
import dev.tapedeck.kernel.Ticket;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What every part of the mesh works with: the kernel and its time, who directs, where instances come from, and the ledger. */
final class World {

    final SystemSpec system;
    final Kernel kernel;
    final Direction direction;
    final Guests guests;
    final Ledger ledger;
    final EventShapes shapes;
    private final Seed seed;
    private final Moment epoch;
    private @Nullable String stopReason;

    World(SystemSpec system, Setup setup, Guests guests, Direction direction) {
        this.system = system;
        this.kernel = new Kernel(setup.scheduler());
        this.direction = direction;
        this.guests = guests;
        this.ledger = new Ledger(setup.resource());
        this.shapes = new EventShapes(system.region(), system.account());
        this.seed = setup.seed();
        this.epoch = setup.epoch();
    }

    /** Something to happen; its cause is spelled out only where somebody has to choose. */
    private record Happening(Supplier<String> spelled, Runnable body) implements Event {
        @Override
        public void fire() {
            body.run();
        }

        @Override
        public String cause() {
            return spelled.get();
        }
    }

    Ticket after(long delayNanos, Supplier<String> cause, Runnable body) {
        return kernel.after(delayNanos, new Happening(cause, body));
    }

    Ticket at(long nanos, Supplier<String> cause, Runnable body) {
        return kernel.after(Math.max(0, nanos - now()), new Happening(cause, body));
    }

    long now() {
        return kernel.nowNanos();
    }

    Moment moment() {
        return moment(now());
    }

    Moment moment(long nanos) {
        return epoch.plusNanos(nanos);
    }

    Moment epoch() {
        return epoch;
    }

    Guest.Clock clock(long chargedNanos) {
        return new Guest.Clock(now(), moment().epochNanos(), chargedNanos);
    }

    Guest.Entropy entropy(Name name) {
        Seed.Substream substream = seed.substream(name.high(), name.low());
        return new Guest.Entropy(substream.high(), substream.low());
    }

    /** Ends the run after this step. The first reason stands. */
    void stop(String reason) {
        if (stopReason == null) {
            stopReason = reason;
            kernel.stop();
        }
    }

    boolean stopped() {
        return stopReason != null;
    }

    @Nullable
    String stopReason() {
        return stopReason;
    }
}
