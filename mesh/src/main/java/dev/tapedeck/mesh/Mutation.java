package dev.tapedeck.mesh;

import dev.tapedeck.mesh.ConditionParser.Expression;
import dev.tapedeck.mesh.Placeholders.Kind;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A write of one item, read and checked but not done yet: alone, or as a part of a transaction.
 *
 * @param showsItem whether a failed condition answers with the item
 */
record Mutation(Table table, Key key, Expression condition, boolean showsItem, Change change) {

    /** 400 KB, names included: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html. */
    static final int MAX_ITEM_BYTES = 409_600;

    private static final Value.MapOf NOTHING = new Value.MapOf(new TreeMap<>());

    sealed interface Change {}

    record Put(Value.MapOf item) implements Change {}

    /** @param update null to make no more than the item's key */
    record Modify(Value.MapOf key, @Nullable Update update) implements Change {}

    record Erase() implements Change {}

    /** Only the condition counts. */
    record Check() implements Change {}

    /** What a mutation did. */
    record Done(Optional<Value.MapOf> before, Optional<Value.MapOf> after) {}

    static Mutation put(Table table, JsonNode json) {
        Inputs input = new Inputs("PutItem", json, List.of(Kind.CONDITION));
        Value.MapOf item = ValueJson.item(input.required("Item"));
        Expression condition = condition(input);
        input.checkUsed();
        Key key = table.state().schema().keyOf(item);
        if (item.itemSize() > MAX_ITEM_BYTES) {
            throw DynamoFault.validation("Item size has exceeded the maximum allowed size");
        }
        return new Mutation(table, key, condition, showsItem(input), new Put(item));
    }

    static Mutation update(Table table, JsonNode json) {
        Inputs input = new Inputs("UpdateItem", json, List.of(Kind.UPDATE, Kind.CONDITION));
        Value.MapOf keyItem = ValueJson.item(input.required("Key"));
        Optional<Update> update = input.update();
        Expression condition = condition(input);
        input.checkUsed();
        Key key = table.state().schema().given(keyItem);
        return new Mutation(table, key, condition, showsItem(input), new Modify(keyItem, update.orElse(null)));
    }

    static Mutation delete(Table table, JsonNode json) {
        return onKey("DeleteItem", table, json, new Erase());
    }

    static Mutation check(Table table, JsonNode json) {
        return onKey("ConditionCheck", table, json, new Check());
    }

    private static Mutation onKey(String operation, Table table, JsonNode json, Change change) {
        Inputs input = new Inputs(operation, json, List.of(Kind.CONDITION));
        Value.MapOf keyItem = ValueJson.item(input.required("Key"));
        Expression condition = condition(input);
        input.checkUsed();
        return new Mutation(table, table.state().schema().given(keyItem), condition, showsItem(input), change);
    }

    private static Expression condition(Inputs input) {
        return input.condition(Kind.CONDITION);
    }

    private static boolean showsItem(Inputs input) {
        return input.choice("ReturnValuesOnConditionCheckFailure", List.of("NONE", "ALL_OLD")).equals("ALL_OLD");
    }

    /**
     * Does it, or raises what stands against it.
     *
     * @throws NotKnown where what comes of it depends on what nobody knows
     */
    Done perform() {
        table.require(key, condition.paths());
        Optional<Value.MapOf> before = table.state().item(key);
        if (!condition.condition().holds(before.orElse(NOTHING))) {
            if (showsItem) {
                table.requireWhole(key);
            }
            throw DynamoFault.conditionFailed(showsItem ? before.map(ValueJson::json).orElse(null) : null);
        }
        Optional<Value.MapOf> after = switch (change) {
            case Put put -> Optional.of(put.item());
            case Modify modify -> modified(modify, before);
            case Erase erase -> Optional.empty();
            case Check check -> before;
        };
        table.become(table.state().with(key, after, doubtAfter()));
        return new Done(before, after);
    }

    private Doubt doubtAfter() {
        Doubt before = table.doubt(key);
        return switch (change) {
            case Put put -> Doubt.NONE;
            case Erase erase -> Doubt.NONE;
            case Check check -> before;
            case Modify modify when !before.any() || (before.existence() && modify.update() != null && !modify.update().creates()) ->
                before;
            case Modify modify -> before.written(modify.update() == null
                    ? List.of()
                    : modify.update().paths().stream().filter(path -> !path.isNested()).map(Path::root).toList());
        };
    }

    /** @throws NotKnown where what the answer is to show of the item before it is not known */
    void checkShown(String returnValues, boolean capacity) {
        if (capacity || returnValues.equals("ALL_OLD")) {
            table.requireWhole(key);
        } else if (returnValues.equals("UPDATED_OLD") && change instanceof Modify modify && modify.update() != null) {
            table.require(key, modify.update().paths());
        }
    }

    private Optional<Value.MapOf> modified(Modify modify, Optional<Value.MapOf> before) {
        if (modify.update() == null) {
            return Optional.of(before.orElse(modify.key()));
        }
        checkKeysUntouched(modify.update());
        table.require(key, modify.update().reads());
        Value.MapOf after = modify.update().apply(before.orElse(modify.key()));
        if (after.itemSize() > MAX_ITEM_BYTES) {
            throw DynamoFault.validation("Item size to update has exceeded the maximum allowed size");
        }
        table.state().schema().keyOf(after);
        return before.isEmpty() && !modify.update().creates() ? Optional.empty() : Optional.of(after);
    }

    private void checkKeysUntouched(Update update) {
        for (Path path : update.paths()) {
            if (table.state().schema().keyNames().contains(path.root())) {
                throw DynamoFault.validation("One or more parameter values were invalid: Cannot update attribute " + path.root()
                        + ". This attribute is part of the key");
            }
        }
    }

    /** What {@code ReturnValues} asks for, empty for nothing. */
    Optional<ObjectNode> returned(String returnValues, Done done) {
        List<Path> touched = change instanceof Modify modify && modify.update() != null ? modify.update().paths() : List.of();
        return switch (returnValues) {
            case "ALL_OLD" -> done.before().map(ValueJson::json);
            case "ALL_NEW" -> done.after().map(ValueJson::json);
            case "UPDATED_OLD" -> done.before().flatMap(item -> part(item, touched));
            case "UPDATED_NEW" -> done.after().flatMap(item -> part(item, touched));
            default -> Optional.empty();
        };
    }

    private static Optional<ObjectNode> part(Value.MapOf item, List<Path> touched) {
        Value.MapOf part = Path.project(item, touched);
        return part.entries().isEmpty() ? Optional.empty() : Optional.of(ValueJson.json(part));
    }

    /** The indexes that it changes cost too, each as much as the table's item. */
    Capacity.Units cost(Done done) {
        int bytes = Math.max(done.before().map(Value.MapOf::itemSize).orElse(0), done.after().map(Value.MapOf::itemSize).orElse(0));
        SortedMap<String, Double> indexes = new TreeMap<>();
        Schema schema = table.state().schema();
        for (SystemSpec.IndexSpec index : schema.table().indexes()) {
            Optional<Key> from = done.before().flatMap(item -> schema.in(index, item));
            Optional<Key> to = done.after().flatMap(item -> schema.in(index, item));
            double entries = from.equals(to)
                    ? from.isEmpty() || done.before().equals(done.after()) ? 0 : 1
                    : (from.isPresent() ? 1 : 0) + (to.isPresent() ? 1 : 0);
            indexes.put(index.name(), entries * Capacity.write(bytes));
        }
        return new Capacity.Units(Capacity.write(bytes), indexes);
    }
}
