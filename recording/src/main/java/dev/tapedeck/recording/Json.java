package dev.tapedeck.recording;

import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Bodies as trees: one mapper for the whole house, decimals kept exactly as written. */
public final class Json {

    /** Shared: strict about trailing tokens, decimals as {@code BigDecimal}. */
    public static final JsonMapper MAPPER = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The tree that {@code text} spells if it is a JSON object or array, otherwise {@code text} itself as a string node. */
    public static JsonNode parseOrString(String text) {
        String trimmed = text.stripLeading();
        if (trimmed.startsWith("{") || trimmed.startsWith("[")) {
            try {
                return MAPPER.readTree(text);
            } catch (JacksonException notJson) {
                return StringNode.valueOf(text);
            }
        }
        return StringNode.valueOf(text);
    }

    /** @throws JacksonException where {@code text} is not one JSON value */
    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    /** Compact JSON, keys in the order of the tree. */
    public static String write(JsonNode tree) {
        return MAPPER.writeValueAsString(tree);
    }

    /** JSON with keys in order, so that equal trees spell equal strings. */
    public static String canonical(JsonNode tree) {
        return switch (tree) {
            case ObjectNode object -> {
                StringBuilder out = new StringBuilder("{");
                for (String key : new TreeSet<>(object.propertyNames())) {
                    out.append(MAPPER.writeValueAsString(key)).append(':').append(canonical(object.get(key))).append(',');
                }
                yield out.append('}').toString();
            }
            case ArrayNode array -> {
                StringBuilder out = new StringBuilder("[");
                array.forEach(element -> out.append(canonical(element)).append(','));
                yield out.append(']').toString();
            }
            default -> tree.toString();
        };
    }
}
