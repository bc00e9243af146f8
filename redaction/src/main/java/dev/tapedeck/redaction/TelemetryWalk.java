package dev.tapedeck.redaction;

import dev.tapedeck.recording.Telemetry.LogLine;
import dev.tapedeck.recording.Telemetry.Span;
import dev.tapedeck.recording.Telemetry.SpanEvent;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Spans and log lines. Ids stay, since they lead back to production; everything that people or programs wrote is a value. */
final class TelemetryWalk {
    private final Field spans;
    private final Field logs;
    private final Rewriting rewriting;

    TelemetryWalk(Field root, Rewriting rewriting) {
        this.spans = root.child("spans");
        this.logs = root.child("logs");
        this.rewriting = rewriting;
    }

    Span span(Span span) {
        Field attributes = spans.child("attributes");
        List<SpanEvent> events = span.events().stream().map(this::event).toList();
        String error = span.error();
        return new Span(span.traceId(), span.spanId(), span.parentSpanId(), rewriting.label(spans.child("name"), span.name()), span.kind(),
                span.start(), span.end(),
                (ObjectNode) rewriting.tree(spans.child("resource", FieldKind.ORDINARY), span.resource()),
                (ObjectNode) rewriting.tree(attributes, span.attributes()), events, span.links(),
                error == null ? null : rewriting.sentence(spans.child("error"), error), span.subject());
    }

    private SpanEvent event(SpanEvent event) {
        Field field = spans.child("events");
        return new SpanEvent(rewriting.label(field.child("name"), event.name()), event.at(),
                (ObjectNode) rewriting.tree(field, event.attributes()));
    }

    LogLine line(LogLine line) {
        Field field = logs.child(line.component());
        return new LogLine(line.at(), line.component(), line.invocation(), rewriting.label(field.child("severity"), line.severity()),
                rewriting.tree(field.child("body", FieldKind.ORDINARY), line.body()),
                rewriting.strings(field.child("attributes"), new java.util.TreeMap<>(line.attributes())));
    }
}
