package dev.tapedeck.redaction;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Environment;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.Invariant;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.RecordingCodec;
import dev.tapedeck.recording.Rung;
import dev.tapedeck.recording.Telemetry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small recording in which every kind of field occurs, for tests to put values into: one request, one function, a call each to a table, a
 * queue and a dependency, with spans, logs and initial state.
 */
final class Incident {
    static final Moment START = Moment.ofEpochMillis(Instant.parse("2026-03-04T10:00:00Z").toEpochMilli());
    static final String REQUEST_ID = "4e5a70bb-dde8-4869-bed7-4fcac845a5e5";
    static final String TRACE_ID = "6b01521fdb59c08b9d76994d29a3eb77";
    static final String CORRELATION_ID = "697c1a18-715e-493f-a2cc-ca68876621c7";
    private static final Name INVOCATION = Naming.derived(new Name(1, 2), "invocation");

    SortedMap<String, String> labels = new TreeMap<>(Map.of("correlationId", CORRELATION_ID, "workflow", "invoice-close"));
    ObjectNode event = Json.object();
    ObjectNode result = Json.object();
    ObjectNode messageBody = Json.object();
    SortedMap<String, String> messageAttributes = new TreeMap<>();
    String messageType = "InvoiceSubmitted";
    ObjectNode httpBody = Json.object();
    ObjectNode httpHeaders = Json.object();
    String httpPath = "/entries";
    ObjectNode answerHeaders = Json.object();
    JsonNode answerBody = Json.object();
    ObjectNode item = Json.object();
    ObjectNode queueInput = Json.object();
    ObjectNode queueAnswer = Json.object();
    String spanName = "submit-invoice";
    ObjectNode spanAttributes = Json.object();
    ObjectNode resource = Json.object();
    ObjectNode spanEvent = Json.object();
    String spanError = "";
    JsonNode logBody = Json.object();
    SortedMap<String, String> logAttributes = new TreeMap<>();
    String exception = "";
    ObjectNode stateKey = Json.object();
    ObjectNode stateItem = Json.object();
    String gap = "the answer of `ledger-api` was not recorded";
    String invariant = "true";
    String instance = "2026/03/04/[$LATEST]f45395e826d25276cda3054b630a203c";

    /** An incident whose event is {@code json}. */
    static Incident of(String json) {
        Incident incident = new Incident();
        incident.event = (ObjectNode) Json.parse(json);
        return incident;
    }

    Recording recording() {
        return new Recording(labels, START, START.plusNanos(5_000_000_000L), components(), List.of(message()), List.of(),
                List.of(invocation()),
                List.of(table(), queue(), http()), List.of(), List.of(span()), List.of(line()), state(),
                new Environment("eu-west-1",
                        List.of(new Environment.FunctionEnvironment("submit-invoice", null, "nodejs20.x", 256, 15000, new TreeMap<>()))),
                List.of(new Gap(Gap.Kind.MISSING_RESPONSE, INVOCATION, "ledger-api", gap, "record it")),
                List.of(new Invariant("closes-once", invariant, "submit-invoice", "", "symptoms")));
    }

    private static List<Component> components() {
        SortedMap<String, String> hosts = new TreeMap<>(Map.of("hosts", "ledger-api.billing.internal:8443"));
        return List.of(Component.of("submit-invoice", Component.Kind.FUNCTION), Component.of("invoices", Component.Kind.TABLE),
                Component.of("closing.fifo", Component.Kind.QUEUE), Component.of("POST /invoices", Component.Kind.ROUTE),
                new Component("ledger-api", Component.Kind.DEPENDENCY, hosts));
    }

    private Message message() {
        return new Message(Naming.root("POST /invoices", REQUEST_ID), "POST /invoices", new Message.External(REQUEST_ID), REQUEST_ID,
                messageType,
                Payload.whole(messageBody), messageAttributes, START);
    }

    private Invocation invocation() {
        Invocation.Result ended = exception.isEmpty()
                ? new Invocation.Returned(Payload.whole(result))
                : new Invocation.Raised("ValidationError", exception);
        return new Invocation(INVOCATION, "submit-invoice", REQUEST_ID, 1, List.of(), instance, true, 254467025, START,
                START.plusNanos(1000), Payload.whole(event),
                ended, 3, Rung.VALUES);
    }

    private Call table() {
        ObjectNode input = Json.object().put("TableName", "invoices");
        input.set("Item", item);
        return call(1, "invoices", "dynamodb", "PutItem", input, new Call.Answered(200, Json.object(), Payload.whole(Json.object())));
    }

    private Call queue() {
        return call(2, "closing.fifo", "sqs", "SendMessage", queueInput, new Call.Answered(200, Json.object(), Payload.whole(queueAnswer)));
    }

    private Call http() {
        ObjectNode input = Json.object().put("method", "POST").put("path", httpPath);
        input.putObject("query");
        input.set("headers", httpHeaders);
        input.set("body", httpBody);
        return call(3, "ledger-api", "http", "POST /entries", input, new Call.Answered(201, answerHeaders, Payload.whole(answerBody)));
    }

    private static Call call(int ordinal, String target, String service, String operation, ObjectNode input, Call.Answer answer) {
        return new Call(Naming.call(INVOCATION, target, operation, 0), 1, INVOCATION, ordinal, target, service, operation,
                Payload.whole(input), answer,
                START.plusNanos(ordinal * 10L), START.plusNanos(ordinal * 10L + 5), Call.Effect.UNKNOWN);
    }

    private Telemetry.Span span() {
        return new Telemetry.Span(TRACE_ID, "8d2bc7a5515c8951", "", spanName, Telemetry.SpanKind.SERVER, START, START.plusNanos(1000),
                resource, spanAttributes,
                List.of(new Telemetry.SpanEvent("exception", START, spanEvent)), List.of(), spanError.isEmpty() ? null : spanError,
                INVOCATION);
    }

    private Telemetry.LogLine line() {
        return new Telemetry.LogLine(START, "submit-invoice", INVOCATION, "INFO", logBody, logAttributes);
    }

    private InitialState state() {
        SortedMap<String, InitialState.Value> attributes = new TreeMap<>();
        stateItem.properties().forEach(
                entry -> attributes.put(entry.getKey(), new InitialState.Value(entry.getValue(), InitialState.Provenance.OBSERVED)));
        return new InitialState(
                List.of(new InitialState.Item("invoices", stateKey, InitialState.Existence.PRESENT, InitialState.Provenance.OBSERVED,
                        attributes)),
                List.of());
    }

    Redacted redacted(Literals literals) {
        return Redaction.apply(recording(), Policy.DEFAULT, PseudonymKey.of(new byte[PseudonymKey.BYTES]), literals);
    }

    /** As a cartridge would hold it. */
    static SortedMap<String, byte[]> entries(Redacted redacted) {
        SortedMap<String, byte[]> entries = new TreeMap<>(RecordingCodec.encode(redacted.recording()));
        entries.put("redaction.json", Json.MAPPER.writeValueAsBytes(redacted.redactionJson()));
        return entries;
    }

    static String text(Redacted redacted) {
        StringBuilder text = new StringBuilder();
        entries(redacted).values().forEach(bytes -> text.append(new String(bytes, java.nio.charset.StandardCharsets.UTF_8)).append('\n'));
        return text.toString();
    }
}
