package dev.tapedeck.recording;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tree as {@link Json} would have read it. A program may put the number 5 into a tree as an int, a long or a double, and no two of those are equal;
 * what a recording holds is compared with what was read from a file, so it holds the one kind that reading gives. What JSON has no number for (not a
 * number, infinity) becomes its name.
 */
final class PlainTree {
    private static final JsonNodeFactory NODES = Json.MAPPER.getNodeFactory();

    private PlainTree() {}

    static ObjectNode of(ObjectNode tree) {
        return (ObjectNode) of((JsonNode) tree);
    }

    /** The very same tree where it is plain already, else a copy that is. */
    static JsonNode of(JsonNode tree) {
        return isPlain(tree) ? tree : copy(tree);
    }

    private static boolean isPlain(JsonNode tree) {
        return switch (tree.getNodeType()) {
            case OBJECT, ARRAY -> {
                for (JsonNode child : tree) {
                    if (!isPlain(child)) {
                        yield false;
                    }
                }
                yield true;
            }
            case NUMBER -> switch (tree.numberType()) {
                case INT, BIG_DECIMAL -> !tree.isShort();
                case LONG -> !tree.canConvertToInt();
                case BIG_INTEGER -> !tree.canConvertToLong();
                case FLOAT, DOUBLE -> false;
            };
            case STRING, BOOLEAN, NULL -> true;
            case BINARY, POJO, MISSING -> false;
        };
    }

    private static JsonNode copy(JsonNode tree) {
        return switch (tree.getNodeType()) {
            case OBJECT -> {
                ObjectNode copy = NODES.objectNode();
                for (Map.Entry<String, JsonNode> field : tree.properties()) {
                    copy.set(field.getKey(), copy(field.getValue()));
                }
                yield copy;
            }
            case ARRAY -> {
                ArrayNode copy = NODES.arrayNode(tree.size());
                tree.forEach(element -> copy.add(copy(element)));
                yield copy;
            }
            case NUMBER -> number(tree);
            case STRING, BOOLEAN, NULL -> tree;
            case BINARY, POJO, MISSING -> Json.parse(Json.write(tree));
        };
    }

    private static JsonNode number(JsonNode tree) {
        if (tree instanceof NumericNode number && number.isNaN()) {
            return NODES.stringNode(tree.asString());
        }
        if (!tree.isIntegralNumber()) {
            return tree.isBigDecimal() ? tree : NODES.numberNode(new BigDecimal(tree.asString()));
        }
        BigInteger value = tree.bigIntegerValue();
        if (value.bitLength() < Integer.SIZE) {
            return NODES.numberNode(value.intValue());
        }
        return value.bitLength() < Long.SIZE ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
    }
}
