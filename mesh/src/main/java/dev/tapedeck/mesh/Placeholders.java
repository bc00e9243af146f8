package dev.tapedeck.mesh;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The expressions of one request and what stands for their {@code #names} and {@code :values}
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html). A placeholder that nothing uses is an error.
 */
final class Placeholders {

    private static final Pattern NAME = Pattern.compile("#[A-Za-z0-9_]+");
    private static final Pattern VALUE = Pattern.compile(":[A-Za-z0-9_]+");

    private final Map<String, String> names = new TreeMap<>();
    private final Map<String, Value> values = new TreeMap<>();
    private final SortedSet<String> unusedNames;
    private final SortedSet<String> unusedValues;

    /** The expressions that a request may hold; each has its own name in messages. */
    enum Kind {
        CONDITION("ConditionExpression"),
        FILTER("FilterExpression"),
        KEY_CONDITION("KeyConditionExpression"),
        UPDATE("UpdateExpression"),
        PROJECTION("ProjectionExpression");

        private final String parameter;

        Kind(String parameter) {
            this.parameter = parameter;
        }

        String parameter() {
            return parameter;
        }

        DynamoFault invalid(String message) {
            return DynamoFault.validation("Invalid " + parameter + ": " + message);
        }
    }

    /** @param kinds the expressions that this operation may hold; without any of them placeholders are an error */
    Placeholders(JsonNode input, List<Kind> kinds) {
        boolean expressions = kinds.stream().anyMatch(kind -> input.hasNonNull(kind.parameter()));
        if (input.hasNonNull("ExpressionAttributeNames")) {
            readNames(input.get("ExpressionAttributeNames"), expressions);
        }
        if (input.hasNonNull("ExpressionAttributeValues")) {
            readValues(input.get("ExpressionAttributeValues"), expressions, kinds);
        }
        unusedNames = new TreeSet<>(names.keySet());
        unusedValues = new TreeSet<>(values.keySet());
    }

    private void readNames(JsonNode given, boolean expressions) {
        if (!expressions) {
            throw DynamoFault.validation("ExpressionAttributeNames can only be specified when using expressions");
        }
        if (given.isEmpty()) {
            throw DynamoFault.validation("ExpressionAttributeNames must not be empty");
        }
        given.properties().forEach(entry -> {
            checkKey("ExpressionAttributeNames", NAME, entry.getKey());
            String name = entry.getValue().asString("");
            if (name.isEmpty()) {
                throw DynamoFault.validation(
                        "ExpressionAttributeNames contains invalid value: Empty attribute name for key " + entry.getKey());
            }
            names.put(entry.getKey(), name);
        });
    }

    private void readValues(JsonNode given, boolean expressions, List<Kind> kinds) {
        if (!expressions) {
            List<String> parameters = kinds.stream().filter(kind -> kind != Kind.PROJECTION).map(Kind::parameter).toList();
            throw DynamoFault.validation("ExpressionAttributeValues can only be specified when using expressions: "
                    + String.join(" and ", parameters) + (parameters.size() > 1 ? " are null" : " is null"));
        }
        if (given.isEmpty()) {
            throw DynamoFault.validation("ExpressionAttributeValues must not be empty");
        }
        given.properties().forEach(entry -> {
            checkKey("ExpressionAttributeValues", VALUE, entry.getKey());
            values.put(entry.getKey(), readValue(entry.getKey(), entry.getValue()));
        });
    }

    private static Value readValue(String key, JsonNode json) {
        try {
            return ValueJson.value(json);
        } catch (DynamoFault fault) {
            if (fault.isValidation()) {
                throw DynamoFault
                        .validation("ExpressionAttributeValues contains invalid value: " + fault.getMessage() + " for key " + key);
            }
            throw fault;
        }
    }

    private static void checkKey(String parameter, Pattern syntax, String key) {
        if (!syntax.matcher(key).matches()) {
            throw DynamoFault.validation(parameter + " contains invalid key: Syntax error; key: \"" + key + "\"");
        }
    }

    String name(Kind kind, String placeholder) {
        String name = names.get(placeholder);
        if (name == null) {
            throw kind.invalid("An expression attribute name used in the document path is not defined; attribute name: " + placeholder);
        }
        unusedNames.remove(placeholder);
        return name;
    }

    Value value(Kind kind, String placeholder) {
        Value value = values.get(placeholder);
        if (value == null) {
            throw kind.invalid("An expression attribute value used in expression is not defined; attribute value: " + placeholder);
        }
        unusedValues.remove(placeholder);
        return value;
    }

    /** To be called once every expression has been read. */
    void checkUsed() {
        if (!unusedNames.isEmpty()) {
            throw unused("ExpressionAttributeNames", unusedNames);
        }
        if (!unusedValues.isEmpty()) {
            throw unused("ExpressionAttributeValues", unusedValues);
        }
    }

    private static DynamoFault unused(String parameter, SortedSet<String> keys) {
        return DynamoFault.validation("Value provided in " + parameter + " unused in expressions: keys: {" + String.join(", ", keys) + "}");
    }
}
