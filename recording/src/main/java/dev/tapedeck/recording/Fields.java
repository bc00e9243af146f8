package dev.tapedeck.recording;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One JSON object of a file format, read field by field. Nothing is coerced and nothing is skipped: a field that is missing, of another type or
 * not asked for by the time of {@link #done} is an {@link IllegalArgumentException} that names it by its path.
 */
public final class Fields {
    private final String path;
    private final ObjectNode rest;

    private Fields(String path, ObjectNode rest) {
        this.path = path;
        this.rest = rest;
    }

    public static Fields of(JsonNode node) {
        return of(node, "");
    }

    /** @param path the field that holds the object, by which a complaint names it */
    public static Fields of(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            return new Fields(path, shallowCopy(object));
        }
        throw new IllegalArgumentException((path.isEmpty() ? "this" : "`" + path + "`") + " must be an object, not " + kind(node));
    }

    /** The object in a field. */
    public Fields object(String name) {
        return of(take(name), at(name));
    }

    /** The objects in an array. */
    public List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode element : array(name)) {
            objects.add(of(element, at(name) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    /** As {@link #objects}; empty where the field is not there. */
    public List<Fields> objectsIfAny(String name) {
        return has(name) ? objects(name) : List.of();
    }

    public List<String> strings(String name) {
        List<String> strings = new ArrayList<>();
        for (JsonNode element : array(name)) {
            strings.add(string(element, at(name) + "[" + strings.size() + "]"));
        }
        return strings;
    }

    private JsonNode array(String name) {
        JsonNode node = take(name);
        if (!node.isArray()) {
            throw wrong(name, "an array", node);
        }
        return node;
    }

    /** An object whose values are strings. */
    public SortedMap<String, String> stringMap(String name) {
        SortedMap<String, String> map = new TreeMap<>();
        tree(name, ObjectNode.class).properties().forEach(e -> map.put(e.getKey(), string(e.getValue(), at(name) + "." + e.getKey())));
        return Collections.unmodifiableSortedMap(map);
    }

    public String string(String name) {
        return string(take(name), at(name));
    }

    public @Nullable String stringIfAny(String name) {
        return has(name) ? string(name) : null;
    }

    public boolean flag(String name) {
        JsonNode node = take(name);
        if (!node.isBoolean()) {
            throw wrong(name, "true or false", node);
        }
        return node.booleanValue();
    }

    public long integer(String name) {
        JsonNode node = take(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong(name, "an integer", node);
        }
        return node.longValue();
    }

    public int smallInteger(String name) {
        long value = integer(name);
        if (value != (int) value) {
            throw new IllegalArgumentException("`" + at(name) + "` must be an integer of 32 bits, not " + value);
        }
        return (int) value;
    }

    public double number(String name) {
        JsonNode node = take(name);
        if (!node.isNumber()) {
            throw wrong(name, "a number", node);
        }
        return node.doubleValue();
    }

    /** Any JSON value, null included. */
    public JsonNode tree(String name) {
        return take(name);
    }

    public <T extends JsonNode> T tree(String name, Class<T> type) {
        JsonNode node = take(name);
        if (!type.isInstance(node)) {
            throw wrong(name, type == ObjectNode.class ? "an object" : "a " + type.getSimpleName(), node);
        }
        return type.cast(node);
    }

    /** A constant by its {@link #word}. */
    public <E extends Enum<E>> E word(String name, Class<E> type) {
        String text = string(name);
        return Stream.of(type.getEnumConstants()).filter(constant -> word(constant).equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("`" + at(name) + "` must be one of "
                        + Stream.of(type.getEnumConstants()).map(Fields::word).collect(Collectors.joining(", ")) + ", not `" + text + "`"));
    }

    /** How a constant is spelt in our files: lower case, words joined by hyphens. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Name name(String name) {
        String text = string(name);
        try {
            return Name.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("`" + at(name) + "` must be a name of 32 hexadecimal digits, not `" + text + "`", malformed);
        }
    }

    public @Nullable Name nameIfAny(String name) {
        return has(name) ? name(name) : null;
    }

    public Moment moment(String name) {
        String text = string(name);
        try {
            return Moment.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "`" + at(name) + "` must be an instant such as `2026-03-01T12:00:00.000000001Z`, not `" + text
                            + "`",
                    malformed);
        }
    }

    public @Nullable Moment momentIfAny(String name) {
        return has(name) ? moment(name) : null;
    }

    /** The names of the fields not asked for yet, in their order. */
    public List<String> names() {
        return List.copyOf(rest.propertyNames());
    }

    public boolean has(String name) {
        return rest.has(name);
    }

    /** To be called last: complains about what nobody asked for. */
    public void done() {
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException("`" + at(rest.propertyNames().iterator().next()) + "` is not a field of this format");
        }
    }

    private JsonNode take(String name) {
        JsonNode node = rest.remove(name);
        if (node == null) {
            throw new IllegalArgumentException("`" + at(name) + "` is missing");
        }
        return node;
    }

    private static String string(JsonNode node, String path) {
        if (!node.isString()) {
            throw new IllegalArgumentException("`" + path + "` must be a string, not " + kind(node));
        }
        return node.stringValue();
    }

    private IllegalArgumentException wrong(String name, String expected, JsonNode found) {
        return new IllegalArgumentException("`" + at(name) + "` must be " + expected + ", not " + kind(found));
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Types only, never the value: what is wrong may be what should not be shown. */
    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case MISSING -> "nothing";
            case BINARY, POJO -> "an opaque value";
        };
    }

    private static ObjectNode shallowCopy(ObjectNode object) {
        ObjectNode copy = Json.object();
        object.properties().forEach(e -> copy.set(e.getKey(), e.getValue()));
        return copy;
    }
}
