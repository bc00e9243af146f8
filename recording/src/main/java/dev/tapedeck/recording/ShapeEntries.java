package dev.tapedeck.recording;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code shapes.jsonl}: shapes of payloads, one a line, each shape as a small part of JSON Schema (https://json-schema.org/draft/2020-12):
 * {@code type}, {@code format}, {@code enum}, {@code properties}, {@code required}, {@code items}, {@code contentSchema}.
 */
final class ShapeEntries {
    static final String NAME = "shapes.jsonl";
    private static final int DEEPEST = 64;

    private ShapeEntries() {}

    static byte[] write(List<PayloadShape> shapes) {
        return JsonLines.write(shapes, shape -> {
            ObjectNode json = Json.object().put("function", shape.function()).put("channel", shape.channel()).put("type", shape.type())
                    .put("samples", shape.samples());
            json.set("body", schema(shape.body()));
            json.set("attributes", schema(shape.attributes()));
            return json;
        });
    }

    static List<PayloadShape> read(byte[] bytes) {
        List<PayloadShape> shapes = new ArrayList<>();
        JsonLines.read(NAME, bytes, line -> {
            Fields fields = Fields.of(line);
            shapes.add(new PayloadShape(fields.string("function"), fields.string("channel"), fields.string("type"),
                    fields.smallInteger("samples"), shape(fields.object("body"), 0), shape(fields.object("attributes"), 0)));
            fields.done();
        });
        return shapes;
    }

    private static ObjectNode schema(Shape shape) {
        return switch (shape) {
            case Shape.Unknown unknown -> Json.object();
            case Shape.Flag flag -> Json.object().put("type", "boolean");
            case Shape.Quantity(boolean whole) -> Json.object().put("type", whole ? "integer" : "number");
            case Shape.Text text -> text(text);
            case Shape.Packed(Shape inner) -> {
                ObjectNode packed = Json.object().put("type", "string").put("contentMediaType", "application/json");
                packed.set("contentSchema", schema(inner));
                yield packed;
            }
            case Shape.Sequence(Shape elements) -> {
                ObjectNode list = Json.object().put("type", "array");
                list.set("items", schema(elements));
                yield list;
            }
            case Shape.Struct(List<Shape.Field> fields) -> struct(fields);
        };
    }

    private static ObjectNode text(Shape.Text text) {
        ObjectNode json = Json.object().put("type", "string");
        if (text.format() != Shape.Format.PLAIN) {
            json.put("format", Fields.word(text.format()));
        }
        if (!text.choices().isEmpty()) {
            ArrayNode choices = json.putArray("enum");
            text.choices().forEach(choices::add);
        }
        return json;
    }

    private static ObjectNode struct(List<Shape.Field> fields) {
        ObjectNode json = Json.object().put("type", "object");
        ObjectNode properties = json.putObject("properties");
        ArrayNode required = json.putArray("required");
        for (Shape.Field field : fields) {
            properties.set(field.name(), schema(field.shape()));
            if (!field.optional()) {
                required.add(field.name());
            }
        }
        return json;
    }

    private static Shape shape(Fields schema, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("a shape nested deeper than " + DEEPEST);
        }
        Shape read = schema.has("type") ? typed(schema, schema.string("type"), depth) : new Shape.Unknown();
        schema.done();
        return read;
    }

    private static Shape typed(Fields schema, String type, int depth) {
        return switch (type) {
            case "boolean" -> new Shape.Flag();
            case "integer" -> new Shape.Quantity(true);
            case "number" -> new Shape.Quantity(false);
            case "string" -> text(schema, depth);
            case "array" -> new Shape.Sequence(shape(schema.object("items"), depth + 1));
            case "object" -> new Shape.Struct(fields(schema.object("properties"), schema.strings("required"), depth));
            default -> throw new IllegalArgumentException("`type` must be one of boolean, integer, number, string, array, object, not `"
                    + type + "`");
        };
    }

    private static Shape text(Fields schema, int depth) {
        if (schema.has("contentSchema")) {
            String media = schema.string("contentMediaType");
            if (!media.equals("application/json")) {
                throw new IllegalArgumentException("`contentMediaType` must be application/json");
            }
            return new Shape.Packed(shape(schema.object("contentSchema"), depth + 1));
        }
        Shape.Format format = schema.has("format") ? schema.word("format", Shape.Format.class) : Shape.Format.PLAIN;
        return new Shape.Text(format, schema.has("enum") ? schema.strings("enum") : List.of());
    }

    private static List<Shape.Field> fields(Fields properties, List<String> required, int depth) {
        List<Shape.Field> fields = new ArrayList<>();
        for (String name : properties.names()) {
            fields.add(new Shape.Field(name, shape(properties.object(name), depth + 1), !required.contains(name)));
        }
        return fields;
    }
}
