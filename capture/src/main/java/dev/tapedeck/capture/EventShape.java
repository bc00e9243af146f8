package dev.tapedeck.capture;

import dev.tapedeck.recording.Component.Kind;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an event says of the messages in it, by the shapes in which Lambda hands them over
 * (https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html). An event of no known shape is one message of its own, without an id.
 */
final class EventShape {

    private EventShape() {}

    static List<Received> read(JsonNode event, String function) {
        if (event.path("Records").isArray() && !event.path("Records").isEmpty()) {
            List<Received> received = new ArrayList<>();
            event.path("Records").forEach(record -> received.add(record(record, function)));
            return received;
        }
        if (event.path("requestContext").isObject()) {
            return List.of(request(event));
        }
        if (event.has("detail-type") && event.has("source")) {
            return List.of(busEvent(event));
        }
        if (event.has("MessageId") && event.has("Body")) {
            return List.of(printed(event));
        }
        return List.of(Received.payload(function, event));
    }

    private static Received record(JsonNode record, String function) {
        String source = record.path("eventSource").asString(record.path("EventSource").asString(""));
        String arn = record.path("eventSourceARN").asString(record.path("eventSourceArn").asString(""));
        return switch (source) {
            case "aws:sqs" -> queued(record, lastOf(arn));
            case "aws:sns" -> notification(record.path("Sns"));
            case "aws:kinesis" -> new Received(Kind.STREAM, lastOf(arn), record.path("eventID").asString(""), 0, "",
                    Json.parseOrString(base64(record.path("kinesis").path("data").asString(""))),
                    strings("partitionKey", record.path("kinesis").path("partitionKey").asString("")),
                    Times.nanos(record.path("kinesis").path("approximateArrivalTimestamp"), 0), null, null);
            case "aws:dynamodb" -> new Received(Kind.STREAM, tableOf(arn), record.path("eventID").asString(""), 0,
                    record.path("eventName").asString(""), record.path("dynamodb"), new TreeMap<>(),
                    Times.nanos(record.path("dynamodb").path("ApproximateCreationDateTime"), 0), null, null);
            default -> new Received(Kind.FUNCTION, function, "", 0, source, record, new TreeMap<>(), 0, null, null);
        };
    }

    private static Received queued(JsonNode record, String queue) {
        SortedMap<String, String> attributes = new TreeMap<>();
        for (String name : List.of("MessageGroupId", "MessageDeduplicationId")) {
            put(attributes, name, record.path("attributes").path(name).asString(""));
        }
        TraceHeader trace = TraceHeader.parse(record.path("attributes").path("AWSTraceHeader").asString(""));
        for (String name : record.path("messageAttributes").propertyNames()) {
            String value = record.path("messageAttributes").path(name).path("stringValue").asString("");
            if (name.equals("traceparent")) {
                trace = trace == null ? TraceHeader.parse(value) : trace;
            } else {
                put(attributes, name, value);
            }
        }
        JsonNode body = Json.parseOrString(record.path("body").asString(""));
        return new Received(Kind.QUEUE, queue, record.path("messageId").asString(""),
                (int) millis(record.path("attributes").path("ApproximateReceiveCount")), "", body, attributes,
                Numbers.nanosOfMillis(millis(record.path("attributes").path("SentTimestamp"))), trace, wrapped(body));
    }

    /** A message as {@code receive-message} prints it, so that it can be joined to the record that a function got. */
    private static Received printed(JsonNode message) {
        JsonNode body = Json.parseOrString(message.path("Body").asString(""));
        return new Received(Kind.QUEUE, "", message.path("MessageId").asString(""),
                (int) millis(message.path("Attributes").path("ApproximateReceiveCount")), "", body, new TreeMap<>(),
                Numbers.nanosOfMillis(millis(message.path("Attributes").path("SentTimestamp"))), null, wrapped(body));
    }

    private static @Nullable Received wrapped(JsonNode body) {
        if (body.has("detail-type") && body.has("source") && body.has("id")) {
            return busEvent(body);
        }
        return body.path("Type").asString("").equals("Notification") && body.has("TopicArn") ? notification(body) : null;
    }

    private static Received notification(JsonNode sns) {
        return new Received(Kind.TOPIC, lastOf(sns.path("TopicArn").asString("")), sns.path("MessageId").asString(""), 0,
                sns.path("Subject").asString(""), Json.parseOrString(sns.path("Message").asString("")), new TreeMap<>(),
                Times.nanos(sns.path("Timestamp").asString(""), 0), null, null);
    }

    private static Received busEvent(JsonNode event) {
        String type = event.path("detail-type").asString("");
        Kind kind = type.equals("Scheduled Event") ? Kind.SCHEDULE : Kind.BUS;
        String channel = kind == Kind.SCHEDULE ? lastOf(event.path("resources").path(0).asString("")) : "";
        JsonNode detail = event.path("detail");
        String context = detail.path("traceparent").asString(detail.path("metadata").path("traceparent").asString(""));
        return new Received(kind, channel, event.path("id").asString(""), 0, type, detail,
                strings("source", event.path("source").asString("")), Times.nanos(event.path("time").asString(""), 0),
                TraceHeader.parse(context), null);
    }

    /** A request through an HTTP API, in payload format 2.0 or 1.0. */
    private static Received request(JsonNode event) {
        JsonNode context = event.path("requestContext");
        String method = context.path("http").path("method").asString(event.path("httpMethod").asString("GET"));
        String path = event.path("rawPath").asString(event.path("path").asString("/"));
        String routeKey = event.path("routeKey").asString("");
        String resource = event.path("resource").asString("");
        String route = routeKey.contains(" ")
                ? routeKey
                : resource.isEmpty() || resource.contains("proxy+") ? method + " " + Wire.template(path) : method + " " + resource;
        SortedMap<String, String> headers = new TreeMap<>();
        for (String name : event.path("headers").propertyNames()) {
            put(headers, name.toLowerCase(Locale.ROOT), event.path("headers").path(name).asString(""));
        }
        String parent = headers.getOrDefault("traceparent", headers.getOrDefault("x-amzn-trace-id", ""));
        String body = event.path("body").asString("");
        String text = event.path("isBase64Encoded").asBoolean(false) ? base64(body) : body;
        long at = Numbers.nanosOfMillis(Math.max(millis(context.path("timeEpoch")), millis(context.path("requestTimeEpoch"))));
        return new Received(Kind.ROUTE, route, context.path("requestId").asString(""), 0, route, Json.parseOrString(text), headers, at,
                TraceHeader.parse(parent), null);
    }

    private static long millis(JsonNode value) {
        if (value.isNumber()) {
            return value.asLong(0);
        }
        return value.isString() ? Numbers.whole(value.stringValue(), 0) : 0;
    }

    private static String base64(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String lastOf(String arn) {
        return arn.substring(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
    }

    /** {@code arn:aws:dynamodb:…:table/NAME/stream/…} */
    private static String tableOf(String arn) {
        String[] parts = arn.split("/", -1);
        return parts.length > 1 ? parts[1] : arn;
    }

    private static SortedMap<String, String> strings(String name, String value) {
        SortedMap<String, String> out = new TreeMap<>();
        put(out, name, value);
        return out;
    }

    private static void put(SortedMap<String, String> into, String name, String value) {
        if (!value.isEmpty()) {
            into.put(name, value);
        }
    }
}
