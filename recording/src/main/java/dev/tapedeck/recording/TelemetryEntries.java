package dev.tapedeck.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Spans and log lines as the OpenTelemetry collector's file exporter writes them: OTLP JSON, one {@code ExportTraceServiceRequest} or
 * {@code ExportLogsServiceRequest} a line. Neighbours of one resource share a line, so that order is kept. What joins them to the recording
 * stands in the last attribute, {@value #SUBJECT} or {@value #INVOCATION}.
 */
final class TelemetryEntries {
    static final String TRACES = "telemetry/traces.jsonl";
    static final String LOGS = "telemetry/logs.jsonl";

    private static final String SUBJECT = "tapedeck.subject";
    private static final String INVOCATION = "tapedeck.invocation";
    private static final String SERVICE_NAME = "service.name";
    private static final int STATUS_ERROR = 2;
    /** The first has number 1 (opentelemetry-proto, {@code trace.proto}). */
    private static final List<Telemetry.SpanKind> KIND_NUMBERS = List.of(Telemetry.SpanKind.INTERNAL, Telemetry.SpanKind.SERVER,
            Telemetry.SpanKind.CLIENT, Telemetry.SpanKind.PRODUCER, Telemetry.SpanKind.CONSUMER);

    private TelemetryEntries() {}

    static byte[] writeSpans(List<Telemetry.Span> spans) {
        return write(spans, Telemetry.Span::resource, new Shape("resourceSpans", "scopeSpans", "spans"), TelemetryEntries::span);
    }

    static byte[] writeLogs(List<Telemetry.LogLine> logs) {
        return write(logs, log -> Json.object().put(SERVICE_NAME, log.component()), new Shape("resourceLogs", "scopeLogs", "logRecords"),
                TelemetryEntries::logRecord);
    }

    /** The three nested lists of an export request. */
    private record Shape(String resources, String scopes, String items) {}

    private interface Item<T> {
        void write(T thing, JsonGenerator out);
    }

    private static <T> byte[] write(List<T> things, Function<T, ObjectNode> resourceOf, Shape shape, Item<T> item) {
        LineWriter lines = new LineWriter();
        ObjectNode current = null;
        for (T thing : things) {
            ObjectNode resource = resourceOf.apply(thing);
            if (!resource.equals(current)) {
                if (current != null) {
                    endLine(lines.next());
                }
                current = resource;
                startLine(shape, resource, lines.next());
            }
            item.write(thing, lines.next());
        }
        if (current != null) {
            endLine(lines.next());
        }
        return lines.end();
    }

    private static void startLine(Shape shape, ObjectNode resource, JsonGenerator out) {
        out.writeStartObject().writeArrayPropertyStart(shape.resources).writeStartObject();
        out.writeObjectPropertyStart("resource");
        OtlpValue.writeAttributes("attributes", resource, out);
        out.writeEndObject();
        out.writeArrayPropertyStart(shape.scopes).writeStartObject();
        out.writeObjectPropertyStart("scope").writeEndObject();
        out.writeArrayPropertyStart(shape.items);
    }

    private static void endLine(JsonGenerator out) {
        out.writeEndArray().writeEndObject().writeEndArray().writeEndObject().writeEndArray().writeEndObject();
    }

    private static void span(Telemetry.Span span, JsonGenerator out) {
        out.writeStartObject().writeStringProperty("traceId", span.traceId()).writeStringProperty("spanId", span.spanId())
                .writeStringProperty("parentSpanId", span.parentSpanId()).writeStringProperty("name", span.name())
                .writeNumberProperty("kind", KIND_NUMBERS.indexOf(span.kind()) + 1)
                .writeStringProperty("startTimeUnixNano", nanos(span.start())).writeStringProperty("endTimeUnixNano", nanos(span.end()));
        OtlpValue.writeAttributes(span.attributes(), SUBJECT, span.subject(), out);
        out.writeArrayPropertyStart("events");
        for (Telemetry.SpanEvent event : span.events()) {
            out.writeStartObject().writeStringProperty("timeUnixNano", nanos(event.at())).writeStringProperty("name", event.name());
            OtlpValue.writeAttributes("attributes", event.attributes(), out);
            out.writeEndObject();
        }
        out.writeEndArray().writeArrayPropertyStart("links");
        span.links().forEach(link -> out.writeStartObject().writeStringProperty("traceId", link.traceId())
                .writeStringProperty("spanId", link.spanId()).writeEndObject());
        out.writeEndArray().writeObjectPropertyStart("status");
        if (span.error() != null) {
            out.writeNumberProperty("code", STATUS_ERROR).writeStringProperty("message", span.error());
        }
        out.writeEndObject().writeEndObject();
    }

    private static void logRecord(Telemetry.LogLine log, JsonGenerator out) {
        out.writeStartObject().writeStringProperty("timeUnixNano", nanos(log.at())).writeStringProperty("severityText", log.severity());
        out.writeName("body");
        OtlpValue.write(log.body(), out);
        ObjectNode attributes = Json.object();
        log.attributes().forEach(attributes::put);
        OtlpValue.writeAttributes(attributes, INVOCATION, log.invocation(), out);
        out.writeEndObject();
    }

    private static String nanos(Moment moment) {
        return Long.toString(moment.epochNanos());
    }

    static List<Telemetry.Span> readSpans(byte[] bytes) {
        List<Telemetry.Span> spans = new ArrayList<>();
        read(TRACES, bytes, new Shape("resourceSpans", "scopeSpans", "spans"), (resource, span) -> spans.add(readSpan(resource, span)));
        return spans;
    }

    static List<Telemetry.LogLine> readLogs(byte[] bytes) {
        List<Telemetry.LogLine> logs = new ArrayList<>();
        read(LOGS, bytes, new Shape("resourceLogs", "scopeLogs", "logRecords"), (resource, log) -> logs.add(readLog(resource, log)));
        return logs;
    }

    private interface Sink {
        void accept(ObjectNode resource, Fields item);
    }

    private static void read(String entry, byte[] bytes, Shape shape, Sink sink) {
        JsonLines.read(entry, bytes, line -> {
            Fields request = Fields.of(line);
            for (Fields group : request.objects(shape.resources)) {
                Fields resource = group.object("resource");
                ObjectNode attributes = OtlpValue.readAttributes(resource, "attributes");
                resource.done();
                for (Fields scope : group.objects(shape.scopes)) {
                    scope.object("scope").done();
                    scope.objects(shape.items).forEach(item -> sink.accept(attributes, item));
                    scope.done();
                }
                group.done();
            }
            request.done();
        });
    }

    private static Telemetry.Span readSpan(ObjectNode resource, Fields span) {
        OtlpValue.Attributes attributes = OtlpValue.readAttributes(span, "attributes", SUBJECT);
        Telemetry.Span read = new Telemetry.Span(span.string("traceId"), span.string("spanId"), span.string("parentSpanId"),
                span.string("name"), kind(span.smallInteger("kind")), moment(span, "startTimeUnixNano"), moment(span, "endTimeUnixNano"),
                resource, attributes.plain(), span.objects("events").stream().map(TelemetryEntries::readEvent).toList(),
                span.objects("links").stream().map(TelemetryEntries::readLink).toList(), readStatus(span.object("status")),
                attributes.ours());
        span.done();
        return read;
    }

    private static Telemetry.SpanKind kind(int number) {
        if (number < 1 || number > KIND_NUMBERS.size()) {
            throw new IllegalArgumentException("`kind` must be 1 to " + KIND_NUMBERS.size() + ", not " + number);
        }
        return KIND_NUMBERS.get(number - 1);
    }

    private static Telemetry.SpanEvent readEvent(Fields event) {
        Telemetry.SpanEvent read = new Telemetry.SpanEvent(event.string("name"), moment(event, "timeUnixNano"),
                OtlpValue.readAttributes(event, "attributes"));
        event.done();
        return read;
    }

    private static Telemetry.SpanLink readLink(Fields link) {
        Telemetry.SpanLink read = new Telemetry.SpanLink(link.string("traceId"), link.string("spanId"));
        link.done();
        return read;
    }

    private static @Nullable String readStatus(Fields status) {
        if (!status.has("code")) {
            status.done();
            return null;
        }
        int code = status.smallInteger("code");
        if (code != STATUS_ERROR) {
            throw new IllegalArgumentException("`status.code` must be " + STATUS_ERROR + " where it is there, not " + code);
        }
        String message = status.string("message");
        status.done();
        return message;
    }

    private static Telemetry.LogLine readLog(ObjectNode resource, Fields log) {
        OtlpValue.Attributes attributes = OtlpValue.readAttributes(log, "attributes", INVOCATION);
        JsonNode component = resource.get(SERVICE_NAME);
        if (component == null || !component.isString()) {
            throw new IllegalArgumentException("the resource of a log line must have the attribute `" + SERVICE_NAME + "`");
        }
        Telemetry.LogLine read = new Telemetry.LogLine(moment(log, "timeUnixNano"), component.stringValue(), attributes.ours(),
                log.string("severityText"), OtlpValue.read(log.object("body")),
                Fields.of(Json.object().set("attributes", attributes.plain())).stringMap("attributes"));
        log.done();
        return read;
    }

    private static Moment moment(Fields owner, String field) {
        String digits = owner.string(field);
        try {
            return new Moment(Long.parseLong(digits));
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("`" + field + "` must be nanoseconds since 1970 as a string of digits, not `" + digits + "`",
                    malformed);
        }
    }
}
