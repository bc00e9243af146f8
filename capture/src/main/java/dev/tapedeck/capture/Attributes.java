package dev.tapedeck.capture;

import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The attributes of a span, resource or log record: keys as symbols, values as places in the bytes they came in, decoded when they are asked
 * for. Most are never asked for, and payloads are most of the bytes.
 */
final class Attributes {

    static final Attributes NONE = new Attributes(new byte[0], new String[0], new int[0], new Symbols());
    private static final int FIELDS = 2;
    private static final int DEEPEST = 64;

    private final byte[] bytes;
    private final String[] keys;
    /** For each key where its {@code AnyValue} object begins and ends. */
    private final int[] places;
    private final Symbols symbols;

    private Attributes(byte[] bytes, String[] keys, int[] places, Symbols symbols) {
        this.bytes = bytes;
        this.keys = keys;
        this.places = places;
        this.symbols = symbols;
    }

    /** Reads a {@code KeyValue} array that is next under the cursor. {@code bytes} are kept. */
    static Attributes read(byte[] bytes, Cursor cursor, Symbols symbols) throws Malformed {
        List<String> keys = new ArrayList<>(32);
        int[] places = new int[64];
        cursor.openArray();
        while (cursor.nextElement()) {
            cursor.openObject();
            String key = "";
            int start = 0;
            int end = 0;
            for (String field = cursor.nextKey(); field != null; field = cursor.nextKey()) {
                switch (field) {
                    case "key" -> key = cursor.symbol();
                    case "value" -> {
                        cursor.peek();
                        start = cursor.pos();
                        cursor.skip();
                        end = cursor.pos();
                    }
                    default -> cursor.skip();
                }
            }
            if (keys.size() * FIELDS == places.length) {
                places = Arrays.copyOf(places, places.length * 2);
            }
            places[keys.size() * FIELDS] = start;
            places[keys.size() * FIELDS + 1] = end;
            keys.add(key);
        }
        return new Attributes(bytes, keys.toArray(new String[0]), Arrays.copyOf(places, keys.size() * FIELDS), symbols);
    }

    /** The bytes that hold them, and what stood round them. */
    byte[] bytes() {
        return bytes;
    }

    List<String> keys() {
        return List.of(keys);
    }

    boolean has(String key) {
        return index(key) >= 0;
    }

    /** The value as text; null where there is none. */
    @Nullable
    String text(String key) {
        int index = index(key);
        if (index < 0) {
            return null;
        }
        try {
            Cursor cursor = cursor(index);
            cursor.openObject();
            String type = cursor.nextKey();
            if (type == null) {
                return null;
            }
            return switch (type) {
                case "arrayValue", "kvlistValue" -> Json.write(node(key));
                default -> cursor.text();
            };
        } catch (Malformed e) {
            return null;
        }
    }

    String text(String key, String absent) {
        String text = text(key);
        return text == null ? absent : text;
    }

    long number(String key, long absent) {
        String text = text(key);
        if (text == null) {
            return absent;
        }
        return Numbers.whole(text, absent);
    }

    /** The value as a tree of plain JSON; null node where there is none. */
    JsonNode node(String key) {
        int index = index(key);
        try {
            return index < 0 ? NullNode.getInstance() : any(cursor(index), 0);
        } catch (Malformed e) {
            return NullNode.getInstance();
        }
    }

    /** An object of plain values: what {@code keep} lets through, in the order of keys. */
    ObjectNode plain(Predicate<String> keep) {
        ObjectNode out = Json.object();
        Arrays.stream(keys).filter(keep).sorted().forEach(key -> out.set(key, node(key)));
        return out;
    }

    private Cursor cursor(int index) {
        return new Cursor(bytes, places[index * FIELDS], places[index * FIELDS + 1], symbols);
    }

    @SuppressWarnings("ReferenceEquality") // keys are symbols, so that the first look is at identity
    private int index(String key) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] == key || keys[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /** An {@code AnyValue} (opentelemetry-proto, common.proto) as plain JSON. */
    static JsonNode any(Cursor cursor, int depth) throws Malformed {
        if (depth > DEEPEST) {
            throw new Malformed("an attribute nested deeper than " + DEEPEST);
        }
        JsonNode value = NullNode.getInstance();
        cursor.openObject();
        for (String type = cursor.nextKey(); type != null; type = cursor.nextKey()) {
            switch (type) {
                case "stringValue", "bytesValue" -> value = Json.MAPPER.getNodeFactory().stringNode(cursor.text());
                case "intValue" -> value = Json.MAPPER.getNodeFactory().numberNode(cursor.number());
                case "boolValue" -> value = Json.MAPPER.getNodeFactory().booleanNode(cursor.text().equals("true"));
                case "doubleValue" -> value = decimal(cursor.text());
                case "arrayValue" -> value = array(cursor, depth + 1);
                case "kvlistValue" -> value = object(cursor, depth + 1);
                default -> cursor.skip();
            }
        }
        return value;
    }

    private static JsonNode decimal(String text) {
        java.math.BigDecimal number = Numbers.decimal(text);
        return number == null ? Json.MAPPER.getNodeFactory().stringNode(text) : Json.MAPPER.getNodeFactory().numberNode(number);
    }

    private static JsonNode array(Cursor cursor, int depth) throws Malformed {
        ArrayNode out = Json.MAPPER.createArrayNode();
        cursor.openObject();
        for (String field = cursor.nextKey(); field != null; field = cursor.nextKey()) {
            if (!field.equals("values")) {
                cursor.skip();
                continue;
            }
            cursor.openArray();
            while (cursor.nextElement()) {
                out.add(any(cursor, depth));
            }
        }
        return out;
    }

    private static JsonNode object(Cursor cursor, int depth) throws Malformed {
        ObjectNode out = Json.object();
        cursor.openObject();
        for (String field = cursor.nextKey(); field != null; field = cursor.nextKey()) {
            if (!field.equals("values")) {
                cursor.skip();
                continue;
            }
            cursor.openArray();
            while (cursor.nextElement()) {
                keyValue(cursor, out, depth);
            }
        }
        return out;
    }

    private static void keyValue(Cursor cursor, ObjectNode out, int depth) throws Malformed {
        String key = "";
        JsonNode value = NullNode.getInstance();
        cursor.openObject();
        for (String part = cursor.nextKey(); part != null; part = cursor.nextKey()) {
            switch (part) {
                case "key" -> key = cursor.text();
                case "value" -> value = any(cursor, depth);
                default -> cursor.skip();
            }
        }
        out.set(key, value);
    }
}
