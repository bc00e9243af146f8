package dev.tapedeck.recording;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * From a request on the wire to a canonical call (DESIGN section 8): service, operation and typed input, without what is volatile by protocol.
 * Capture applies it to what production's spans recorded and the sandbox to what a guest sends, so that the two can be compared.
 *
 * <p>
 * AWS's JSON protocols name the operation in {@code X-Amz-Target: Service_Version.Operation}
 * (https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html), Lambda's {@code Invoke} in the path ({@link LambdaWire}). Everything else is plain
 * HTTP.
 */
public final class Wire {

    /** Headers that say something to the receiver's program rather than to the protocol survive; these, and their prefixes, do not. */
    private static final List<String> VOLATILE_HEADERS = List.of("authorization", "x-amz-", "amz-sdk-", "user-agent", "traceparent",
            "tracestate", "baggage", "x-amzn-trace-id", "b3", "x-b3-", "date", "host", "connection", "keep-alive", "content-length",
            "transfer-encoding", "accept-encoding", "accept-language", "sec-fetch-", "expect");

    /** Keys of AWS inputs that carry trace context or generated tokens, wherever they occur. */
    static final List<String> VOLATILE_ATTRIBUTES = List.of("traceparent", "tracestate", "baggage", "AWSTraceHeader",
            "X-Amzn-Trace-Id");

    private static final Pattern ID_SEGMENT = Pattern.compile("[0-9]+|[0-9a-fA-F-]{16,}|(?=[^/]*[0-9])[A-Za-z0-9_.~%-]{8,}");

    private Wire() {}

    /**
     * A request as it was sent. {@code target} is the path with its query; header names are lower case.
     *
     * @param authority {@code host} or {@code host:port}
     * @param body as {@link Json#parseOrString} reads it
     */
    public record Request(String method, String authority, String target, SortedMap<String, String> headers, JsonNode body) {
        public Request {
            headers = new TreeMap<>(headers);
        }

        public Request(String method, String authority, String target, SortedMap<String, String> headers, String body) {
            this(method, authority, target, headers, Json.parseOrString(body));
        }
    }

    /**
     * A request understood.
     *
     * @param resource what the input addresses: a table's, queue's, bus's or function's name; for plain HTTP the authority
     */
    public record TypedCall(String service, String operation, String resource, JsonNode input) {}

    public static TypedCall typed(Request request) {
        String amzTarget = request.headers().get("x-amz-target");
        if (amzTarget != null && amzTarget.indexOf('.') > 0) {
            return aws(amzTarget, request.body());
        }
        return LambdaWire.typed(request).orElseGet(() -> http(request));
    }

    private static TypedCall aws(String amzTarget, JsonNode input) {
        int dot = amzTarget.lastIndexOf('.');
        String service = service(amzTarget.substring(0, dot));
        String operation = amzTarget.substring(dot + 1);
        if (input instanceof ObjectNode object) {
            ObjectNode clean = object.deepCopy();
            String resource = resource(service, clean);
            dropVolatile(clean);
            return new TypedCall(service, operation, resource, clean);
        }
        return new TypedCall(service, operation, "", input);
    }

    private static String service(String prefix) {
        String bare = prefix.contains("_") ? prefix.substring(0, prefix.indexOf('_')) : prefix;
        return switch (bare) {
            case "AmazonSQS" -> "sqs";
            case "DynamoDB" -> "dynamodb";
            case "AWSEvents" -> "events";
            default -> bare.toLowerCase(Locale.ROOT);
        };
    }

    /** The name addressed. A queue's URL and an ARN hold an account id, which is not part of the call: they are cut down to the name. */
    private static String resource(String service, ObjectNode input) {
        return switch (service) {
            case "dynamodb" -> shortened(input, "TableName", ':', '/', "");
            case "sqs" -> shortened(input, "QueueUrl", '/', '/', "");
            case "events" -> busOf(input);
            default -> "";
        };
    }

    private static String shortened(ObjectNode object, String field, char separator, char other, String absent) {
        if (!(object.get(field) instanceof StringNode text)) {
            return absent;
        }
        String value = text.stringValue();
        String name = value.substring(Math.max(value.lastIndexOf(separator), value.lastIndexOf(other)) + 1);
        object.put(field, name);
        return name;
    }

    private static String busOf(ObjectNode input) {
        String bus = "default";
        if (input.get("Entries") instanceof JsonNode entries && entries.isArray()) {
            for (JsonNode entry : entries) {
                if (entry instanceof ObjectNode object) {
                    object.remove("TraceHeader");
                    bus = shortened(object, "EventBusName", '/', '/', "default");
                }
            }
        }
        return bus;
    }

    private static void dropVolatile(ObjectNode input) {
        input.remove("ClientRequestToken");
        dropFrom(input, "MessageAttributes");
        dropFrom(input, "MessageSystemAttributes");
        if (input.get("Entries") instanceof JsonNode entries && entries.isArray()) {
            entries.forEach(entry -> {
                if (entry instanceof ObjectNode object) {
                    dropFrom(object, "MessageAttributes");
                    dropFrom(object, "MessageSystemAttributes");
                }
            });
        }
    }

    private static void dropFrom(ObjectNode holder, String field) {
        if (holder.get(field) instanceof ObjectNode attributes) {
            VOLATILE_ATTRIBUTES.forEach(attributes::remove);
            if (attributes.isEmpty()) {
                holder.remove(field);
            }
        }
    }

    private static TypedCall http(Request request) {
        int mark = request.target().indexOf('?');
        String path = mark < 0 ? request.target() : request.target().substring(0, mark);
        ObjectNode input = Json.object();
        input.put("method", request.method());
        input.put("path", path);
        input.set("query", query(mark < 0 ? "" : request.target().substring(mark + 1)));
        ObjectNode headers = input.putObject("headers");
        request.headers().forEach((name, value) -> {
            if (!isVolatile(name)) {
                headers.put(name, value);
            }
        });
        input.set("body", request.body());
        return new TypedCall("http", request.method() + " " + template(path), request.authority(), input);
    }

    /** Whether a header is volatile by protocol: it may differ between two runs of the same program. */
    public static boolean isVolatile(String lowerCaseName) {
        return VOLATILE_HEADERS.stream().anyMatch(v -> v.endsWith("-") ? lowerCaseName.startsWith(v) : lowerCaseName.equals(v));
    }

    /** A path with what looks like ids replaced by {@code {}}, so that an operation has one name. */
    public static String template(String path) {
        return Arrays.stream(path.split("/", -1)).map(segment -> ID_SEGMENT.matcher(segment).matches() ? "{}" : segment)
                .collect(Collectors.joining("/"));
    }

    private static ObjectNode query(String raw) {
        ObjectNode query = Json.object();
        for (String pair : raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            query.put(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    /** Header names in lower case, sorted; a name given twice keeps its values joined by a comma. */
    public static SortedMap<String, String> headers(Map<String, String> any) {
        SortedMap<String, String> out = new TreeMap<>();
        any.forEach((name, value) -> out.merge(name.toLowerCase(Locale.ROOT), value, (a, b) -> a + ", " + b));
        return out;
    }
}
