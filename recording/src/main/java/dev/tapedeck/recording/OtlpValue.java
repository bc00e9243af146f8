package dev.tapedeck.recording;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Plain JSON as OpenTelemetry spells it (opentelemetry-proto, {@code common.proto}: {@code AnyValue}, {@code KeyValue}; integers as strings, as
 * protobuf's JSON mapping has 64-bit ones). Numbers that are not integers of 64 bits keep their digits in {@code doubleValue}.
 */
final class OtlpValue {
    private OtlpValue() {}

    static void write(JsonNode plain, JsonGenerator out) {
        out.writeStartObject();
        switch (plain.getNodeType()) {
            case STRING -> out.writeStringProperty("stringValue", plain.stringValue());
            case BOOLEAN -> out.writeBooleanProperty("boolValue", plain.booleanValue());
            case NUMBER -> {
                if (plain.isIntegralNumber() && plain.canConvertToLong()) {
                    out.writeStringProperty("intValue", plain.asString());
                } else {
                    out.writeName("doubleValue").writeTree(plain);
                }
            }
            case ARRAY -> {
                out.writeObjectPropertyStart("arrayValue").writeArrayPropertyStart("values");
                plain.forEach(element -> write(element, out));
                out.writeEndArray().writeEndObject();
            }
            case OBJECT -> {
                out.writeObjectPropertyStart("kvlistValue");
                writeAttributes("values", (ObjectNode) plain, out);
                out.writeEndObject();
            }
            case NULL -> {
                // an AnyValue without a value
            }
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("not a plain JSON value: " + plain.getNodeType());
        }
        out.writeEndObject();
    }

    static void writeAttributes(String field, ObjectNode plain, JsonGenerator out) {
        out.writeArrayPropertyStart(field);
        writeEach(plain, out);
        out.writeEndArray();
    }

    /**
     * {@link #writeAttributes(String, ObjectNode, JsonGenerator) Attributes} with a field of ours, which is last and, where {@code ours} is null,
     * left out; a recorded attribute that has taken its key is told from it by standing before it.
     */
    static void writeAttributes(ObjectNode plain, String key, @Nullable Name ours, JsonGenerator out) {
        out.writeArrayPropertyStart("attributes");
        writeEach(plain, out);
        if (ours != null || plain.has(key)) {
            writeAttribute(key, StringNode.valueOf(ours == null ? "" : ours.toString()), out);
        }
        out.writeEndArray();
    }

    private static void writeEach(ObjectNode plain, JsonGenerator out) {
        for (Map.Entry<String, JsonNode> attribute : plain.properties()) {
            writeAttribute(attribute.getKey(), attribute.getValue(), out);
        }
    }

    private static void writeAttribute(String key, JsonNode value, JsonGenerator out) {
        out.writeStartObject().writeStringProperty("key", key).writeName("value");
        write(value, out);
        out.writeEndObject();
    }

    static JsonNode read(Fields any) {
        JsonNode plain = NullNode.getInstance();
        if (any.has("stringValue")) {
            plain = StringNode.valueOf(any.string("stringValue"));
        } else if (any.has("boolValue")) {
            plain = Json.MAPPER.getNodeFactory().booleanNode(any.flag("boolValue"));
        } else if (any.has("intValue")) {
            plain = integer(any.string("intValue"));
        } else if (any.has("doubleValue")) {
            plain = any.tree("doubleValue");
        } else if (any.has("arrayValue")) {
            plain = readArray(any.object("arrayValue"));
        } else if (any.has("kvlistValue")) {
            Fields list = any.object("kvlistValue");
            plain = readAttributes(list, "values");
            list.done();
        }
        any.done();
        return plain;
    }

    private static JsonNode integer(String digits) {
        long value = Long.parseLong(digits);
        return value == (int) value ? Json.MAPPER.getNodeFactory().numberNode((int) value) : Json.MAPPER.getNodeFactory().numberNode(value);
    }

    private static ArrayNode readArray(Fields array) {
        ArrayNode plain = Json.MAPPER.createArrayNode();
        array.objects("values").forEach(element -> plain.add(read(element)));
        array.done();
        return plain;
    }

    static ObjectNode readAttributes(Fields owner, String field) {
        return readAttributes(owner, field, null).plain();
    }

    /** Attributes with what {@link #writeAttributes(ObjectNode, String, Name, JsonGenerator)} appended taken off again; nothing is where {@code key} is null. */
    static Attributes readAttributes(Fields owner, String field, @Nullable String key) {
        ObjectNode plain = Json.object();
        Name ours = null;
        List<Fields> list = owner.objectsIfAny(field);
        for (int i = 0; i < list.size(); i++) {
            Fields attribute = list.get(i);
            String name = attribute.string("key");
            JsonNode value = read(attribute.object("value"));
            attribute.done();
            if (i == list.size() - 1 && name.equals(key)) {
                ours = value.asString("").isEmpty() ? null : Name.parse(value.asString(""));
            } else {
                plain.set(name, value);
            }
        }
        return new Attributes(plain, ours);
    }

    record Attributes(ObjectNode plain, @Nullable Name ours) {}
}
