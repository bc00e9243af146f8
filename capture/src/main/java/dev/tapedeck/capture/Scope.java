package dev.tapedeck.capture;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to cut out of the telemetry, and how much of it at most.
 *
 * @param from only what starts at or after this, null for no bound
 * @param to only what starts before this, null for no bound
 */
public record Scope(By by, String value, java.time.@Nullable Instant from, java.time.@Nullable Instant to, Limits limits) {

    public enum By {
        /** Everything about one workflow, across traces. */
        CORRELATION,
        /** One trace and what follows from it. */
        TRACE,
        /** Everything about one tenant. */
        TENANT
    }

    /** More than this is refused, with what would narrow it. */
    public record Limits(Duration window, int spans, long bytes) {
        public static final Limits DEFAULT = new Limits(Duration.ofHours(6), 20_000, 256L << 20);
    }

    public static Scope correlation(String id) {
        return new Scope(By.CORRELATION, id, null, null, Limits.DEFAULT);
    }

    public static Scope trace(String id) {
        return new Scope(By.TRACE, id, null, null, Limits.DEFAULT);
    }

    public static Scope tenant(String value) {
        return new Scope(By.TENANT, value, null, null, Limits.DEFAULT);
    }

    public Scope within(Limits other) {
        return new Scope(by, value, from, to, other);
    }

    /**
     * What the user knows and telemetry does not say.
     *
     * @param correlationFields names of fields that carry correlation ids, beside the usual ones
     */
    public record Hints(List<String> correlationFields) {
        public static final Hints NONE = new Hints(List.of());

        public Hints {
            correlationFields = List.copyOf(correlationFields);
        }
    }
}
