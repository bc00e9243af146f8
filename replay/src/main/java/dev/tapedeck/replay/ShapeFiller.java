package dev.tapedeck.replay;

import dev.tapedeck.kernel.RandomBits;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Payload.Coverage;
import dev.tapedeck.recording.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Fills one payload after a shape: what is known stays where it fits, the rest is drawn, each value by its own place. Lists what it filled. */
final class ShapeFiller {

    private static final String REMOVED_AT_SOURCE = "[redacted]";

    private final BiFunction<Name, String, RandomBits> random;
    private final Name message;
    private final SortedMap<String, String> labels;
    private final Coverage coverage;
    private final List<String> paths = new ArrayList<>();
    private final SortedSet<String> values = new TreeSet<>();
    private final List<List<String>> choices = new ArrayList<>();

    /**
     * @param random bits for a place in a message
     * @param labels the recording's: ids that are known
     * @param coverage of what is known of the payload
     */
    ShapeFiller(BiFunction<Name, String, RandomBits> random, Name message, SortedMap<String, String> labels, Coverage coverage) {
        this.random = random;
        this.message = message;
        this.labels = labels;
        this.coverage = coverage;
    }

    List<String> paths() {
        return List.copyOf(paths);
    }

    /** What was drawn, as it is spelled; choices and known ids are not among them. */
    SortedSet<String> values() {
        return values;
    }

    List<List<String>> choices() {
        return choices;
    }

    JsonNode fill(String path, Shape shape, JsonNode known) {
        return switch (shape) {
            case Shape.Struct(List<Shape.Field> fields) -> struct(path, fields, known);
            case Shape.Sequence(Shape elements) -> sequence(path, elements, known);
            case Shape.Packed(Shape inner) -> packed(path, inner, known);
            case Shape.Text text when known.isString() && !isRemoved(known) -> known;
            case Shape.Text text -> text(path, text);
            case Shape.Quantity quantity when known.isNumber() -> known;
            case Shape.Quantity quantity -> quantity(path, quantity, known);
            case Shape.Flag flag when known.isBoolean() -> known;
            case Shape.Flag flag -> flag(path, known);
            case Shape.Unknown unknown -> known.isMissingNode() ? NullNode.getInstance() : known;
        };
    }

    private static boolean isRemoved(JsonNode known) {
        return known.isString() && known.stringValue().equals(REMOVED_AT_SOURCE);
    }

    private JsonNode struct(String path, List<Shape.Field> fields, JsonNode known) {
        ObjectNode filled = Json.object();
        for (Shape.Field field : fields) {
            if (field.optional() && known.isObject() && !known.has(field.name())) {
                continue;
            }
            filled.set(field.name(), fill(path + "." + field.name(), field.shape(), known.path(field.name())));
        }
        known.properties().forEach(e -> {
            if (!filled.has(e.getKey())) {
                filled.set(e.getKey(), e.getValue());
            }
        });
        return filled;
    }

    private JsonNode sequence(String path, Shape elements, JsonNode known) {
        ArrayNode filled = Json.MAPPER.createArrayNode();
        for (JsonNode element : known) {
            filled.add(fill(path + "[" + filled.size() + "]", elements, element));
        }
        if (filled.isEmpty() && !known.isArray() && !(elements instanceof Shape.Unknown)) {
            filled.add(fill(path + "[0]", elements, known.path(0)));
        }
        return filled;
    }

    private JsonNode packed(String path, Shape inner, JsonNode known) {
        JsonNode unpacked = known.isString() ? Json.parseOrString(known.stringValue()) : known;
        JsonNode filled = fill(path + "(json)", inner, unpacked.isString() ? unpacked.path(0) : unpacked);
        return StringNode.valueOf(Json.write(filled));
    }

    private StringNode text(String path, Shape.Text text) {
        if (!text.choices().isEmpty()) {
            paths.add(path);
            choices.add(text.choices());
            return StringNode.valueOf(text.choices().get(random.apply(message, path).below(text.choices().size())));
        }
        String label = switch (text.format()) {
            case CORRELATION_ID -> labels.getOrDefault("correlationId", "");
            case TENANT -> labels.getOrDefault("tenant", "");
            default -> "";
        };
        if (!label.isEmpty()) {
            paths.add(path + (text.format() == Shape.Format.TENANT ? " (the tenant)" : " (the correlation id)"));
            return StringNode.valueOf(label);
        }
        paths.add(path);
        String made = MadeUpText.of(text.format(), random.apply(message, path));
        values.add(made);
        return StringNode.valueOf(made);
    }

    /** Where a tracer spread a payload over attributes, numbers became text: these are known. */
    private JsonNode quantity(String path, Shape.Quantity quantity, JsonNode known) {
        if (coverage == Coverage.FLATTENED && known.isString()) {
            try {
                JsonNode number = Json.parse(known.stringValue());
                if (number.isNumber()) {
                    return number;
                }
            } catch (JacksonException notANumber) {
                // then it is drawn
            }
        }
        paths.add(path);
        RandomBits bits = random.apply(message, path);
        JsonNode made = Json
                .parse(quantity.whole() ? Integer.toString(1_000 + bits.below(9_000)) : bits.below(90) + 10 + "." + (bits.below(90) + 10));
        values.add(made.asString());
        return made;
    }

    private JsonNode flag(String path, JsonNode known) {
        boolean told = known.isString() && (known.stringValue().equals("true") || known.stringValue().equals("false"));
        if (!told) {
            paths.add(path);
        }
        return Json.MAPPER.getNodeFactory()
                .booleanNode(told ? known.stringValue().equals("true") : random.apply(message, path).below(2) == 1);
    }
}
