package dev.tapedeck.capture;

import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Telemetry.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Spans and log records of OTLP's JSON encoding (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding): ids in hexadecimal, 64-bit
 * numbers as strings or numbers, enumerations as numbers or names.
 */
final class OtlpReader {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");
    private static final String[] KINDS = {"UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"};

    private final Symbols symbols = new Symbols();

    SpanEntry span(Element element) throws Malformed {
        byte[] bytes = element.copy();
        Cursor cursor = new Cursor(bytes, 0, bytes.length, symbols);
        SpanParts span = new SpanParts();
        cursor.openObject();
        for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
            switch (key) {
                case "traceId" -> span.traceId = id(cursor.text(), 32);
                case "spanId" -> span.spanId = id(cursor.text(), 16);
                case "parentSpanId" -> span.parent = cursor.text().toLowerCase(Locale.ROOT);
                case "name" -> span.name = cursor.symbol();
                case "kind" -> span.kind = kind(cursor.text());
                case "startTimeUnixNano" -> span.start = cursor.number();
                case "endTimeUnixNano" -> span.end = cursor.number();
                case "attributes" -> span.attributes = Attributes.read(bytes, cursor, symbols);
                case "links" -> span.links = links(bytes, cursor);
                case "events" -> span.events = events(bytes, cursor);
                case "status" -> span.error = status(cursor);
                default -> cursor.skip();
            }
        }
        if (span.traceId.isEmpty() || span.spanId.isEmpty() || span.start <= 0) {
            throw new Malformed("a span without trace id, span id or start");
        }
        return new SpanEntry(element.context().resource, span.traceId, span.spanId, span.parent, span.name, span.kind, span.start,
                Math.max(span.end, span.start), span.attributes, span.links, span.events, span.error);
    }

    private static final class SpanParts {
        String traceId = "";
        String spanId = "";
        String parent = "";
        String name = "";
        SpanKind kind = SpanKind.INTERNAL;
        long start;
        long end;
        Attributes attributes = Attributes.NONE;
        List<SpanEntry.Link> links = List.of();
        List<SpanEntry.Event> events = List.of();
        @org.jspecify.annotations.Nullable
        String error;
    }

    private static String id(String text, int digits) throws Malformed {
        String id = text.toLowerCase(Locale.ROOT);
        if (id.length() != digits || !HEX.matcher(id).matches()) {
            throw new Malformed("an id of " + digits + " hexadecimal digits expected");
        }
        return id;
    }

    private static SpanKind kind(String text) {
        String name = text.startsWith("SPAN_KIND_") ? text.substring("SPAN_KIND_".length()) : text;
        for (int i = 1; i < KINDS.length; i++) {
            if (name.equals(KINDS[i]) || name.equals(Integer.toString(i))) {
                return SpanKind.valueOf(KINDS[i]);
            }
        }
        return SpanKind.INTERNAL;
    }

    private static @org.jspecify.annotations.Nullable String status(Cursor cursor) throws Malformed {
        String code = "";
        String message = "";
        cursor.openObject();
        for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
            switch (key) {
                case "code" -> code = cursor.text();
                case "message" -> message = cursor.text();
                default -> cursor.skip();
            }
        }
        return code.equals("2") || code.equals("STATUS_CODE_ERROR") ? message : null;
    }

    private List<SpanEntry.Link> links(byte[] bytes, Cursor cursor) throws Malformed {
        List<SpanEntry.Link> links = new ArrayList<>(2);
        cursor.openArray();
        while (cursor.nextElement()) {
            String traceId = "";
            String spanId = "";
            Attributes attributes = Attributes.NONE;
            cursor.openObject();
            for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
                switch (key) {
                    case "traceId" -> traceId = cursor.text().toLowerCase(Locale.ROOT);
                    case "spanId" -> spanId = cursor.text().toLowerCase(Locale.ROOT);
                    case "attributes" -> attributes = Attributes.read(bytes, cursor, symbols);
                    default -> cursor.skip();
                }
            }
            links.add(new SpanEntry.Link(traceId, spanId, attributes));
        }
        return links;
    }

    private List<SpanEntry.Event> events(byte[] bytes, Cursor cursor) throws Malformed {
        List<SpanEntry.Event> events = new ArrayList<>(2);
        cursor.openArray();
        while (cursor.nextElement()) {
            String name = "";
            long at = 0;
            Attributes attributes = Attributes.NONE;
            cursor.openObject();
            for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
                switch (key) {
                    case "name" -> name = cursor.symbol();
                    case "timeUnixNano" -> at = cursor.number();
                    case "attributes" -> attributes = Attributes.read(bytes, cursor, symbols);
                    default -> cursor.skip();
                }
            }
            events.add(new SpanEntry.Event(name, at, attributes));
        }
        return events;
    }

    LogEntry log(Element element) throws Malformed {
        byte[] bytes = element.copy();
        Cursor cursor = new Cursor(bytes, 0, bytes.length, symbols);
        long at = 0;
        long observed = 0;
        String severity = "";
        String text = "";
        String traceId = "";
        String spanId = "";
        Attributes attributes = Attributes.NONE;
        cursor.openObject();
        for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
            switch (key) {
                case "timeUnixNano" -> at = cursor.number();
                case "observedTimeUnixNano" -> observed = cursor.number();
                case "severityText" -> severity = cursor.symbol();
                case "traceId" -> traceId = cursor.text().toLowerCase(Locale.ROOT);
                case "spanId" -> spanId = cursor.text().toLowerCase(Locale.ROOT);
                case "body" -> text = body(cursor);
                case "attributes" -> attributes = Attributes.read(bytes, cursor, symbols);
                default -> cursor.skip();
            }
        }
        return new LogEntry(element.context().resource, at > 0 ? at : observed, "", traceId, spanId,
                attributes.text("faas.invocation_id", ""), severity, text, attributes);
    }

    private static String body(Cursor cursor) throws Malformed {
        var body = Attributes.any(cursor, 0);
        return body.isString() ? body.stringValue() : body.isNull() ? "" : Json.write(body);
    }
}
