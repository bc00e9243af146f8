package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Step;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a process finds of the one before it in its execution environment, and what it leaves to the one after it. */
final class Inheritance implements AutoCloseable {

    private static final String LEFT = "what the process before it left in /tmp";

    private final Launch launch;
    private @Nullable Left left;
    private @Nullable Scratch own;

    /**
     * What a process leaves.
     *
     * @param millis when it last ran, on its wall clock
     */
    record Left(Scratch scratch, long millis) {}

    /** @param left null for the first process of an environment */
    Inheritance(Launch launch, @Nullable Left left) {
        this.launch = launch;
        this.left = left;
    }

    /** Once the process has come up, and before any of the user's code runs in it. Returns what it could not be given. */
    Optional<Step> take() {
        Scratch taken = launch.scratch();
        own = taken;
        Left given = left;
        left = null;
        return given == null ? Optional.empty() : handOver(given, taken);
    }

    private static Optional<Step> handOver(Left given, Scratch taken) {
        try (Scratch scratch = given.scratch()) {
            if (!scratch.obstacle().isEmpty()) {
                return Optional.of(new Step.Uncontrolled(LEFT + ", which cannot be had: " + scratch.obstacle()));
            }
            scratch.giveTo(taken, given.millis());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(Step.Uncontrolled.refused(LEFT + ": " + e.getMessage()));
        }
    }

    /**
     * Once the process has ended. One that did so before it could take anything passes on what was meant for it.
     *
     * @param lastMillis when it last ran, on its wall clock
     */
    Left leave(long lastMillis) {
        Left leaves = own == null ? left : new Left(own, lastMillis);
        own = null;
        left = null;
        if (leaves == null) {
            return lost("its process ended while it started", lastMillis);
        }
        if (!launch.awaitEnd(leaves.scratch())) {
            leaves.scratch().close();
            return lost("its process does not end", lastMillis);
        }
        return leaves;
    }

    private static Left lost(String obstacle, long lastMillis) {
        return new Left(Scratch.unreachable(obstacle), lastMillis);
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
        if (left != null) {
            left.scratch().close();
        }
    }
}
