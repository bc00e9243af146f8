package dev.tapedeck.recording;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The key attributes of each table, learnt from the requests that spell a key: a put does not say which of its attributes are the key. A table
 * whose keys no request spells is taken to use the customary names.
 */
public final class TableKeys {

    private static final List<List<String>> CUSTOMARY = List.of(List.of("pk", "sk"), List.of("PK", "SK"), List.of("pk"), List.of("PK"),
            List.of("id"), List.of("Id"), List.of("ID"), List.of("key"));

    private final Map<String, Set<String>> names = new TreeMap<>();

    public static TableKeys learnt(Collection<Call> calls) {
        TableKeys keys = new TableKeys();
        for (Call call : calls) {
            if (call.service().equals("dynamodb")) {
                keys.learn(call.target(), call.input().value());
            }
        }
        return keys;
    }

    /** Learns from one request to {@code table}. */
    public void learn(String table, JsonNode input) {
        see(table, input.path("Key"));
        input.path("TransactItems").forEach(entry -> entry.forEach(action -> see(tableOf(action, table), action.path("Key"))));
        JsonNode batches = input.path("RequestItems");
        for (String named : batches.propertyNames()) {
            batches.path(named).path("Keys").forEach(key -> see(shortened(named), key));
            batches.path(named).forEach(entry -> see(shortened(named), entry.path("DeleteRequest").path("Key")));
        }
    }

    private void see(String table, JsonNode key) {
        if (key.isObject() && !key.isEmpty()) {
            names.putIfAbsent(table, new TreeSet<>(key.propertyNames()));
        }
    }

    /** The names that requests spelled as the key of {@code table}; empty where none did. */
    public Set<String> spelled(String table) {
        return names.getOrDefault(table, new TreeSet<>());
    }

    /** The key of an item, or of whatever holds the key's attributes; empty where it cannot be told. */
    public ObjectNode of(String table, JsonNode item) {
        Set<String> known = names.get(table);
        ObjectNode key = Json.object();
        for (String name : known == null ? customary(item) : known) {
            if (item.has(name)) {
                key.set(name, item.get(name));
            }
        }
        return key;
    }

    private static List<String> customary(JsonNode item) {
        return CUSTOMARY.stream().filter(names -> names.stream().allMatch(item::has)).findFirst()
                .orElse(List.copyOf(item.propertyNames()));
    }

    static String tableOf(JsonNode action, String absent) {
        return shortened(action.path("TableName").asString(absent));
    }

    /** A table's name out of its ARN. */
    static String shortened(String name) {
        return name.substring(Math.max(name.lastIndexOf(':'), name.lastIndexOf('/')) + 1);
    }
}
