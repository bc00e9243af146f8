package dev.tapedeck.replay;

import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts what a query found into the order that it had then. Fresh values and pseudonyms in sort keys fall in another order than those that they stand
 * for, and code that takes the first one would take another. Which items there are, and what is in them, is the model's.
 */
final class BoundOrder {

    private BoundOrder() {}

    /** @return {@code answer} itself where it does not hold the same items as {@code then} */
    static JsonNode of(JsonNode then, JsonNode answer, List<String> keys, Bindings bindings) {
        if (!(answer instanceof ObjectNode object) || !(answer.get("Items") instanceof ArrayNode items)) {
            return answer;
        }
        List<ObjectNode> order = new ArrayList<>();
        then.path("Items").forEach(item -> order.add(key(item, keys)));
        List<JsonNode> found = new ArrayList<>();
        items.forEach(found::add);
        if (order.size() != found.size() || !found.stream().allMatch(item -> order.contains(recordedKey(item, keys, bindings)))) {
            return answer;
        }
        found.sort(Comparator.comparingInt(item -> order.indexOf(recordedKey(item, keys, bindings))));
        ArrayNode ordered = Json.MAPPER.createArrayNode();
        found.forEach(ordered::add);
        ObjectNode sorted = object.deepCopy();
        sorted.set("Items", ordered);
        return sorted;
    }

    private static ObjectNode recordedKey(JsonNode item, List<String> keys, Bindings bindings) {
        return (ObjectNode) bindings.toRecorded(key(item, keys));
    }

    private static ObjectNode key(JsonNode item, List<String> keys) {
        ObjectNode key = Json.object();
        keys.stream().filter(item::has).forEach(name -> key.set(name, item.get(name)));
        return key;
    }
}
