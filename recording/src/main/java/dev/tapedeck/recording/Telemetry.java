package dev.tapedeck.recording;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The spans and log lines of a recording, as they lead back to production. What capture understood became invocations, calls and messages;
 * their payload attributes are not kept here a second time.
 */
public final class Telemetry {

    private Telemetry() {}

    public enum SpanKind {
        INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER
    }

    /** Points at a span of another trace or process. */
    public record SpanLink(String traceId, String spanId) {}

    /** Something that happened during a span, an exception for instance. */
    public record SpanEvent(String name, Moment at, ObjectNode attributes) {
        public SpanEvent {
            attributes = PlainTree.of(attributes);
        }
    }

    /**
     * An OpenTelemetry span. Ids are lower-case hexadecimal; {@code parentSpanId} is "" for a root; {@code error} the status message of status
     * ERROR, null otherwise. {@code resource} and {@code attributes} are objects of plain values.
     *
     * @param subject the invocation or call that this span told of, null where none
     */
    public record Span(String traceId, String spanId, String parentSpanId, String name, SpanKind kind, Moment start, Moment end,
            ObjectNode resource, ObjectNode attributes, List<SpanEvent> events, List<SpanLink> links, @Nullable String error,
            @Nullable Name subject) {
        public Span {
            resource = PlainTree.of(resource);
            attributes = PlainTree.of(attributes);
            events = List.copyOf(events);
            links = List.copyOf(links);
        }
    }

    /** A line of log: {@code body} is an object for a structured line, else a string node. {@code component} wrote it, or the platform about it. */
    public record LogLine(Moment at, String component, @Nullable Name invocation, String severity, JsonNode body,
            Map<String, String> attributes) {

        /** The attribute of a line that the platform wrote: which event it stands for, as {@code platform.report}. */
        public static final String PLATFORM_EVENT = "tapedeck.platform.event";

        public LogLine {
            body = PlainTree.of(body);
            attributes = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(attributes));
        }

        /** Whether the platform wrote it, and not the function. */
        public boolean platform() {
            return attributes.containsKey(PLATFORM_EVENT);
        }
    }
}
