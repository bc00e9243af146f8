package dev.tapedeck.capture;

import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Telemetry;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Spans and log lines as the recording keeps them: on one clock, and without the payloads, which became events, calls and messages. */
final class TelemetryOf {

    private TelemetryOf() {}

    static Telemetry.Span span(SpanEntry span, @Nullable Name subject) {
        Resource resource = span.resource();
        return new Telemetry.Span(span.traceId(), span.spanId(), span.parentSpanId(), span.name(), span.kind(),
                new Moment(span.startNanos()), new Moment(span.endNanos()),
                resource(resource), span.attributes().plain(TelemetryOf::isNoPayload),
                span.events().stream()
                        .map(e -> new Telemetry.SpanEvent(e.name(), new Moment(Math.max(e.atNanos() - resource.aheadNanos(), 0)),
                                e.attributes().plain(key -> true)))
                        .toList(),
                span.links().stream().map(l -> new Telemetry.SpanLink(l.traceId(), l.spanId())).toList(), span.error(), subject);
    }

    /** As it was told, with what its time stamps were corrected by. */
    private static ObjectNode resource(Resource resource) {
        ObjectNode told = resource.attributes().plain(key -> true);
        if (resource.aheadNanos() != 0) {
            told.put("tapedeck.clock.ahead_millis", resource.aheadNanos() / 1_000_000);
        }
        return told;
    }

    private static boolean isNoPayload(String key) {
        return !key.startsWith("tapedeck.request.") && !key.startsWith("tapedeck.response") && !key.startsWith("tapedeck.event")
                && !key.startsWith("function.request") && !key.startsWith("function.response") && !key.startsWith("faas.event")
                && !key.startsWith("faas.response");
    }

    static Telemetry.LogLine line(LogEntry log, String component, @Nullable Name invocation) {
        SortedMap<String, String> attributes = new TreeMap<>();
        put(attributes, "traceId", log.traceId());
        put(attributes, "spanId", log.spanId());
        log.attributes().keys().forEach(key -> put(attributes, key, log.attributes().text(key, "")));
        JsonNode object = log.object();
        return new Telemetry.LogLine(new Moment(Math.max(log.atNanos(), 0)), component, invocation, log.severity(),
                object == null ? Json.MAPPER.getNodeFactory().stringNode(log.text()) : object, attributes);
    }

    private static void put(SortedMap<String, String> into, String key, String value) {
        if (!value.isEmpty()) {
            into.put(key, value);
        }
    }
}
