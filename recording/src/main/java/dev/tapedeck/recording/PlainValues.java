package dev.tapedeck.recording;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Trees as the plain values that an expression language takes: {@code Map}, {@code List}, {@code String}, {@code Long}, {@code Double} and
 * {@code Boolean}. Null members are left out, so that a question about them is a question about something absent.
 */
final class PlainValues {

    private PlainValues() {}

    /** A JSON tree; null for JSON's null. */
    static @Nullable Object of(JsonNode tree) {
        if (tree.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            tree.properties().forEach(member -> put(map, member.getKey(), of(member.getValue())));
            return map;
        }
        if (tree.isArray()) {
            List<Object> list = new ArrayList<>();
            tree.forEach(element -> add(list, of(element)));
            return list;
        }
        return scalar(tree);
    }

    private static @Nullable Object scalar(JsonNode tree) {
        if (tree.isNumber()) {
            return number(tree.decimalValue());
        }
        return tree.isBoolean() ? tree.booleanValue() : tree.isString() ? tree.stringValue() : null;
    }

    private static Object number(BigDecimal value) {
        try {
            return value.longValueExact();
        } catch (ArithmeticException fraction) {
            return value.doubleValue();
        }
    }

    /** An item of a table, out of its typed JSON ({@code {"S": "…"}}). */
    static Map<String, Object> ofItem(JsonNode item) {
        Map<String, Object> map = new LinkedHashMap<>();
        item.properties().forEach(member -> put(map, member.getKey(), ofTyped(member.getValue())));
        return map;
    }

    private static @Nullable Object ofTyped(JsonNode typed) {
        if (typed.size() != 1) {
            return null;
        }
        var member = typed.properties().iterator().next();
        return switch (member.getKey()) {
            case "N" -> numeric(member.getValue().asString(""));
            case "M" -> ofItem(member.getValue());
            case "L" -> list(member.getValue());
            case "NULL" -> null;
            default -> of(member.getValue());
        };
    }

    private static List<Object> list(JsonNode typed) {
        List<Object> list = new ArrayList<>();
        typed.forEach(element -> add(list, ofTyped(element)));
        return list;
    }

    /** A number; what merely stands in a number's place (a pseudonym) stays the text it is. */
    private static Object numeric(String text) {
        try {
            return number(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static void put(Map<String, Object> into, String key, @Nullable Object value) {
        if (value != null) {
            into.put(key, value);
        }
    }

    private static void add(List<Object> into, @Nullable Object value) {
        if (value != null) {
            into.add(value);
        }
    }
}
