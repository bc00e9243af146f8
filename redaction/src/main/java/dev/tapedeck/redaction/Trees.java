package dev.tapedeck.redaction;

import dev.tapedeck.recording.Json;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Trees of JSON, field by field. Elements of a list share the list's field; the type tags of DynamoDB ({@code {"S": …}}) and of message
 * attributes ({@code stringValue}) are no fields of their own; keys that are not names of fields are values, and share the field {@code *}.
 */
final class Trees {
    private static final Set<String> TYPE_TAGS = Set.of("S", "N", "B", "SS", "NS", "BS", "M", "L", "BOOL", "NULL");
    private static final Set<String> VALUE_KEYS = Set.of("value", "Value", "stringValue", "StringValue", "stringListValues", "binaryValue",
            "content");
    private static final Set<String> NAME_KEYS = Set.of("name", "Name", "key", "Key", "field", "header", "label");

    private final Vocabulary vocabulary;
    private final Ledger learned;
    private final Numbers numbers;
    private final Derived derived;
    private final Nested nested;

    Trees(Vocabulary vocabulary, Ledger learned, Ledger ledger, Values values, Pseudonyms pseudonyms, Dates dates, Derived derived) {
        this.vocabulary = vocabulary;
        this.learned = learned;
        this.numbers = new Numbers(learned, ledger, pseudonyms, dates);
        this.derived = derived;
        this.nested = new Nested(values, this, vocabulary, pseudonyms, ledger);
    }

    /** A string outside any tree. */
    String text(Field field, String raw) {
        return nested.rewrite(field, raw);
    }

    JsonNode rewrite(Field field, JsonNode node) {
        return switch (node) {
            case ObjectNode object -> object(field, object);
            case ArrayNode array -> array(field, array);
            case StringNode string -> string(field, string);
            case NumericNode number -> numbers.rewrite(field, number);
            case BinaryNode binary -> dropped(field, binary);
            default -> kept(field, node);
        };
    }

    private static JsonNode kept(Field field, JsonNode node) {
        if (!node.isNull() && !node.isMissingNode()) {
            field.count(Action.KEEP, Reason.BOOLEAN, node.hashCode());
        }
        return node;
    }

    private static JsonNode dropped(Field field, BinaryNode node) {
        field.count(Action.DROP, Reason.BINARY, node.hashCode());
        return StringNode.valueOf(Placeholders.BASE64);
    }

    private JsonNode string(Field field, StringNode node) {
        String redacted = nested.rewrite(field, node.stringValue());
        return redacted.equals(node.stringValue()) ? node : StringNode.valueOf(redacted);
    }

    private JsonNode array(Field field, ArrayNode array) {
        ArrayNode redacted = Json.MAPPER.createArrayNode();
        array.forEach(element -> redacted.add(rewrite(field, element)));
        return redacted;
    }

    private JsonNode object(Field field, ObjectNode object) {
        if (isTypeTagged(object)) {
            return typeTagged(field, object);
        }
        ObjectNode redacted = Json.object();
        Optional<String> spoken = spokenName(object);
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String key = key(field, entry.getKey());
            Field below = VALUE_KEYS.contains(entry.getKey())
                    ? spoken.map(name -> child(field, name, key(field, name))).orElseGet(() -> field.child(key, field.kind()))
                    : child(field, entry.getKey(), key);
            redacted.set(key, rewrite(below, entry.getValue()));
        }
        derived.rewrite(field, object, redacted);
        return redacted;
    }

    private static boolean isTypeTagged(ObjectNode object) {
        return object.size() == 1 && TYPE_TAGS.contains(object.propertyNames().iterator().next());
    }

    private JsonNode typeTagged(Field field, ObjectNode object) {
        Map.Entry<String, JsonNode> only = object.properties().iterator().next();
        ObjectNode redacted = Json.object();
        boolean binary = only.getKey().startsWith("B") && only.getValue() instanceof StringNode text
                && Base64Text.decode(text.stringValue()).isEmpty();
        redacted.set(only.getKey(), binary ? dropped(field, BinaryNode.valueOf(new byte[0])) : rewrite(field, only.getValue()));
        return redacted;
    }

    /** {@code {"name": "email", "value": …}}: the value is an e-mail address. */
    private static Optional<String> spokenName(ObjectNode object) {
        if (object.size() > 4) {
            return Optional.empty();
        }
        return NAME_KEYS.stream().sorted().map(object::get).filter(StringNode.class::isInstance).map(JsonNode::stringValue)
                .filter(name -> !name.isBlank() && !Tokens.hasWhitespace(name)).findFirst();
    }

    /** A key, as it may stay. */
    String key(Field field, String key) {
        if (vocabulary.hasField(key) && Shapes.find(key).isEmpty() && !isLearned(key)) {
            return key;
        }
        return nested.rewrite(field.child(Field.ANY, FieldKind.ORDINARY), key);
    }

    /** Without code at hand a name is a guess, which a value seen elsewhere refutes. */
    private boolean isLearned(String key) {
        return Tokens.runs(key).stream().anyMatch(run -> learned.hasToken(run) && !vocabulary.isPublic(run));
    }

    /** The field under a key; keys that had to be replaced share one. */
    Field child(Field field, String key, String redactedKey) {
        return key.equals(redactedKey) ? field.child(key) : field.child(Field.ANY, FieldNames.kind(key, field.kind()));
    }
}
