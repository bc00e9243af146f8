package dev.tapedeck.mesh;

import dev.tapedeck.mesh.Placeholders.Kind;
import dev.tapedeck.mesh.SystemSpec.IndexSpec;
import dev.tapedeck.recording.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tables of a system as DynamoDB answers for them: every operation is given here, those that concern one table and those on several
 * ({@link Batches}, {@link Transactions}).
 */
public final class Tables {

    /** The operations that may name several tables. */
    static final List<String> SEVERAL = List.of("BatchGetItem", "BatchWriteItem", "TransactGetItems", "TransactWriteItems");

    private static final String RETURN_VALUES = "ReturnValues";

    private final SortedMap<String, Table> tables = new TreeMap<>();

    public Tables(Collection<Table> tables) {
        tables.forEach(table -> this.tables.put(table.name(), table));
    }

    /** Every table forked. */
    public Tables fork() {
        return new Tables(tables.values().stream().map(Table::fork).toList());
    }

    public Optional<Table> find(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    public Collection<Table> all() {
        return tables.values();
    }

    /**
     * Answers one operation, and does it.
     *
     * @param input typed as in the protocol
     * @throws NotModelled for an operation or a parameter without a model
     * @throws NotKnown where the answer depends on what nobody knows of a table
     */
    public Reply execute(String operation, JsonNode input) {
        try {
            return Reply.ok(Reply.JSON_1_0, answer(operation, input));
        } catch (DynamoFault fault) {
            return fault.reply();
        }
    }

    private ObjectNode answer(String operation, JsonNode input) {
        return switch (operation) {
            case "GetItem" -> get(table(input), input);
            case "PutItem" -> write(Mutation.put(table(input), input), input, List.of("NONE", "ALL_OLD"));
            case "DeleteItem" -> write(Mutation.delete(table(input), input), input, List.of("NONE", "ALL_OLD"));
            case "UpdateItem" ->
                write(Mutation.update(table(input), input), input, List.of("NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"));
            case "Query" -> RangeRead.query(table(input), input);
            case "Scan" -> RangeRead.scan(table(input), input);
            case "DescribeTable" -> describe(table(input));
            case "BatchGetItem" -> new Batches(this).get(input);
            case "BatchWriteItem" -> new Batches(this).write(input);
            case "TransactGetItems" -> new Transactions(this).get(input);
            case "TransactWriteItems" -> new Transactions(this).write(input);
            default -> throw NotModelled.operation("dynamodb", operation);
        };
    }

    /** The first table that an operation on several names, "" for none: the component that the call is taken to address. */
    static String firstNamed(JsonNode input) {
        String named = input.path("RequestItems").propertyStream().map(Map.Entry::getKey).findFirst()
                .orElseGet(() -> input.path("TransactItems").path(0).valueStream().map(action -> action.path("TableName").asString(""))
                        .findFirst().orElse(""));
        return unqualified(named);
    }

    private static String unqualified(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    Table table(JsonNode input) {
        JsonNode name = input.path("TableName");
        if (!name.isString()) {
            throw Inputs.missing("tableName");
        }
        return named(name.stringValue());
    }

    /** @param name a name, or an ARN that ends in one */
    Table named(String name) {
        return find(unqualified(name)).orElseThrow(DynamoFault::unknownTable);
    }

    private static ObjectNode write(Mutation mutation, JsonNode input, List<String> returnable) {
        String returned = Inputs.choice(input, RETURN_VALUES, List.of("NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"));
        if (!returnable.contains(returned)) {
            throw DynamoFault.validation("Return values set to invalid value");
        }
        String capacity = Capacity.wanted(input);
        checkMetrics(mutation.table(), input);
        mutation.checkShown(returned, !capacity.equals("NONE"));
        Mutation.Done done = mutation.perform();
        if (returned.equals("ALL_NEW")) {
            mutation.table().requireWhole(mutation.key());
        }
        ObjectNode reply = Json.object();
        mutation.returned(returned, done).ifPresent(attributes -> reply.set("Attributes", attributes));
        if (!capacity.equals("NONE")) {
            reply.set("ConsumedCapacity", Capacity.json(mutation.table(), mutation.cost(done), capacity, ""));
        }
        return reply;
    }

    /** Metrics exist for tables with local indexes only. */
    private static void checkMetrics(Table table, JsonNode input) {
        Schema schema = table.state().schema();
        if (input.path("ReturnItemCollectionMetrics").asString("NONE").equals("SIZE")
                && schema.table().indexes().stream().anyMatch(schema::isLocal)) {
            throw NotModelled.parameter("dynamodb", "a write to a table with local indexes", "ReturnItemCollectionMetrics");
        }
    }

    private static ObjectNode get(Table table, JsonNode json) {
        Read read = read("GetItem", table, json);
        ObjectNode reply = Json.object();
        read.shown().ifPresent(item -> reply.set("Item", ValueJson.json(item)));
        String capacity = Capacity.wanted(json);
        if (!capacity.equals("NONE")) {
            reply.set("ConsumedCapacity", Capacity.json(table, read.cost(json.path("ConsistentRead").asBoolean(false)), capacity, ""));
        }
        return reply;
    }

    /** One item read by its key. */
    record Read(Key key, Optional<Value.MapOf> item, Optional<List<Path>> projection) {

        Optional<Value.MapOf> shown() {
            return item.map(whole -> projection.map(paths -> Path.project(whole, paths)).orElse(whole));
        }

        Capacity.Units cost(boolean consistent) {
            return Capacity.Units.table(Capacity.read(item.map(Value.MapOf::itemSize).orElse(0), consistent));
        }
    }

    static Read read(String operation, Table table, JsonNode json) {
        Inputs input = new Inputs(operation, json, List.of(Kind.PROJECTION));
        Value.MapOf keyItem = ValueJson.item(input.required("Key"));
        Optional<List<Path>> projection = input.projection();
        input.checkUsed();
        Key key = table.state().schema().given(keyItem);
        if (projection.isEmpty() || !Capacity.wanted(json).equals("NONE")) {
            table.requireWhole(key);
        } else {
            table.require(key, projection.get());
        }
        return new Read(key, table.state().item(key), projection);
    }

    /** What a table's specification and contents tell; types of keys that no item has told are not made up. */
    private static ObjectNode describe(Table table) {
        Schema schema = table.state().schema();
        ObjectNode description = Json.object().put("TableName", table.name()).put("TableStatus", "ACTIVE");
        ArrayNode definitions = description.putArray("AttributeDefinitions");
        List<String> names = new java.util.ArrayList<>(schema.keyNames());
        schema.table().indexes().forEach(index -> names.addAll(Schema.names(index.partitionKey(), index.sortKey())));
        for (String name : names.stream().distinct().toList()) {
            AttributeType type = schema.types().get(name);
            if (type == null) {
                throw new NotModelled("dynamodb", "DescribeTable",
                        "DescribeTable` of a table in which no item tells the type of key `" + name);
            }
            definitions.addObject().put("AttributeName", name).put("AttributeType", type.name());
        }
        description.set("KeySchema", keySchema(schema.keyNames()));
        description.put("ItemCount", table.size());
        for (IndexSpec index : schema.table().indexes()) {
            ObjectNode entry = description.withArrayProperty(schema.isLocal(index) ? "LocalSecondaryIndexes" : "GlobalSecondaryIndexes")
                    .addObject();
            entry.put("IndexName", index.name()).set("KeySchema", keySchema(Schema.names(index.partitionKey(), index.sortKey())));
            entry.putObject("Projection").put("ProjectionType", "ALL");
            entry.put("ItemCount", table.state().index(index.name()).size());
        }
        return Json.object().set("Table", description);
    }

    private static ArrayNode keySchema(List<String> names) {
        ArrayNode keys = Json.MAPPER.createArrayNode();
        for (Map.Entry<String, String> key : roles(names).entrySet()) {
            keys.addObject().put("AttributeName", key.getValue()).put("KeyType", key.getKey());
        }
        return keys;
    }

    private static SortedMap<String, String> roles(List<String> names) {
        SortedMap<String, String> roles = new TreeMap<>();
        roles.put("HASH", names.getFirst());
        if (names.size() > 1) {
            roles.put("RANGE", names.getLast());
        }
        return roles;
    }
}
