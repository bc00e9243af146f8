package dev.tapedeck.replay;

import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Where in what an invocation was given redaction had put something else: what may have led it another way. */
final class RedactedFields {

    private static final int SHOWN = 12;

    private final Set<String> values;
    private final Set<String> found = new LinkedHashSet<>();

    private RedactedFields(Set<String> values) {
        this.values = values;
    }

    static boolean any(JsonNode tree, Set<String> values) {
        String text = Json.write(tree);
        return values.stream().anyMatch(text::contains);
    }

    /** The paths as in the capture convention, {@code (json)} for JSON within a string; of many the first. */
    static List<String> in(List<Progress.Given> given, Set<String> values) {
        RedactedFields fields = new RedactedFields(values);
        given.forEach(each -> fields.walk(each.what() + ": $", each.value()));
        List<String> shown = new ArrayList<>(fields.found.stream().limit(SHOWN).toList());
        if (fields.found.size() > SHOWN) {
            shown.add((fields.found.size() - SHOWN) + " more");
        }
        return shown;
    }

    private void walk(String path, JsonNode tree) {
        switch (tree) {
            case ObjectNode object -> object.properties().forEach(e -> {
                leaf(path + "." + e.getKey(), e.getKey());
                walk(path + "." + e.getKey(), e.getValue());
            });
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    walk(path + "[" + i + "]", array.get(i));
                }
            }
            case StringNode text -> {
                JsonNode inner = Json.parseOrString(text.stringValue());
                if (inner.isContainer()) {
                    walk(path + "(json)", inner);
                } else {
                    leaf(path, text.stringValue());
                }
            }
            case NumericNode number -> leaf(path, number.asString());
            default -> {
            }
        }
    }

    private void leaf(String path, String text) {
        if (values.stream().anyMatch(text::contains)) {
            found.add(path);
        }
    }
}
