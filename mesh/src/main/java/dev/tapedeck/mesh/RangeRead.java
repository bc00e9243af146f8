package dev.tapedeck.mesh;

import dev.tapedeck.mesh.ConditionParser.Expression;
import dev.tapedeck.mesh.Placeholders.Kind;
import dev.tapedeck.mesh.SystemSpec.IndexSpec;
import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code Query} and {@code Scan}: walks a table or an index in order, page by page
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html). A page ends after {@code Limit} items, filtered
 * out or not, or with the one that makes it more than
 * 1 MB.
 */
final class RangeRead {

    private static final int MAX_PAGE_BYTES = 1_048_576;

    private final Table.State state;
    private final Table table;
    private final Inputs input;
    private final @Nullable IndexSpec index;
    private final Expression filter;
    private final Optional<List<Path>> projection;
    private final @Nullable KeyCondition keys;
    private final String select;
    private final boolean forward;
    private final boolean query;

    private RangeRead(Table table, JsonNode json, boolean query) {
        this.table = table;
        this.query = query;
        this.state = table.state();
        this.input = new Inputs(query ? "Query" : "Scan", json,
                query ? List.of(Kind.FILTER, Kind.KEY_CONDITION, Kind.PROJECTION) : List.of(Kind.FILTER, Kind.PROJECTION));
        this.index = index();
        if (query && !input.has(Kind.KEY_CONDITION.parameter())) {
            throw DynamoFault.validation("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
        }
        this.filter = input.condition(Kind.FILTER);
        this.projection = input.projection();
        Expression condition = input.condition(Kind.KEY_CONDITION);
        input.checkUsed();
        this.keys = query ? KeyCondition.of(condition.condition(), ownNames(), state.schema().types()) : null;
        this.select = checkedSelect();
        this.forward = !query || input.flag("ScanIndexForward", true);
        if (query) {
            checkFilter();
        }
        checkLimits();
    }

    static ObjectNode query(Table table, JsonNode json) {
        return new RangeRead(table, json, true).run();
    }

    static ObjectNode scan(Table table, JsonNode json) {
        return new RangeRead(table, json, false).run();
    }

    private @Nullable IndexSpec index() {
        if (!input.has("IndexName")) {
            return null;
        }
        String name = input.get("IndexName").asString("");
        IndexSpec found = state.schema().index(name)
                .orElseThrow(() -> DynamoFault.validation("The table does not have the specified index: " + name));
        if (!state.schema().isLocal(found) && input.flag("ConsistentRead", false)) {
            throw DynamoFault.validation("Consistent reads are not supported on global secondary indexes");
        }
        return found;
    }

    /** The key attributes that a key condition may be about. */
    private List<String> ownNames() {
        return index == null ? state.schema().keyNames() : Schema.names(index.partitionKey(), index.sortKey());
    }

    private List<String> orderNames() {
        return index == null ? state.schema().keyNames() : state.schema().indexNames(index);
    }

    private String checkedSelect() {
        String given = input.choice("Select", List.of("ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT"));
        if (projection.isPresent() && input.has("Select") && !given.equals("SPECIFIC_ATTRIBUTES")) {
            throw DynamoFault.validation("Cannot specify the ProjectionExpression when choosing to get "
                    + (given.equals("COUNT") ? "only the Count" : given));
        }
        if (projection.isEmpty() && given.equals("SPECIFIC_ATTRIBUTES")) {
            throw DynamoFault
                    .validation("Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
        }
        if (index == null && given.equals("ALL_PROJECTED_ATTRIBUTES")) {
            throw DynamoFault.validation("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
        }
        return given;
    }

    private void checkFilter() {
        for (Path path : filter.paths()) {
            if (ownNames().contains(path.root())) {
                throw DynamoFault
                        .validation("Filter Expression can only contain non-primary key attributes: Primary key attribute: " + path.root());
            }
        }
    }

    private void checkLimits() {
        if (input.has("Limit") && input.get("Limit").asInt() < 1) {
            throw DynamoFault.validation("1 validation error detected: Value '" + input.get("Limit").asInt()
                    + "' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1");
        }
        if (input.get("TotalSegments").asInt(1) > 1) {
            throw NotModelled.parameter("dynamodb", "Scan", "TotalSegments");
        }
    }

    /** @throws NotKnown where it may find what nobody knows of */
    private ObjectNode run() {
        checkKnown();
        int limit = input.get("Limit").asInt(Integer.MAX_VALUE);
        List<Value.MapOf> found = new ArrayList<>();
        int scanned = 0;
        int bytes = 0;
        Value.MapOf last = null;
        boolean more = false;
        Iterator<SortedTree.Entry<Key, Value.MapOf>> candidates = candidates();
        while (candidates.hasNext() && !more) {
            SortedTree.Entry<Key, Value.MapOf> candidate = candidates.next();
            Value.MapOf item = candidate.value();
            if (!inPartition(candidate.key())) {
                break;
            }
            if (keys != null && !keys.range().holds(item)) {
                continue;
            }
            checkShown(item);
            bytes += item.itemSize();
            scanned++;
            last = item;
            if (filter.condition().holds(item)) {
                found.add(item);
            }
            more = scanned == limit || bytes > MAX_PAGE_BYTES;
        }
        ObjectNode reply = page(found, scanned);
        if (more && last != null && !endsRange(last)) {
            reply.set("LastEvaluatedKey", startKey(last));
        }
        addCapacity(reply, bytes);
        return reply;
    }

    private void checkKnown() {
        Unspoken.Range range = state.unspoken().range(query ? "Query" : "Scan", input.json());
        if (range == Unspoken.Range.UNKNOWN) {
            throw NotKnown.range(table.name(), query ? "Query" : "Scan");
        }
        if (range == Unspoken.Range.TOLD) {
            for (SortedTree.Entry<Key, Doubt> entry : state.doubts().entries(null, true, true)) {
                if (index == null ? entry.value().existence() && inRange(entry.key()) : entry.value().any()) {
                    throw NotKnown.item(table.name(), state.schema().json(entry.key()));
                }
            }
        }
    }

    private boolean inRange(Key key) {
        return inPartition(key) && (keys == null || keys.range().holds(ValueJson.item(state.schema().json(key))));
    }

    /** What is filtered or shown must be known. */
    private void checkShown(Value.MapOf item) {
        Key key = state.schema().keyOf(item);
        table.require(key, filter.paths());
        if (projection.isPresent()) {
            table.require(key, projection.get());
        } else if (!select.equals("COUNT")) {
            table.requireWhole(key);
        }
    }

    private ObjectNode page(List<Value.MapOf> found, int scanned) {
        ObjectNode reply = Json.object();
        if (!select.equals("COUNT")) {
            ArrayNode items = reply.putArray("Items");
            for (Value.MapOf item : found) {
                items.add(ValueJson.json(projection.map(paths -> Path.project(item, paths)).orElse(item)));
            }
        }
        return reply.put("Count", found.size()).put("ScannedCount", scanned);
    }

    private boolean endsRange(Value.MapOf last) {
        return keys != null && index == null && ownNames().size() > 1 && keys.lastIncluded(forward)
                .map(bound -> bound.equals(last.entries().get(ownNames().getLast()))).orElse(false);
    }

    private ObjectNode startKey(Value.MapOf item) {
        TreeMap<String, Value> key = new TreeMap<>(item.entries());
        key.keySet().retainAll(orderNames());
        return ValueJson.json(new Value.MapOf(key));
    }

    private void addCapacity(ObjectNode reply, int bytes) {
        String wanted = Capacity.wanted(input.json());
        if (!wanted.equals("NONE")) {
            double units = Capacity.read(bytes, input.flag("ConsistentRead", false));
            Capacity.Units cost = Capacity.Units.table(index == null ? units : 0);
            if (index != null) {
                cost.indexes().put(index.name(), units);
            }
            reply.set("ConsumedCapacity", Capacity.json(table, cost, wanted, ""));
        }
    }

    /** Items in order from the start, or from behind the start key, as far as the partition reaches. */
    private Iterator<SortedTree.Entry<Key, Value.MapOf>> candidates() {
        SortedTree<Key, Value.MapOf> tree = index == null ? state.items() : state.index(index.name());
        Optional<Key> after = startAfter();
        if (keys == null) {
            return tree.entries(after.orElse(null), false, true).iterator();
        }
        Key beginning = new Key(List.of(keys.partition()));
        if (forward) {
            return tree.entries(after.orElse(beginning), after.isEmpty(), true).iterator();
        }
        return tree.entries(after.orElseGet(beginning::end), false, false).iterator();
    }

    private boolean inPartition(Key key) {
        return keys == null || key.partition().equals(keys.partition());
    }

    private Optional<Key> startAfter() {
        if (!input.has("ExclusiveStartKey")) {
            return Optional.empty();
        }
        Value.MapOf given = ValueJson.item(input.get("ExclusiveStartKey"));
        List<String> names = orderNames().stream().distinct().sorted().toList();
        boolean fits = given.entries().keySet().stream().toList().equals(names) && given.entries().values().stream()
                .allMatch(value -> value.type().isOrdered());
        if (!fits) {
            throw DynamoFault.validation("The provided starting key is invalid");
        }
        Key key = index == null ? state.schema().given(given) : state.schema().in(index, given).orElseThrow();
        if (keys != null && !key.partition().equals(keys.partition())) {
            throw DynamoFault.validation("The provided starting key is outside query boundaries based on provided conditions");
        }
        return Optional.of(key);
    }
}
