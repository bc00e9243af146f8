package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code BatchGetItem} and {@code BatchWriteItem}: many operations in one request that stand each for itself, except that a malformed one spoils
 * all (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html). Nothing is ever left unprocessed.
 */
final class Batches {

    private static final int MAX_WRITES = 25;
    private static final int MAX_READS = 100;
    private static final String DUPLICATES = "Provided list of item keys contains duplicates";

    private final Tables tables;

    Batches(Tables tables) {
        this.tables = tables;
    }

    ObjectNode write(JsonNode input) {
        List<Mutation> mutations = mutations(input.path("RequestItems"));
        SortedMap<String, Capacity.Units> costs = new TreeMap<>();
        for (Mutation mutation : mutations) {
            Mutation.Done done = mutation.perform();
            costs.merge(mutation.table().name(), mutation.cost(done), Capacity.Units::plus);
        }
        ObjectNode reply = Json.object();
        reply.putObject("UnprocessedItems");
        return withCapacity(reply, input, costs);
    }

    private List<Mutation> mutations(JsonNode requested) {
        if (requested.isEmpty()) {
            throw required("requestItems");
        }
        List<Mutation> mutations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : requested.properties()) {
            if (entry.getValue().isEmpty()) {
                throw DynamoFault.validation("The batch write request list for a table cannot be null or empty: " + entry.getKey());
            }
            entry.getValue().forEach(request -> mutations.add(mutation(tables.named(entry.getKey()), request)));
        }
        if (mutations.size() > MAX_WRITES) {
            throw DynamoFault.validation("Too many items requested for the BatchWriteItem call");
        }
        checkDistinct(mutations);
        return mutations;
    }

    private static Mutation mutation(Table table, JsonNode request) {
        if (request.hasNonNull("PutRequest") == request.hasNonNull("DeleteRequest")) {
            throw DynamoFault.validation(
                    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");
        }
        return request.hasNonNull("PutRequest")
                ? Mutation.put(table, request.get("PutRequest"))
                : Mutation.delete(table, request.get("DeleteRequest"));
    }

    private static void checkDistinct(List<Mutation> mutations) {
        SortedMap<String, TreeSet<Key>> keys = new TreeMap<>();
        for (Mutation mutation : mutations) {
            if (!keys.computeIfAbsent(mutation.table().name(), name -> new TreeSet<>()).add(mutation.key())) {
                throw DynamoFault.validation(DUPLICATES);
            }
        }
    }

    ObjectNode get(JsonNode input) {
        JsonNode requested = input.path("RequestItems");
        if (requested.isEmpty()) {
            throw required("requestItems");
        }
        if (requested.valueStream().mapToInt(each -> each.path("Keys").size()).sum() > MAX_READS) {
            throw DynamoFault.validation("Too many items requested for the BatchGetItem call");
        }
        ObjectNode reply = Json.object();
        ObjectNode responses = reply.putObject("Responses");
        SortedMap<String, Capacity.Units> costs = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : requested.properties()) {
            Table table = tables.named(entry.getKey());
            costs.put(table.name(), get(table, entry.getValue(), responses.putArray(entry.getKey())));
        }
        reply.putObject("UnprocessedKeys");
        return withCapacity(reply, input, costs);
    }

    private static Capacity.Units get(Table table, JsonNode request, ArrayNode into) {
        if (request.path("Keys").isEmpty()) {
            throw required("requestItems." + table.name() + ".member.keys");
        }
        TreeSet<Key> keys = new TreeSet<>();
        Capacity.Units cost = Capacity.Units.table(0);
        for (JsonNode key : request.path("Keys")) {
            ObjectNode single = ((ObjectNode) request).deepCopy();
            single.remove("Keys");
            single.set("Key", key);
            Tables.Read read = Tables.read("BatchGetItem", table, single);
            if (!keys.add(read.key())) {
                throw DynamoFault.validation(DUPLICATES);
            }
            read.shown().ifPresent(item -> into.add(ValueJson.json(item)));
            cost = cost.plus(read.cost(request.path("ConsistentRead").asBoolean(false)));
        }
        return cost;
    }

    private static DynamoFault required(String member) {
        return DynamoFault.validation("1 validation error detected: Value '{}' at '" + member
                + "' failed to satisfy constraint: Member must have length greater than or equal to 1");
    }

    private ObjectNode withCapacity(ObjectNode reply, JsonNode input, SortedMap<String, Capacity.Units> costs) {
        String wanted = Capacity.wanted(input);
        if (!wanted.equals("NONE")) {
            ArrayNode list = reply.putArray("ConsumedCapacity");
            costs.forEach((name, units) -> list.add(Capacity.json(tables.named(name), units, wanted, "")));
        }
        return reply;
    }
}
