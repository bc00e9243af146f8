package dev.tapedeck.capture;

import dev.tapedeck.recording.Telemetry.SpanKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A span as it was read: what joins it to others decoded, its attributes as places in its own bytes.
 *
 * @param startNanos since 1970
 * @param error the status message of status ERROR ("" where it has none), null for any other status
 */
record SpanEntry(Resource resource, String traceId, String spanId, String parentSpanId, String name, SpanKind kind, long startNanos,
        long endNanos, Attributes attributes, List<Link> links, List<Event> events, @Nullable String error) {

    /** A span of another trace or process that this one follows from. */
    record Link(String traceId, String spanId, Attributes attributes) {}

    /** Something that happened during the span. */
    record Event(String name, long atNanos, Attributes attributes) {}

    /** By the common clock, once the skew of its host is known. */
    @Override
    public long startNanos() {
        return Math.max(startNanos - resource.aheadNanos(), 1);
    }

    @Override
    public long endNanos() {
        return Math.max(endNanos - resource.aheadNanos(), startNanos());
    }

    String key() {
        return traceId + spanId;
    }

    boolean failed() {
        return error != null;
    }
}
