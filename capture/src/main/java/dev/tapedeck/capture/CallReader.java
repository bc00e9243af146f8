package dev.tapedeck.capture;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Call.Answer;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Payload.Coverage;
import dev.tapedeck.recording.Wire;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Makes a call of a client's span. Where the span carries the request as it was sent (the capture convention), {@link Wire} makes the canonical
 * form, the same as a replay will see; otherwise service, operation and target come from OpenTelemetry's own attributes and the input is absent.
 */
final class CallReader {

    private static final Pattern URL = Pattern.compile("[a-z]+://([^/?#]+)([^#]*).*");
    private static final Pattern ATTEMPT = Pattern.compile("attempt=(\\d+)");
    private static final Pattern ADDRESSED = Pattern
            .compile("\"(?:TableName|EventBusName|QueueUrl)\"\\s*:\\s*\"(?:[^\"]*[/:])?([^\"/:]+)\"");
    private static final String REQUEST = "tapedeck.request.";
    private static final String RESPONSE = "tapedeck.response.";

    private CallReader() {}

    /** @param position the call's place among its invocation's spans, used where no ordinal was recorded */
    static Outgoing read(SpanEntry span, int position) {
        Attributes attributes = span.attributes();
        SortedMap<String, String> headers = headers(attributes.text(REQUEST + "headers", ""));
        Answer answer = answer(span);
        int ordinal = (int) attributes.number("tapedeck.call.ordinal", position);
        int attempt = (int) attributes.number("tapedeck.call.attempt", attempt(headers));
        String sdkCall = headers.getOrDefault("amz-sdk-invocation-id", "");
        if (!attributes.has(REQUEST + "body")) {
            return new Outgoing(span, ordinal, sdkCall, attempt, service(attributes), operation(attributes), resource(attributes),
                    Payload.absent(), answer, List.of());
        }
        Payload body = body(attributes, REQUEST + "body");
        Wire.TypedCall typed = Wire.typed(request(attributes, headers, body.value()));
        Coverage coverage = body.coverage();
        return new Outgoing(span, ordinal, sdkCall, attempt, typed.service(), typed.operation(),
                typed.resource().isEmpty() ? addressed(attributes) : typed.resource(), new Payload(typed.input(), coverage), answer,
                coverage == Coverage.TRUNCATED ? Sends.certain(typed, answer) : Sends.of(typed, answer));
    }

    private static Wire.Request request(Attributes attributes, SortedMap<String, String> headers, JsonNode body) {
        Matcher url = URL.matcher(attributes.text("url.full", ""));
        String authority = url.matches() ? url.group(1) : attributes.text("server.address", "");
        String target = url.matches() && !url.group(2).isEmpty() ? url.group(2) : "/";
        return new Wire.Request(attributes.text("http.request.method", "GET"), authority, target, headers, body);
    }

    /** A body that sets out to be JSON and is none was cut on the way, whether or not anybody said so. */
    private static Payload body(Attributes attributes, String key) {
        String text = attributes.text(key, "");
        boolean encoded = attributes.text(key + ".encoding", "").equals("base64");
        JsonNode said = encoded
                ? StringNode.valueOf("data:application/octet-stream;base64," + text)
                : Json.parseOrString(text);
        boolean broken = said.isString() && (text.startsWith("{") || text.startsWith("["));
        if (!attributes.has(key + ".truncated") && !broken) {
            return new Payload(said, isRedacted(attributes, key) ? Coverage.REDACTED : Coverage.WHOLE);
        }
        return new Payload(encoded ? said : Json.parseOrString(Salvage.text(text)), Coverage.TRUNCATED);
    }

    /** What a truncated request addresses: its name stands near the beginning, or in OpenTelemetry's attributes. */
    private static String addressed(Attributes attributes) {
        Matcher named = ADDRESSED.matcher(attributes.text(REQUEST + "body", ""));
        return named.find() ? named.group(1) : resource(attributes);
    }

    private static Answer answer(SpanEntry span) {
        Attributes attributes = span.attributes();
        String status = first(attributes, "http.response.status_code", "http.status_code");
        String error = attributes.text("error.type", "");
        boolean errorIsStatus = error.equals(status) || error.isEmpty() || error.equals("_OTHER");
        if (!status.isEmpty() && errorIsStatus) {
            ObjectNode headers = Json.object();
            headers(attributes.text(RESPONSE + "headers", "")).forEach(headers::put);
            Payload body = attributes.has(RESPONSE + "body") ? body(attributes, RESPONSE + "body") : Payload.absent();
            return new Call.Answered(Numbers.small(status, 0, 0), headers, body);
        }
        if (!error.isEmpty()) {
            return new Call.Failed(error);
        }
        return span.failed() ? new Call.Failed(errorOf(span)) : new Call.Unrecorded();
    }

    private static String errorOf(SpanEntry span) {
        String type = span.events().stream().map(e -> e.attributes().text("exception.type", "")).filter(t -> !t.isEmpty()).findFirst()
                .orElse("error");
        return type.toLowerCase(Locale.ROOT).contains("timeout") ? "timeout" : type;
    }

    private static boolean isRedacted(Attributes attributes, String key) {
        return attributes.node("tapedeck.redacted").valueStream().anyMatch(path -> path.asString("").startsWith(key));
    }

    private static SortedMap<String, String> headers(String json) {
        SortedMap<String, String> headers = new TreeMap<>();
        JsonNode tree = Json.parseOrString(json);
        tree.propertyNames().forEach(name -> headers.put(name.toLowerCase(Locale.ROOT), tree.path(name).asString("")));
        return headers;
    }

    private static int attempt(SortedMap<String, String> headers) {
        Matcher attempt = ATTEMPT.matcher(headers.getOrDefault("amz-sdk-request", ""));
        return attempt.find() ? Numbers.small(attempt.group(1), 1, 1) : 1;
    }

    private static String service(Attributes attributes) {
        String service = attributes.text("rpc.service", "");
        return switch (service) {
            case "" -> attributes.text("db.system", "").equals("dynamodb") ? "dynamodb" : "http";
            case "EventBridge" -> "events";
            default -> service.toLowerCase(Locale.ROOT);
        };
    }

    private static String operation(Attributes attributes) {
        String method = attributes.text("rpc.method", "");
        if (!method.isEmpty()) {
            return method;
        }
        Matcher url = URL.matcher(first(attributes, "url.full", "http.url"));
        String path = url.matches() ? url.group(2) : first(attributes, "url.path", "http.target");
        int query = path.indexOf('?');
        return first(attributes, "http.request.method", "http.method") + " "
                + Wire.template(path.isEmpty() ? "/" : query < 0 ? path : path.substring(0, query));
    }

    private static String resource(Attributes attributes) {
        JsonNode tables = attributes.node("aws.dynamodb.table_names");
        if (tables.isArray() && !tables.isEmpty()) {
            return tables.path(0).asString("");
        }
        if (attributes.has("faas.invoked_name")) {
            return attributes.text("faas.invoked_name", "");
        }
        String destination = first(attributes, "messaging.destination.name", "messaging.destination", "aws.queue_url", "aws.sqs.queue_url");
        if (!destination.isEmpty()) {
            return destination.substring(destination.lastIndexOf('/') + 1);
        }
        Matcher url = URL.matcher(first(attributes, "url.full", "http.url"));
        return url.matches() ? url.group(1) : first(attributes, "server.address", "net.peer.name", "http.host");
    }

    private static String first(Attributes attributes, String... keys) {
        for (String key : keys) {
            String value = attributes.text(key, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }
}
