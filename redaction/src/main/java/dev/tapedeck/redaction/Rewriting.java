package dev.tapedeck.redaction;

import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What a walk can do to the values it comes upon; the walk knows what each field is, this knows what that means. */
final class Rewriting {
    private final Trees trees;
    private final Values values;

    Rewriting(Trees trees, Values values) {
        this.trees = trees;
        this.values = values;
    }

    /** Whether what is returned may be changed: a walk that only learns returns the recording's own trees. */
    boolean isSurvey() {
        return trees.isSurvey();
    }

    JsonNode tree(Field field, JsonNode tree) {
        return trees.rewrite(field, tree);
    }

    /** A string of the kind that its field's name tells. */
    String text(Field field, String raw) {
        return raw.isEmpty() ? raw : trees.text(field, raw);
    }

    /** The name of an operation or an event type: words stay, ids in them are replaced. */
    String name(Field field, String raw) {
        return raw.isEmpty() ? raw : values.rewrite(field.as(FieldKind.NAME), raw);
    }

    /** The name of a span, a level, a runtime: words that schemas or the code have stay. */
    String label(Field field, String raw) {
        return raw.isEmpty() ? raw : values.rewrite(field.as(FieldKind.LABEL), raw);
    }

    String identity(Field field, String raw) {
        return raw.isEmpty() ? raw : values.rewrite(field.as(FieldKind.IDENTITY), raw);
    }

    /** A message of an exception, a status: dropped unless the code composes it. */
    String sentence(Field field, String raw) {
        return raw.isEmpty() ? raw : values.rewrite(field.as(FieldKind.TEXT), raw);
    }

    /** A condition or a sentence of our own, with values in quotes. */
    String expression(Field field, String raw) {
        return raw.isEmpty() ? raw : values.rewrite(field.as(FieldKind.EXPRESSION), raw);
    }

    /** What addresses a component: everything stays but secrets and what was replaced elsewhere. */
    String kept(Field field, String raw) {
        return values.texts().rewrite(raw, Texts.Mode.KEPT);
    }

    /** Whether a value of {@code field} names nobody: it may stand for what all messages may say there, whoever sent it. */
    boolean isPublic(Field field, String raw) {
        return values.isPublic(field, raw);
    }

    /** Whether a key is the name of a field, and not itself a value. */
    boolean isFieldName(Field field, String key) {
        return trees.isFieldName(field, key);
    }

    String key(Field field, String raw) {
        return trees.key(field, raw);
    }

    Field child(Field field, String key, String redactedKey) {
        return trees.child(field, key, redactedKey);
    }

    SortedMap<String, String> strings(Field field, SortedMap<String, String> strings) {
        SortedMap<String, String> redacted = new TreeMap<>();
        strings.forEach((key, value) -> {
            String kept = key(field, key);
            redacted.put(kept, text(child(field, key, kept), value));
        });
        return redacted;
    }
}
