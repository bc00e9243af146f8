package dev.tapedeck.recording;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls by which a program invokes a function through Lambda's own API. That speaks REST: the path names the operation and the function, headers
 * hold the rest, and the body is the payload (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html).
 *
 * <pre>
 *   POST /2015-03-31/functions/FUNCTION/invocations?Qualifier=…      Invoke
 *   POST /2014-11-13/functions/FUNCTION/invoke-async                 InvokeAsync
 *   POST /2021-11-15/functions/FUNCTION/response-streaming-invocations
 * </pre>
 *
 * The input has the names of the API's own parameters. A payload that is no JSON is its {@code Body} instead of its {@code Payload}.
 */
final class LambdaWire {

    private static final Pattern PATH = Pattern.compile("/(2015-03-31|2014-11-13|2021-11-15)/functions/([^/?]+)/"
            + "(invocations|invoke-async|response-streaming-invocations)/?(?:\\?(.*))?");

    /** A name, a partial ARN or an ARN, each with a version or an alias or without. */
    private static final Pattern FUNCTION = Pattern
            .compile("(?:arn:[a-z-]+:lambda:[a-z0-9-]+:)?(?:\\d{12}:)?(?:function:)?([A-Za-z0-9_.-]+)(?::([$A-Za-z0-9_.-]+))?");
    private static final Pattern QUALIFIER = Pattern.compile("(?:^|.*&)Qualifier=([^&]*).*");

    private LambdaWire() {}

    static Optional<Wire.TypedCall> typed(Wire.Request request) {
        Matcher path = PATH.matcher(request.target());
        if (!request.method().equals("POST") || !path.matches()) {
            return Optional.empty();
        }
        Matcher function = FUNCTION.matcher(decoded(path.group(2)));
        if (!function.matches()) {
            return Optional.empty();
        }
        ObjectNode input = Json.object().put("FunctionName", function.group(1));
        put(input, "Qualifier", function.group(2) == null ? qualifier(path.group(4)) : function.group(2));
        input.put("InvocationType", request.headers().getOrDefault("x-amz-invocation-type", "RequestResponse"));
        String log = request.headers().get("x-amz-log-type");
        put(input, "LogType", "None".equals(log) ? null : log);
        clientContext(input, request.headers().getOrDefault("x-amz-client-context", ""));
        payload(input, request.body());
        return Optional.of(new Wire.TypedCall("lambda", operation(path.group(3)), function.group(1), input));
    }

    private static String operation(String lastSegment) {
        return switch (lastSegment) {
            case "invoke-async" -> "InvokeAsync";
            case "response-streaming-invocations" -> "InvokeWithResponseStream";
            default -> "Invoke";
        };
    }

    private static void put(ObjectNode input, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            input.put(name, value);
        }
    }

    /** As the tree that it spells, without the trace context that instrumentation puts into it. */
    private static void clientContext(ObjectNode input, String header) {
        if (header.isEmpty()) {
            return;
        }
        if (!(Json.parseOrString(text(header)) instanceof ObjectNode context)) {
            input.put("ClientContext", header);
            return;
        }
        for (String custom : List.of("custom", "Custom")) {
            if (context.get(custom) instanceof ObjectNode given) {
                Wire.VOLATILE_ATTRIBUTES.forEach(given::remove);
                if (given.isEmpty()) {
                    context.remove(custom);
                }
            }
        }
        if (!context.isEmpty()) {
            input.set("ClientContext", context);
        }
    }

    private static String text(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    private static @Nullable String qualifier(@Nullable String query) {
        Matcher given = QUALIFIER.matcher(query == null ? "" : query);
        return given.matches() ? decoded(given.group(1)) : null;
    }

    private static void payload(ObjectNode input, JsonNode body) {
        if (!body.isString()) {
            input.set("Payload", body);
            return;
        }
        String text = body.stringValue();
        if (text.isEmpty()) {
            return;
        }
        try {
            input.set("Payload", Json.parse(text));
        } catch (JacksonException notJson) {
            input.put("Body", text);
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
