package dev.tapedeck.capture;

import dev.tapedeck.recording.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Small telemetry made for one test: spans and log lines as a collector's file exporter writes them. Times are milliseconds after noon. */
final class Made {

    static final long NOON_MILLIS = 1_795_262_400_000L;

    private final List<ObjectNode> lines = new ArrayList<>();

    /** A span to be; each method sets one thing and gives itself back. */
    static final class Span {
        private final Map<String, String> resource = new LinkedHashMap<>();
        private final ObjectNode span = Json.object();
        private final ArrayNode attributes;

        private Span(String service, boolean function, int trace, int id) {
            resource.put("service.name", service);
            if (function) {
                resource.put("faas.name", service);
            }
            span.put("traceId", traceId(trace)).put("spanId", spanId(id)).put("name", service);
            attributes = span.putArray("attributes");
        }

        Span at(long start, long end) {
            span.put("startTimeUnixNano", nanos(start)).put("endTimeUnixNano", nanos(end));
            return this;
        }

        Span host(String name) {
            resource.put("host.name", name);
            return this;
        }

        Span parent(int id) {
            span.put("parentSpanId", spanId(id));
            return this;
        }

        Span kind(int kind) {
            span.put("kind", kind);
            return this;
        }

        Span link(int trace, int id) {
            ArrayNode links = span.get("links") instanceof ArrayNode known ? known : span.putArray("links");
            links.addObject().put("traceId", traceId(trace)).put("spanId", spanId(id));
            return this;
        }

        Span with(String key, String value) {
            attributes.addObject().put("key", key).putObject("value").put("stringValue", value);
            return this;
        }

        Span failed(String type) {
            span.putObject("status").put("code", 2).put("message", type);
            return with("error.type", type);
        }
    }

    /** An invocation with its event and the number of its calls. */
    Span run(String function, int trace, int id, String event) {
        Span run = begun(function, true, trace, id).kind(5).with("faas.invocation_id", requestId(id));
        return event.isEmpty() ? run : run.with("tapedeck.event", event);
    }

    /** A call of the invocation whose span is {@code parent}. */
    Span call(String function, int trace, int id, int parent) {
        return begun(function, true, trace, id).parent(parent).kind(3);
    }

    Span send(String function, int trace, int id, int parent, Sqs sent) {
        String answer = Json.write(Json.object().put("MessageId", sent.messageId));
        return aws(call(function, trace, id, parent).kind(4), "AmazonSQS", "SendMessage", Json.write(Json.object()
                .put("QueueUrl", "https://sqs.eu-west-1.amazonaws.com/111122223333/" + sent.queue).put("MessageBody", sent.body)), answer);
    }

    /** A message that is put on a queue. An empty id: the answer was not recorded. */
    record Sqs(String queue, String messageId, String body) {}

    Span put(String function, int trace, int id, int parent, String item) {
        String typed = "{\"TableName\":\"things\",\"Item\":" + item + "}";
        return aws(call(function, trace, id, parent), "DynamoDB_20120810", "PutItem", typed, "{}");
    }

    static Span aws(Span call, String service, String operation, String request, String answer) {
        call.with("rpc.method", operation).with("url.full", "https://aws.eu-west-1.amazonaws.com/").with("http.request.method", "POST")
                .with("tapedeck.request.headers", "{\"x-amz-target\":\"" + service + "." + operation + "\"}")
                .with("tapedeck.request.body", request).with("http.response.status_code", "200");
        return answer.contains("\"MessageId\":\"\"") ? call : call.with("tapedeck.response.body", answer);
    }

    Span http(String function, int trace, int id, int parent, String body) {
        return call(function, trace, id, parent).with("http.request.method", "POST").with("url.full", "https://bank.example/payments")
                .with("tapedeck.request.headers", "{}").with("tapedeck.request.body", body);
    }

    Span server(String service, int trace, int id, int parent) {
        return begun(service, false, trace, id).parent(parent).kind(2);
    }

    private Span begun(String service, boolean function, int trace, int id) {
        Span span = new Span(service, function, trace, id);
        ObjectNode line = Json.object();
        ObjectNode group = line.putArray("resourceSpans").addObject();
        group.putObject("resource").set("attributes", Json.MAPPER.createArrayNode());
        group.putArray("scopeSpans").addObject().putArray("spans").add(span.span);
        lines.add(line);
        spans.add(span);
        return span.at(0, 1);
    }

    private final List<Span> spans = new ArrayList<>();

    Made log(String function, int trace, int spanId, long at, String body) {
        ObjectNode line = Json.object();
        ObjectNode group = line.putArray("resourceLogs").addObject();
        attribute(group.putObject("resource").putArray("attributes"), "faas.name", function);
        ObjectNode record = group.putArray("scopeLogs").addObject().putArray("logRecords").addObject();
        record.put("timeUnixNano", nanos(at)).put("traceId", traceId(trace)).put("spanId", spanId(spanId)).putObject("body")
                .put("stringValue", body);
        lines.add(line);
        return this;
    }

    private static void attribute(ArrayNode into, String key, String value) {
        into.addObject().put("key", key).putObject("value").put("stringValue", value);
    }

    /** As JSON lines. */
    String text() {
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (ObjectNode line : lines) {
            if (line.has("resourceSpans")) {
                Span span = spans.get(next++);
                ArrayNode attributes = Json.MAPPER.createArrayNode();
                span.resource.forEach((key, value) -> attribute(attributes, key, value));
                ((ObjectNode) line.path("resourceSpans").path(0).path("resource")).set("attributes", attributes);
            }
            out.append(Json.write(line)).append('\n');
        }
        return out.toString();
    }

    TelemetryIndex index() {
        return read(text());
    }

    SymptomReport symptoms() {
        return Symptoms.of(index());
    }

    static TelemetryIndex read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    static TelemetryIndex read(byte[] bytes) {
        return Capture.read(List.of(Source.of("made", bytes)), ReadOptions.DEFAULT, Progress.NONE);
    }

    static String nanos(long millisAfterNoon) {
        return NOON_MILLIS + millisAfterNoon + "000000";
    }

    static String traceId(int n) {
        return String.format(Locale.ROOT, "%032x", 0xabc0000 + n);
    }

    static String spanId(int n) {
        return String.format(Locale.ROOT, "%016x", 0xdef0000 + n);
    }

    static String requestId(int n) {
        return String.format(Locale.ROOT, "00000000-0000-4000-8000-%012d", n);
    }

    /** What a function fed by a queue is handed. */
    static String sqsEvent(String queue, String messageId, String body) {
        return sqsEvent(queue, messageId, body, Json.object());
    }

    static String sqsEvent(String queue, String messageId, String body, ObjectNode attributes) {
        ObjectNode event = Json.object();
        ObjectNode record = event.putArray("Records").addObject().put("messageId", messageId).put("body", body);
        record.put("eventSource", "aws:sqs").put("eventSourceARN", "arn:aws:sqs:eu-west-1:111122223333:" + queue);
        record.set("attributes", attributes);
        return Json.write(event);
    }
}
