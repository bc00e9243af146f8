package dev.tapedeck.capture;

import dev.tapedeck.recording.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * What is certain of JSON that was cut at the source: every member before the cut, and of the value that the cut goes through nothing, unless it
 * is itself JSON in a string, of which then as much again. What comes of it is a part and stays marked as one.
 */
final class Salvage {

    private static final int DEEPEST = 64;

    private final String text;
    private int at;

    private Salvage(String text) {
        this.text = text;
    }

    /** The part as a tree; {@code text} itself as a string node where it does not begin as an object or array does. */
    static JsonNode tree(String text) {
        Salvage salvage = new Salvage(text);
        salvage.blank();
        if (!salvage.looksAt('{') && !salvage.looksAt('[')) {
            return StringNode.valueOf(text);
        }
        JsonNode value = salvage.value(0);
        return value == null ? StringNode.valueOf(text) : value;
    }

    /** The part as text that is JSON again. */
    static String text(String text) {
        JsonNode tree = tree(text);
        return tree.isString() ? tree.stringValue() : Json.write(tree);
    }

    /** Null where the cut leaves nothing of the value. */
    private @Nullable JsonNode value(int depth) {
        blank();
        if (at >= text.length() || depth > DEEPEST) {
            return null;
        }
        return switch (text.charAt(at)) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string(depth);
            default -> scalar();
        };
    }

    private JsonNode object(int depth) {
        ObjectNode object = Json.object();
        at++;
        while (true) {
            blank();
            if (at >= text.length() || text.charAt(at) != '"') {
                at = looksAt('}') ? at + 1 : text.length();
                return object;
            }
            int start = at;
            if (!skipString()) {
                return object;
            }
            JsonNode key = parsed(start, at);
            blank();
            if (!looksAt(':') || !key.isString()) {
                at = text.length();
                return object;
            }
            at++;
            JsonNode value = value(depth + 1);
            if (value == null) {
                at = text.length();
                return object;
            }
            object.set(key.stringValue(), value);
            comma();
        }
    }

    private JsonNode array(int depth) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        at++;
        while (true) {
            blank();
            if (at >= text.length() || looksAt(']')) {
                at = Math.min(at + 1, text.length());
                return array;
            }
            JsonNode value = value(depth + 1);
            if (value == null) {
                at = text.length();
                return array;
            }
            array.add(value);
            comma();
        }
    }

    private @Nullable JsonNode string(int depth) {
        int start = at;
        if (skipString()) {
            return parsed(start, at);
        }
        String cut = text.substring(start + 1).replaceFirst("\\\\(u[0-9a-fA-F]{0,3})?$", "");
        JsonNode inner = Json.MAPPER.getNodeFactory().missingNode();
        try {
            String unescaped = Json.parse('"' + cut + '"').stringValue();
            inner = unescaped.startsWith("{") || unescaped.startsWith("[") ? new Salvage(unescaped).value(depth + 1) : inner;
        } catch (JacksonException notText) {
            return null;
        }
        return inner == null || inner.isMissingNode() ? null : StringNode.valueOf(Json.write(inner));
    }

    /** A number or word that something stands behind; what ends at the cut may go on beyond it. */
    private @Nullable JsonNode scalar() {
        int start = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        JsonNode value = at >= text.length() || at == start ? MissingNode.getInstance() : parsed(start, at);
        return value.isMissingNode() ? null : value;
    }

    private JsonNode parsed(int from, int to) {
        try {
            return Json.parse(text.substring(from, to));
        } catch (JacksonException malformed) {
            return MissingNode.getInstance();
        }
    }

    /** Whether the string ends before the cut. */
    private boolean skipString() {
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '"') {
                at++;
                return true;
            }
        }
        at = text.length();
        return false;
    }

    private void comma() {
        blank();
        if (looksAt(',')) {
            at++;
        }
    }

    private void blank() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean looksAt(char c) {
        return at < text.length() && text.charAt(at) == c;
    }
}
