package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Between {@link Value}s and DynamoDB's JSON, where each value is an object of one field that names its type
 * (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html).
 */
final class ValueJson {

    private static final int MAX_DEPTH = 32;
    private static final Map<String, AttributeType> TYPES = types();

    private ValueJson() {}

    private static Map<String, AttributeType> types() {
        Map<String, AttributeType> types = new TreeMap<>();
        for (AttributeType type : AttributeType.values()) {
            types.put(type.name(), type);
        }
        return types;
    }

    /** An item, or a key: an object of attributes. */
    static Value.MapOf item(JsonNode json) {
        return map(json, 1);
    }

    static Value value(JsonNode json) {
        return value(json, 1);
    }

    private static Value.MapOf map(JsonNode json, int depth) {
        if (!json.isObject()) {
            throw DynamoFault.serialization("Unexpected value type in payload");
        }
        SortedMap<String, Value> entries = new TreeMap<>();
        json.properties().forEach(entry -> entries.put(entry.getKey(), value(entry.getValue(), depth)));
        return new Value.MapOf(entries);
    }

    private static Value value(JsonNode json, int depth) {
        if (!json.isObject()) {
            throw DynamoFault.serialization("Unexpected value type in payload");
        }
        if (depth > MAX_DEPTH) {
            throw DynamoFault.validation("Nesting Levels have exceeded supported limits");
        }
        List<Map.Entry<String, JsonNode>> typed = json.properties().stream().filter(field -> TYPES.containsKey(field.getKey())).toList();
        if (typed.isEmpty()) {
            throw DynamoFault.validation("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
        }
        if (typed.size() > 1) {
            throw DynamoFault.validation(
                    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");
        }
        return value(AttributeType.valueOf(typed.getFirst().getKey()), typed.getFirst().getValue(), depth);
    }

    private static Value value(AttributeType type, JsonNode json, int depth) {
        return switch (type) {
            case S, N, B -> scalar(type, json);
            case BOOL -> {
                if (!json.isBoolean()) {
                    throw wrongType(json);
                }
                yield new Value.Bool(json.booleanValue());
            }
            case NULL -> {
                if (!json.isBoolean() || !json.booleanValue()) {
                    throw DynamoFault.validation(
                            "One or more parameter values were invalid: Null attribute value types must have the value of true");
                }
                yield new Value.Null();
            }
            case L -> {
                List<Value> elements = new ArrayList<>();
                array(json).forEach(each -> elements.add(value(each, depth + 1)));
                yield new Value.ListOf(elements);
            }
            case M -> map(json, depth + 1);
            case SS -> set(type, AttributeType.S, json);
            case NS -> set(type, AttributeType.N, json);
            case BS -> set(type, AttributeType.B, json);
        };
    }

    private static Value scalar(AttributeType type, JsonNode json) {
        if (!json.isString()) {
            throw wrongType(json);
        }
        String text = json.stringValue();
        return switch (type) {
            case N -> Numbers.parse(text);
            case B -> new Value.Binary(decode(text));
            default -> new Value.Text(text);
        };
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw DynamoFault.serialization("Invalid Base64 data");
        }
    }

    private static Value set(AttributeType type, AttributeType member, JsonNode json) {
        if (array(json).isEmpty()) {
            throw DynamoFault.validation("One or more parameter values were invalid: An " + switch (member) {
                case N -> "number set  may not be empty";
                case B -> "binary set may not be empty";
                default -> "string set  may not be empty";
            });
        }
        TreeSet<Value> members = new TreeSet<>(Value::compare);
        for (JsonNode each : json) {
            if (!members.add(scalar(member, each))) {
                throw duplicates(member, json);
            }
        }
        return new Value.SetOf(type, List.copyOf(members));
    }

    private static DynamoFault duplicates(AttributeType member, JsonNode json) {
        return DynamoFault.validation(switch (member) {
            case N -> "Input collection contains duplicates";
            case B -> "One or more parameter values were invalid: Input collection of type BS contains duplicates.";
            default -> "One or more parameter values were invalid: Input collection "
                    + json.valueStream().map(each -> each.asString("")).collect(Collectors.joining(", ", "[", "]"))
                    + " contains duplicates";
        });
    }

    private static JsonNode array(JsonNode json) {
        if (!json.isArray()) {
            throw DynamoFault.serialization("Unexpected value type in payload");
        }
        return json;
    }

    private static DynamoFault wrongType(JsonNode json) {
        String found = json.isNumber() ? "NUMBER_VALUE" : json.isBoolean() ? json.booleanValue() ? "TRUE_VALUE" : "FALSE_VALUE" : null;
        return DynamoFault.serialization(found == null ? "Unexpected value type in payload" : found + " cannot be converted to String");
    }

    static ObjectNode json(Value.MapOf item) {
        ObjectNode json = Json.object();
        item.entries().forEach((name, value) -> json.set(name, json(value)));
        return json;
    }

    static ObjectNode json(Value value) {
        ObjectNode json = Json.object();
        String type = value.type().name();
        switch (value) {
            case Value.Text text -> json.put(type, text.value());
            case Value.Num number -> json.put(type, Numbers.text(number));
            case Value.Binary binary -> json.put(type, binary.toString());
            case Value.Bool bool -> json.put(type, bool.value());
            case Value.Null nothing -> json.put(type, true);
            case Value.ListOf list -> {
                ArrayNode elements = json.putArray(type);
                list.elements().forEach(each -> elements.add(json(each)));
            }
            case Value.MapOf map -> json.set(type, json(map));
            case Value.SetOf set -> {
                ArrayNode members = json.putArray(type);
                set.members().forEach(each -> members.add(plain(each)));
            }
        }
        return json;
    }

    /** A scalar as the text that stands for it in a set. */
    private static String plain(Value scalar) {
        return switch (scalar) {
            case Value.Text text -> text.value();
            case Value.Num number -> Numbers.text(number);
            default -> scalar.toString();
        };
    }

    /** As validation messages spell an operand: {@code AttributeValue: {N:5}}. */
    static String spelled(Value value) {
        return "AttributeValue: {" + value.type() + ":" + (value.type().isOrdered() ? plain(value) : json(value).get(value.type().name()))
                + "}";
    }
}
