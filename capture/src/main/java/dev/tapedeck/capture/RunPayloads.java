package dev.tapedeck.capture;

import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Payload.Coverage;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where the event and the response of an invocation may be found, best place first: the capture convention, OpenTelemetry and vendors'
 * attributes, a payload that lay beside, an event that the function logged whole. Attributes that a tracer has spread over many keys
 * ({@code function.request.Records.0.body}) are put together again, and known to have lost their types.
 */
final class RunPayloads {

    private static final List<String> EVENT_KEYS = List.of("tapedeck.event", "faas.event", "function.request", "faas.document.event");
    private static final List<String> RESPONSE_KEYS = List.of("tapedeck.response", "faas.response", "function.response");
    private static final Pattern MESSAGE_ID = Pattern.compile("\"(?:messageId|MessageId|id)\"\\s*:\\s*\"([^\"]{1,200})\"");
    private static final int DEEPEST = 64;
    private static final List<String> LOGGED = List.of("event", "message", "Event", "payload");

    private RunPayloads() {}

    static Payload event(Run run) {
        Payload onSpan = onSpan(run.span(), EVENT_KEYS);
        if (onSpan.isWhole()) {
            return onSpan;
        }
        for (PayloadEntry loose : run.loose()) {
            if (!loose.event().has("MessageId")) {
                return Payload.whole(loose.event());
            }
        }
        Payload logged = logged(run);
        return logged.isAbsent() ? onSpan : logged;
    }

    /** Ids of messages that the beginning of a cut event still shows. */
    static List<String> idsInCutEvent(Run run) {
        if (run.event().coverage() != Coverage.TRUNCATED || !run.event().value().isString()) {
            return List.of();
        }
        return MESSAGE_ID.matcher(run.event().value().stringValue()).results().map(found -> found.group(1)).toList();
    }

    static Payload response(Run run) {
        return onSpan(run.span(), RESPONSE_KEYS);
    }

    private static Payload onSpan(@Nullable SpanEntry span, List<String> keys) {
        if (span == null) {
            return Payload.absent();
        }
        Attributes attributes = span.attributes();
        for (String key : keys) {
            String text = attributes.text(key);
            if (text != null) {
                JsonNode tree = parsed(text);
                Coverage coverage = tree.isMissingNode() ? Coverage.TRUNCATED : coverage(attributes, key);
                return new Payload(coverage == Coverage.TRUNCATED ? Salvage.tree(text) : tree, coverage);
            }
        }
        for (String key : keys) {
            ObjectNode tree = flattened(attributes, key + ".");
            if (!tree.isEmpty() && !attributes.has(key + ".truncated")) {
                return new Payload(tree, Coverage.FLATTENED);
            }
        }
        return Payload.absent();
    }

    /** An event or a result is JSON; what is none was cut on the way, whether or not anybody said so. */
    private static JsonNode parsed(String text) {
        try {
            return Json.parse(text);
        } catch (JacksonException cut) {
            return MissingNode.getInstance();
        }
    }

    private static Coverage coverage(Attributes attributes, String key) {
        if (attributes.has(key + ".truncated")) {
            return Coverage.TRUNCATED;
        }
        for (JsonNode path : attributes.node("tapedeck.redacted")) {
            if (path.asString("").startsWith(key)) {
                return Coverage.REDACTED;
            }
        }
        return Coverage.WHOLE;
    }

    private static ObjectNode flattened(Attributes attributes, String prefix) {
        TreeMap<String, String> leaves = new TreeMap<>();
        for (String key : attributes.keys()) {
            if (key.startsWith(prefix)) {
                leaves.put(key.substring(prefix.length()), attributes.text(key, ""));
            }
        }
        ObjectNode root = Json.object();
        leaves.forEach((path, value) -> place(root, List.of(path.split("\\.", -1)), value));
        return arrays(root) instanceof ObjectNode object ? object : root;
    }

    private static void place(ObjectNode into, List<String> path, String value) {
        if (path.size() > DEEPEST) {
            return;
        }
        ObjectNode at = into;
        for (String step : path.subList(0, path.size() - 1)) {
            at = at.get(step) instanceof ObjectNode child ? child : at.putObject(step);
        }
        at.put(path.getLast(), value);
    }

    /** Objects whose keys are 0, 1, 2… were arrays. */
    private static JsonNode arrays(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode out = Json.object();
        object.propertyNames().forEach(name -> out.set(name, arrays(object.get(name))));
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (int i = 0; out.has(Integer.toString(i)); i++) {
            array.add(out.get(Integer.toString(i)));
        }
        return !array.isEmpty() && array.size() == out.size() ? array : out;
    }

    /** An event that the function logged whole, as Powertools does when told to. */
    private static Payload logged(Run run) {
        for (LogEntry log : run.logs()) {
            if (log.text().contains("requestContext") || log.text().contains("\"Records\"") || log.text().contains("detail-type")) {
                JsonNode line = log.object();
                if (line == null) {
                    continue;
                }
                for (String field : LOGGED) {
                    JsonNode found = line.path(field).isString() ? Json.parseOrString(line.path(field).asString("")) : line.path(field);
                    if (isEvent(found)) {
                        return Payload.whole(found);
                    }
                }
                if (isEvent(line)) {
                    return Payload.whole(line);
                }
            }
        }
        return Payload.absent();
    }

    private static boolean isEvent(JsonNode node) {
        return node.path("Records").isArray() || node.path("requestContext").isObject() || (node.has("detail-type") && node.has("source"));
    }
}
