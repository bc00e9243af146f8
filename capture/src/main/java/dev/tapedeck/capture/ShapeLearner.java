package dev.tapedeck.capture;

import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Learns a {@link Shape} from one value after another. Of several kinds in one place the commonest counts. Texts of which there are few different
 * ones are noted as choices: only redaction knows whether they may stay (DESIGN section 9), and until it has been asked they stay in memory.
 */
final class ShapeLearner {

    private static final int MOST_CHOICES = 8;
    private static final int LONGEST_CHOICE = 64;

    private int flags;
    private int whole;
    private int fractions;
    private int texts;
    private int packed;
    private int lists;
    private int structs;
    private Shape.@Nullable Format format;
    private final TreeSet<String> choices = new TreeSet<>();
    private @Nullable ShapeLearner inner;
    private @Nullable ShapeLearner elements;
    private final Map<String, ShapeLearner> fields = new LinkedHashMap<>();

    /** What the workflow of a value is known by: texts that equal it are told by it, not by their form. */
    record Known(Set<String> correlationIds, Set<String> tenants) {}

    void see(JsonNode value, Known known) {
        switch (value) {
            case ObjectNode object -> struct(object, known);
            case ArrayNode array -> list(array, known);
            case StringNode text -> text(text.stringValue(), known);
            case NumericNode number when number.isIntegralNumber() -> whole++;
            case NumericNode number -> fractions++;
            default -> flags += value.isBoolean() ? 1 : 0;
        }
    }

    private void struct(ObjectNode object, Known known) {
        structs++;
        object.properties().forEach(e -> fields.computeIfAbsent(e.getKey(), k -> new ShapeLearner()).see(e.getValue(), known));
    }

    private void list(ArrayNode array, Known known) {
        lists++;
        ShapeLearner learner = elements == null ? new ShapeLearner() : elements;
        elements = learner;
        array.forEach(element -> learner.see(element, known));
    }

    private void text(String text, Known known) {
        JsonNode tree = Json.parseOrString(text);
        if (!tree.isString()) {
            packed++;
            ShapeLearner learner = inner == null ? new ShapeLearner() : inner;
            inner = learner;
            learner.see(tree, known);
            return;
        }
        texts++;
        Shape.Format seen = known.correlationIds().contains(text)
                ? Shape.Format.CORRELATION_ID
                : known.tenants().contains(text) ? Shape.Format.TENANT : TextFormats.of(text);
        format = format == null || format == seen ? seen : Shape.Format.PLAIN;
        if (choices.size() <= MOST_CHOICES) {
            choices.add(text.length() <= LONGEST_CHOICE ? text : "");
        }
    }

    /** How many values were seen that were not null. */
    private int seen() {
        return flags + whole + fractions + texts + packed + lists + structs;
    }

    Shape shape() {
        int numbers = whole + fractions;
        int most = List.of(flags, numbers, texts, packed, lists, structs).stream().mapToInt(Integer::intValue).max().orElse(0);
        if (most == 0) {
            return new Shape.Unknown();
        } else if (structs == most) {
            return new Shape.Struct(structFields());
        } else if (lists == most) {
            return new Shape.Sequence(elements == null ? new Shape.Unknown() : elements.shape());
        } else if (packed == most && inner != null) {
            return new Shape.Packed(inner.shape());
        } else if (texts == most && format != null) {
            boolean few = choices.size() <= MOST_CHOICES && !choices.contains("");
            return new Shape.Text(format, few ? List.copyOf(choices) : List.of());
        }
        return numbers == most ? new Shape.Quantity(fractions == 0) : new Shape.Flag();
    }

    private List<Shape.Field> structFields() {
        List<Shape.Field> known = new ArrayList<>();
        fields.forEach((name, learner) -> known.add(new Shape.Field(name, learner.shape(), learner.seen() < structs)));
        return known;
    }
}
