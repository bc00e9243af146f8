package dev.tapedeck.mesh;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The spans of a run: one for every invocation and one for every attempt of a call, in the traces that the mesh carried through. */
final class Spans {

    private final SortedMap<String, String> resource;
    private final List<Telemetry.Span> spans = new ArrayList<>();

    Spans(SortedMap<String, String> resource) {
        this.resource = resource;
    }

    void add(Invocation invocation, Trail causedOn) {
        ObjectNode attributes = Json.object().put("faas.invocation_id", invocation.requestId()).put("faas.coldstart",
                invocation.coldStart());
        @Nullable
        String error = switch (invocation.result()) {
            case Invocation.Raised raised -> raised.errorType() + ": " + raised.message();
            case Invocation.TimedOut timedOut -> "timed out";
            case Invocation.Returned returned -> null;
            case Invocation.Unknown unknown -> null;
        };
        spans.add(new Telemetry.Span(causedOn.traceId(), Trail.spanId(invocation.name()), causedOn.spanId(), invocation.function(),
                Telemetry.SpanKind.SERVER, invocation.start(), invocation.end(), resource(invocation.function()), attributes, List.of(),
                List.of(), error, invocation.name()));
    }

    void add(Outgoing outgoing, Moment runEnd) {
        Call call = outgoing.recorded(runEnd);
        ObjectNode attributes = Json.object().put("rpc.service", call.service()).put("rpc.method", call.operation())
                .put("peer.service", call.target());
        @Nullable
        String error = switch (call.answer()) {
            case Call.Answered answered -> answered.status() >= 400 ? Integer.toString(answered.status()) : null;
            case Call.Failed failed -> failed.errorType();
            case Call.Unrecorded unrecorded -> null;
        };
        Name span = outgoing.attemptName();
        spans.add(new Telemetry.Span(outgoing.trail.traceId(), Trail.spanId(span), outgoing.trail.spanId(),
                call.target() + " " + call.operation(), Telemetry.SpanKind.CLIENT, call.start(), call.end(),
                resource(outgoing.emission.function()), attributes, List.of(), List.of(), error, call.name()));
    }

    private ObjectNode resource(String component) {
        ObjectNode described = Json.object().put("service.name", component);
        resource.forEach(described::put);
        return described;
    }

    List<Telemetry.Span> all() {
        return List.copyOf(spans);
    }
}
