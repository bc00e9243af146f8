package dev.tapedeck.redaction;

import dev.tapedeck.recording.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
    private static final int LONGEST_TYPE_TAG = 4;
    /** Of objects and lists in one another, strings that hold such included: more would overflow the stack. */
    private static final int DEEPEST = 512;
    private static final Set<String> VALUE_KEYS = Set.of("value", "Value", "stringValue", "StringValue", "stringListValues", "binaryValue",
            "content");
    private static final List<String> NAME_KEYS = List.of("Key", "Name", "field", "header", "key", "label", "name");

    private final Vocabulary vocabulary;
    private final boolean survey;
    private final Ledger learned;
    private final Numbers numbers;
    private final Derived derived;
    private final Nested nested;
    private int depth;

    Trees(Vocabulary vocabulary, Ledger learned, Ledger ledger, Values values, Pseudonyms pseudonyms, Dates dates, Derived derived) {
        this.vocabulary = vocabulary;
        this.learned = learned;
        this.survey = learned == ledger;
        this.numbers = new Numbers(learned, ledger, pseudonyms, dates);
        this.derived = derived;
        this.nested = new Nested(values, this, vocabulary, pseudonyms, ledger);
    }

    /** A string outside any tree. */
    String text(Field field, String raw) {
        return nested.rewrite(field, raw);
    }

    /** Whether this walk only learns: then trees are looked at, and what is returned is the tree itself. */
    boolean isSurvey() {
        return survey;
    }

    /** The very same tree where nothing in it changes, else one that shares with it what does not: neither may be written into. */
    JsonNode rewrite(Field field, JsonNode node) {
        if (node.isContainer() && depth >= DEEPEST) {
            field.count(Action.DROP, Reason.FREE_TEXT, depth);
            return StringNode.valueOf(Placeholders.VALUE);
        }
        depth++;
        JsonNode made = rewritten(field, node);
        depth--;
        return made;
    }

    private JsonNode rewritten(Field field, JsonNode node) {
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
        JsonNode[] made = new JsonNode[array.size()];
        boolean changed = false;
        for (int i = 0; i < made.length; i++) {
            JsonNode element = array.get(i);
            made[i] = rewrite(field, element);
            changed |= !isSame(made[i], element);
        }
        return survey || !changed ? array : Json.MAPPER.getNodeFactory().arrayNode(made.length).addAll(List.of(made));
    }

    private JsonNode object(Field field, ObjectNode object) {
        if (object.size() == 1) {
            Map.Entry<String, JsonNode> only = object.properties().iterator().next();
            if (only.getKey().length() <= LONGEST_TYPE_TAG && TYPE_TAGS.contains(only.getKey())) {
                return typeTagged(field, object, only.getKey(), only.getValue());
            }
        }
        String[] keys = new String[object.size()];
        JsonNode[] made = new JsonNode[keys.length];
        boolean changed = derived.concerns(object);
        int at = 0;
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String name = entry.getKey();
            Field.Known known = known(field, name);
            keys[at] = known != null ? name : key(field, name);
            made[at] = rewrite(below(field, object, name, known, keys[at]), entry.getValue());
            changed |= !isSame(made[at], entry.getValue()) || !keys[at].equals(name);
            at++;
        }
        return survey || !changed ? object : changed(field, object, keys, made);
    }

    private ObjectNode changed(Field field, ObjectNode object, String[] keys, JsonNode[] made) {
        ObjectNode redacted = Json.object();
        for (int i = 0; i < keys.length; i++) {
            redacted.set(keys[i], made[i]);
        }
        derived.rewrite(field, object, redacted);
        return redacted;
    }

    @SuppressWarnings("ReferenceEquality") // what nothing was changed in is the very same node
    private static boolean isSame(JsonNode made, JsonNode original) {
        return made == original;
    }

    private Field below(Field field, ObjectNode object, String name, Field.@Nullable Known known, String key) {
        if (VALUE_KEYS.contains(name)) {
            return spoken(field, object, key);
        }
        return known != null ? known.below() : child(field, name, key);
    }

    /** The field of a value whose name stands beside it. */
    private Field spoken(Field field, ObjectNode object, String key) {
        return spokenName(object).map(name -> child(field, name, key(field, name))).orElseGet(() -> field.child(key, field.kind()));
    }

    private JsonNode typeTagged(Field field, ObjectNode object, String tag, JsonNode value) {
        boolean binary = tag.startsWith("B") && value instanceof StringNode text && Base64Text.decode(text.stringValue()).isEmpty();
        JsonNode made = binary ? dropped(field, BinaryNode.valueOf(new byte[0])) : rewrite(field, value);
        return survey || isSame(made, value) ? object : Json.object().set(tag, made);
    }

    /** {@code {"name": "email", "value": …}}: the value is an e-mail address. */
    private static Optional<String> spokenName(ObjectNode object) {
        if (object.size() > 4) {
            return Optional.empty();
        }
        for (String key : NAME_KEYS) {
            if (object.get(key) instanceof StringNode text && !text.stringValue().isBlank() && !Tokens.hasWhitespace(text.stringValue())) {
                return Optional.of(text.stringValue());
            }
        }
        return Optional.empty();
    }

    /** A key, as it may stay. */
    String key(Field field, String key) {
        return known(field, key) != null ? key : nested.rewrite(field.child(Field.ANY, FieldKind.ORDINARY), key);
    }

    /** Whether a key names a field, and is no value itself. */
    boolean isFieldName(Field field, String key) {
        return known(field, key) != null;
    }

    /** Null where {@code key} is a value. */
    private Field.@Nullable Known known(Field field, String key) {
        Field.Known known = field.known(key);
        if (known == null && vocabulary.hasField(key) && Shapes.find(key).isEmpty()) {
            known = field.know(key, Tokens.runs(key).stream().filter(run -> !vocabulary.isPublic(run)).toList());
        }
        return known == null || isLearned(known.runs()) ? null : known;
    }

    /** Without code at hand a name is a guess, which a value seen elsewhere refutes. */
    private boolean isLearned(List<String> runs) {
        for (String run : runs) {
            if (learned.hasToken(run)) {
                return true;
            }
        }
        return false;
    }

    /** The field under a key; keys that had to be replaced share one. */
    Field child(Field field, String key, String redactedKey) {
        return key.equals(redactedKey) ? field.child(key) : field.child(Field.ANY, FieldNames.kind(key, field.kind()));
    }
}
