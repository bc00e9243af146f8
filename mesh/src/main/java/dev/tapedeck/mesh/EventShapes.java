package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** The events that functions receive, field by field in the shape and the order that each provider documents. */
public final class EventShapes {

    private static final DateTimeFormatter COMMON_LOG = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final String region;
    private final String account;

    public EventShapes(String region, String account) {
        this.region = region;
        this.account = account;
    }

    /**
     * A message as a queue hands it over.
     *
     * @param message as sent
     * @param receipt what the queue gave it when it accepted it
     * @param sentEpochMillis when it was accepted
     */
    public record Received(String queue, Entry message, Submission.Receipt receipt, String senderId, long sentEpochMillis,
            Handover handover) {}

    /** @param count of receives, this one included */
    public record Handover(String receiptHandle, int count, long firstEpochMillis) {}

    /** A batch from a queue: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event. */
    public ObjectNode queue(List<Received> batch) {
        ObjectNode event = Json.object();
        ArrayNode records = event.putArray("Records");
        batch.forEach(received -> records.add(record(received)));
        return event;
    }

    /** One record of {@link #queue}; what {@link EventPattern#matchesRecord} looks at. */
    public ObjectNode record(Received received) {
        Entry message = received.message();
        ObjectNode record = Json.object().put("messageId", received.receipt().id())
                .put("receiptHandle", received.handover().receiptHandle()).put("body", message.body());
        ObjectNode attributes = record.putObject("attributes").put("ApproximateReceiveCount", Integer.toString(received.handover().count()))
                .put("SentTimestamp", Long.toString(received.sentEpochMillis()));
        putUnlessEmpty(attributes, "SequenceNumber", received.receipt().sequenceNumber());
        putUnlessEmpty(attributes, "MessageGroupId", message.groupId());
        attributes.put("SenderId", received.senderId());
        putUnlessEmpty(attributes, "MessageDeduplicationId", message.deduplicationId());
        attributes.put("ApproximateFirstReceiveTimestamp", Long.toString(received.handover().firstEpochMillis()));
        ObjectNode messageAttributes = record.putObject("messageAttributes");
        message.attributes().properties().forEach(a -> messageAttributes.set(a.getKey(), messageAttribute(a.getValue())));
        record.put("md5OfBody", Digests.md5(message.body()));
        if (!message.attributes().isEmpty()) {
            record.put("md5OfMessageAttributes", Digests.md5OfAttributes(message.attributes()));
        }
        return record.put("eventSource", "aws:sqs").put("eventSourceARN", "arn:aws:sqs:" + region + ":" + account + ":" + received.queue())
                .put("awsRegion", region);
    }

    private static ObjectNode messageAttribute(JsonNode sent) {
        ObjectNode attribute = Json.object();
        if (sent.has("BinaryValue")) {
            attribute.put("binaryValue", sent.path("BinaryValue").asString(""));
        } else {
            attribute.put("stringValue", sent.path("StringValue").asString(""));
        }
        attribute.putArray("stringListValues");
        attribute.putArray("binaryListValues");
        return attribute.put("dataType", sent.path("DataType").asString(""));
    }

    /**
     * An event of a bus as its targets see it: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html. A queue as
     * target gets it as its message's body.
     *
     * @param entry of {@link BusApi}
     * @param epochMillis when the bus accepted it, unless the entry says a time
     */
    public ObjectNode bus(Entry entry, String eventId, long epochMillis) {
        ObjectNode event = Json.object().put("version", "0").put("id", eventId).put("detail-type", entry.type())
                .put("source", entry.attributes().path("source").asString("")).put("account", account)
                .put("time", time(entry.attributes().path("time"), epochMillis)).put("region", region);
        JsonNode resources = entry.attributes().path("resources");
        event.set("resources", resources.isArray() ? resources : Json.MAPPER.createArrayNode());
        event.set("detail", detail(entry.body()));
        return event;
    }

    private static JsonNode detail(String text) {
        try {
            return Json.parse(text);
        } catch (JacksonException notJson) {
            throw new IllegalArgumentException("the detail of an event must be JSON: `" + text + "`", notJson);
        }
    }

    private static String time(JsonNode given, long epochMillis) {
        if (given.isString()) {
            return Instant.parse(given.stringValue()).truncatedTo(ChronoUnit.SECONDS).toString();
        }
        return Instant.ofEpochSecond(given.isNumber() ? given.asLong() : Math.floorDiv(epochMillis, 1000)).toString();
    }

    /**
     * A request to an HTTP API.
     *
     * @param routeKey {@code POST /invoices/{id}}, or {@code $default}
     * @param rawQuery without the question mark, "" for none
     * @param headers lower-case names; values of one header joined by a comma
     * @param body "" for none
     */
    public record Request(String routeKey, String method, String path, String rawQuery, SortedMap<String, String> headers, String body,
            String requestId, long epochMillis) {
        public Request {
            headers = new TreeMap<>(headers);
        }
    }

    /**
     * Payload format 2.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html.
     *
     * @param apiId the route's own id; part of its domain name
     */
    public ObjectNode route(Request request, String apiId) {
        ObjectNode event = Json.object().put("version", "2.0").put("routeKey", request.routeKey()).put("rawPath", request.path())
                .put("rawQueryString", request.rawQuery());
        SortedMap<String, String> headers = new TreeMap<>(request.headers());
        String cookies = headers.remove("cookie");
        if (cookies != null) {
            ArrayNode list = event.putArray("cookies");
            List.of(cookies.split("; ?")).forEach(list::add);
        }
        put(event, "headers", headers);
        putUnlessEmpty(event, "queryStringParameters", query(request.rawQuery()));
        event.set("requestContext", context(request, apiId));
        putUnlessEmpty(event, "pathParameters", pathParameters(request));
        putUnlessEmpty(event, "body", request.body());
        return event.put("isBase64Encoded", false);
    }

    private ObjectNode context(Request request, String apiId) {
        ObjectNode context = Json.object().put("accountId", account).put("apiId", apiId)
                .put("domainName", apiId + ".execute-api." + region + ".amazonaws.com").put("domainPrefix", apiId);
        context.putObject("http").put("method", request.method()).put("path", request.path()).put("protocol", "HTTP/1.1")
                .put("sourceIp", request.headers().getOrDefault("x-forwarded-for", "192.0.2.1"))
                .put("userAgent", request.headers().getOrDefault("user-agent", ""));
        return context.put("requestId", request.requestId()).put("routeKey", request.routeKey()).put("stage", "$default")
                .put("time", COMMON_LOG.format(Instant.ofEpochMilli(request.epochMillis()))).put("timeEpoch", request.epochMillis());
    }

    private static SortedMap<String, String> query(String raw) {
        SortedMap<String, String> query = new TreeMap<>();
        for (String pair : raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
            query.merge(name, equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8),
                    (a, b) -> a + "," + b);
        }
        return query;
    }

    /** What the variables of the route's template stand for in the path: {@code {id}} for one segment, {@code {proxy+}} for the rest. */
    private static SortedMap<String, String> pathParameters(Request request) {
        SortedMap<String, String> parameters = new TreeMap<>();
        int space = request.routeKey().indexOf(' ');
        if (space < 0) {
            return parameters;
        }
        String[] template = request.routeKey().substring(space + 1).split("/", -1);
        String[] path = request.path().split("/", -1);
        for (int i = 0; i < Math.min(template.length, path.length); i++) {
            if (template[i].endsWith("+}")) {
                parameters.put(template[i].substring(1, template[i].length() - 2), String.join("/", List.of(path).subList(i, path.length)));
            } else if (template[i].startsWith("{")) {
                parameters.put(template[i].substring(1, template[i].length() - 1), path[i]);
            }
        }
        return parameters;
    }

    /**
     * An asynchronous invoke: the payload itself, {@code null} where there is none
     * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html).
     */
    public JsonNode invoke(String payload) {
        return payload.isEmpty() ? NullNode.getInstance() : detail(payload);
    }

    private static void putUnlessEmpty(ObjectNode object, String field, String value) {
        if (!value.isEmpty()) {
            object.put(field, value);
        }
    }

    private static void putUnlessEmpty(ObjectNode object, String field, Map<String, String> values) {
        if (!values.isEmpty()) {
            put(object, field, values);
        }
    }

    private static void put(ObjectNode object, String field, Map<String, String> values) {
        ObjectNode inner = object.putObject(field);
        values.forEach(inner::put);
    }
}
