package dev.tapedeck.cli;

import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Moment;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A little telemetry, written out as a recorder writes it (docs/reference/capture-convention.md). Times are milliseconds since the start. */
final class Tape {

    static final String CORRELATION = "5b0d2f1e-93a4-4a57-8a0c-6f1f2f0c9d11";
    private static final Moment START = Moment.ofEpochMillis(1_795_000_000_000L);

    private final ArrayNode resources = Json.MAPPER.createArrayNode();
    private int spans;
    private boolean cut;
    private String host = "host";
    private String python = "";
    private String instance = "";

    static String json(String text) {
        return text.replace('\'', '"');
    }

    /** A request through an HTTP API. */
    static String post(String body) {
        ObjectNode event = (ObjectNode) Json
                .parse(json("{'version':'2.0','routeKey':'POST /run','rawPath':'/run','headers':{'x-correlation-id':'"
                        + CORRELATION
                        + "'},'requestContext':{'http':{'method':'POST','path':'/run'},'requestId':'0d6e6a0c-13a7-4b37-9a53-0d1b34a1c001',"
                        + "'timeEpoch':" + START.epochNanos() / 1_000_000 + "}}"));
        return Json.write(event.put("body", json(body)));
    }

    /** Messages of the queue `work`, each {@code id receiveCount body}, sent when the tape starts. */
    static String records(String... messages) {
        return recordsSent(0, messages);
    }

    static String recordsSent(int at, String... messages) {
        ArrayNode records = Json.MAPPER.createArrayNode();
        for (String message : messages) {
            String[] parts = message.split(" ", 3);
            ObjectNode record = records.addObject().put("messageId", parts[0]).put("receiptHandle", parts[0] + "#" + parts[1])
                    .put("body", json(parts[2])).put("eventSource", "aws:sqs")
                    .put("eventSourceARN", "arn:aws:sqs:eu-west-1:123456789012:work").put("awsRegion", "eu-west-1");
            record.putObject("attributes").put("ApproximateReceiveCount", parts[1])
                    .put("SentTimestamp", Long.toString(START.epochNanos() / 1_000_000 + at));
            record.putObject("messageAttributes");
        }
        return Json.write(Json.object().set("Records", records));
    }

    Run run(String function, String requestId, int from, int to, String event) {
        return new Run(function, requestId, from, to, event);
    }

    /** As if the recorder had cut every answer of a dependency short from now on. */
    Tape cut() {
        cut = true;
        return this;
    }

    /** On which host the runs to come take place. */
    Tape on(String name) {
        host = name;
        return this;
    }

    /** In which execution environment the runs to come take place; without it each has its own. */
    Tape in(String environment) {
        instance = environment;
        return this;
    }

    /** Which Python the runs to come take place in, such as {@code 3.12.1}. */
    Tape inPython(String version) {
        python = version;
        return this;
    }

    byte[] otlp() {
        return Json.write(Json.object().set("resourceSpans", resources)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /**
     * @param type "" where the caller left it to Lambda
     * @param requestId what Lambda answered with, "" for no answer in time
     */
    record Invoked(String function, String type, String requestId) {}

    /** One invocation; each call is added in the order in which it was sent. */
    final class Run {
        private final ArrayNode into;
        private final ObjectNode span;
        private final ArrayNode attributes;
        private final String id;
        private int calls;

        private Run(String function, String requestId, int from, int to, String event) {
            ObjectNode resource = resources.addObject();
            ArrayNode about = resource.putObject("resource").putArray("attributes");
            put(about, "service.name", function);
            put(about, "faas.name", function);
            put(about, "faas.instance", "2026/11/18/[$LATEST]" + (instance.isEmpty() ? requestId.replace("-", "") : instance));
            put(about, "host.name", host);
            if (!python.isEmpty()) {
                put(about, "process.runtime.name", "python");
                put(about, "process.runtime.version", python);
            }
            into = resource.putArray("scopeSpans").addObject().putArray("spans");
            id = nextId();
            span = span(into, id, "", from, to).put("name", function).put("kind", 2);
            attributes = span.putArray("attributes");
            put(attributes, "faas.invocation_id", requestId);
            attributes.addObject().put("key", "faas.coldstart").putObject("value").put("boolValue", true);
            put(attributes, "tapedeck.event", event);
        }

        Run with(String attribute, String value) {
            put(attributes, attribute, value);
            return this;
        }

        Run returns(String json) {
            return with("tapedeck.response", json(json)).with("tapedeck.calls", Integer.toString(calls));
        }

        Run raises(String type) {
            span.putObject("status").put("code", 2);
            return with("error.type", type).with("tapedeck.calls", Integer.toString(calls));
        }

        /** Lets a call go unrecorded that the recorder counted. */
        Run unrecorded() {
            calls++;
            return this;
        }

        /** An AWS call that was answered 200. */
        Run call(String operation, String input, String output, int from, int to) {
            return answered(operation, input, 200, output, from, to);
        }

        Run answered(String operation, String input, int status, String output, int from, int to) {
            answer(aws(operation, input, from, to), status, output);
            return this;
        }

        /** An AWS call whose answer did not come in time. */
        Run lost(String operation, String input, int from, int to) {
            put(aws(operation, input, from, to), "error.type", "timeout");
            return this;
        }

        /** A POST to a dependency. */
        Run http(String host, String path, String input, int status, String output, int from, int to) {
            ArrayNode call = sent("https://" + host + path, "{'host':'" + host + "','content-type':'application/json'}", input, from, to);
            answer(call, status, output);
            if (cut) {
                put(call, "tapedeck.response.body.truncated", "100000");
            }
            return this;
        }

        /** A call of Lambda's {@code Invoke}. */
        Run invokes(Invoked invoked, String payload, String output, int from, int to) {
            ArrayNode call = sent("https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/" + invoked.function() + "/invocations",
                    "{'content-type':'application/octet-stream'" + (invoked.type().isEmpty()
                            ? ""
                            : ",'x-amz-invocation-type':'" + invoked.type() + "'") + "}",
                    payload, from, to);
            put(call, "rpc.system", "aws-api");
            put(call, "rpc.service", "Lambda");
            put(call, "rpc.method", "Invoke");
            if (invoked.requestId().isEmpty()) {
                put(call, "error.type", "timeout");
                return this;
            }
            put(call, "aws.request_id", invoked.requestId());
            answer(call, invoked.type().equals("Event") ? 202 : 200, output);
            return this;
        }

        private void answer(ArrayNode call, int status, String output) {
            put(call, "http.response.status_code", Integer.toString(status));
            put(call, "tapedeck.response.headers", json("{'content-type':'application/json'}"));
            put(call, "tapedeck.response.body", json(output));
        }

        private ArrayNode aws(String operation, String input, int from, int to) {
            String service = operation.contains("Message") ? "SQS" : "DynamoDB";
            String target = service.equals("SQS") ? "AmazonSQS" : "DynamoDB_20120810";
            String url = "https://" + service.toLowerCase(Locale.ROOT) + ".eu-west-1.amazonaws.com/";
            ObjectNode body = (ObjectNode) Json.parse(json("{" + input + "}"));
            body.put(service.equals("SQS") ? "QueueUrl" : "TableName",
                    service.equals("SQS") ? "https://sqs.eu-west-1.amazonaws.com/123456789012/work" : "things");
            ArrayNode call = sent(url, "{'content-type':'application/x-amz-json-1.0','x-amz-target':'" + target + "." + operation + "'}",
                    Json.write(body), from, to);
            put(call, "rpc.system", "aws-api");
            put(call, "rpc.service", service);
            put(call, "rpc.method", operation);
            return call;
        }

        private ArrayNode sent(String url, String headers, String body, int from, int to) {
            ArrayNode call = span(into, nextId(), id, from, to).put("name", "POST").put("kind", 3).putArray("attributes");
            put(call, "http.request.method", "POST");
            put(call, "url.full", url);
            put(call, "tapedeck.call.ordinal", Integer.toString(++calls));
            put(call, "tapedeck.request.headers", json(headers));
            put(call, "tapedeck.request.body", json(body));
            return call;
        }
    }

    private ObjectNode span(ArrayNode into, String id, String parent, int from, int to) {
        ObjectNode span = into.addObject().put("traceId", "6aff5a8000000000000000000000c0de").put("spanId", id);
        if (!parent.isEmpty()) {
            span.put("parentSpanId", parent);
        }
        return span.put("startTimeUnixNano", nanos(from)).put("endTimeUnixNano", nanos(to));
    }

    private static String nanos(int millis) {
        return Long.toString(START.plusNanos(millis * 1_000_000L).epochNanos());
    }

    private String nextId() {
        return String.format(Locale.ROOT, "%016x", 0xabc000 + ++spans);
    }

    private static void put(ArrayNode attributes, String key, String value) {
        JsonNode text = Json.object().put("stringValue", value);
        attributes.addObject().put("key", key).set("value", text);
    }
}
