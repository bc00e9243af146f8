package dev.tapedeck.mesh;

import dev.tapedeck.mesh.SystemSpec.IndexSpec;
import dev.tapedeck.mesh.SystemSpec.TableSpec;
import dev.tapedeck.recording.Json;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A DynamoDB table: items, secondary indexes, and the operations on a single table over the AWS JSON protocol
 * (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html); {@link Tables} has those on several.
 *
 * <p>
 * The state is one immutable value, so that {@link #fork} copies a reference and a transaction that fails puts the old one back. Items are
 * ordered by their keys, scans too, where DynamoDB's order of partitions is its own. Indexes are always up to date and hold every attribute;
 * reads are consistent. What answers would need and a {@link TableSpec} does not tell is refused with {@link NotModelled}.
 */
public final class Table implements Store {

    private State state;

    public Table(TableSpec spec) {
        SortedMap<String, SortedTree<Key, Value.MapOf>> indexes = new TreeMap<>();
        spec.indexes().forEach(index -> indexes.put(index.name(), SortedTree.empty()));
        state = new State(new Schema(spec, new TreeMap<>()), SortedTree.empty(), indexes, SortedTree.empty(), Unspoken.NOTHING);
    }

    private Table(State state) {
        this.state = state;
    }

    /** Everything there is to a table at one moment, and what is not known of it. */
    record State(Schema schema, SortedTree<Key, Value.MapOf> items, SortedMap<String, SortedTree<Key, Value.MapOf>> indexes,
            SortedTree<Key, Doubt> doubts, Unspoken unspoken) {
        State {
            indexes = Collections.unmodifiableSortedMap(indexes);
        }

        Optional<Value.MapOf> item(Key key) {
            return items.get(key);
        }

        SortedTree<Key, Value.MapOf> index(String name) {
            SortedTree<Key, Value.MapOf> index = indexes.get(name);
            if (index == null) {
                throw new IllegalArgumentException("no index `" + name + "`");
            }
            return index;
        }

        State with(Key key, Optional<Value.MapOf> after, Doubt doubt) {
            Optional<Value.MapOf> before = item(key);
            SortedTree<Key, Value.MapOf> changed = after.isPresent() ? items.put(key, after.get()) : items.remove(key);
            SortedTree<Key, Doubt> doubted = unspoken.equals(Unspoken.NOTHING) && !doubt.any()
                    ? doubts.remove(key)
                    : doubts.put(key, doubt);
            return new State(after.map(schema::learnt).orElse(schema), changed, reindexed(before, after), doubted, unspoken);
        }

        Doubt doubt(Key key) {
            return doubts.get(key)
                    .orElseGet(() -> item(key).isPresent() || unspoken.absent(schema.json(key)) ? Doubt.NONE : Doubt.EVERYTHING);
        }

        private SortedMap<String, SortedTree<Key, Value.MapOf>> reindexed(Optional<Value.MapOf> before, Optional<Value.MapOf> after) {
            if (indexes.isEmpty()) {
                return indexes;
            }
            SortedMap<String, SortedTree<Key, Value.MapOf>> changed = new TreeMap<>(indexes);
            for (IndexSpec index : schema.table().indexes()) {
                before.flatMap(item -> schema.in(index, item))
                        .ifPresent(at -> changed.computeIfPresent(index.name(), (n, t) -> t.remove(at)));
                after.ifPresent(item -> schema.in(index, item)
                        .ifPresent(at -> changed.computeIfPresent(index.name(), (n, t) -> t.put(at, item))));
            }
            return changed;
        }
    }

    public String name() {
        return state.schema().table().name();
    }

    State state() {
        return state;
    }

    void become(State next) {
        state = next;
    }

    /** The same contents, to go another way from here. Copies one reference. */
    public Table fork() {
        return new Table(state);
    }

    /**
     * Stores an item in DynamoDB's JSON as it is: an initial value.
     *
     * @throws IllegalArgumentException where DynamoDB would not have stored it
     */
    public void put(JsonNode item) {
        put(item, Doubt.NONE);
    }

    /** Stores what is known of an item that is there; {@code doubt} says what is not. */
    public void put(JsonNode item, Doubt doubt) {
        try {
            Value.MapOf value = ValueJson.item(item);
            state = state.with(state.schema().keyOf(value), Optional.of(value), doubt);
        } catch (DynamoFault fault) {
            throw new IllegalArgumentException("not an item of table `" + name() + "`: " + fault.getMessage(), fault);
        }
    }

    /**
     * Stores nothing under a key: that there is no item ({@link Doubt#NONE}), or how far it is in doubt.
     *
     * @throws IllegalArgumentException where it is no key of this table
     */
    public void putNothing(JsonNode key, Doubt doubt) {
        state = state.with(given(key), Optional.empty(), doubt);
    }

    private Key given(JsonNode key) {
        try {
            return state.schema().given(ValueJson.item(key));
        } catch (DynamoFault fault) {
            throw new IllegalArgumentException("not a key of table `" + name() + "`: " + fault.getMessage(), fault);
        }
    }

    /** Asks from now on of what it was not told, rather than taking it not to be there. */
    public void ask(Unspoken unspoken) {
        state = new State(state.schema(), state.items(), state.indexes(), state.doubts(), unspoken);
    }

    /** Knows nothing any more of what is under a key, as if nobody had ever spoken of it. */
    public void forget(JsonNode key) {
        Key at = given(key);
        State gone = state.with(at, Optional.empty(), Doubt.NONE);
        state = new State(gone.schema(), gone.items(), gone.indexes(), gone.doubts().remove(at), gone.unspoken());
    }

    Doubt doubt(Key key) {
        return state.doubt(key);
    }

    /** @throws NotKnown where one of these attributes of the item is not known */
    void require(Key key, List<Path> paths) {
        Doubt doubt = paths.isEmpty() ? Doubt.NONE : doubt(key);
        if (doubt.existence()) {
            throw NotKnown.item(name(), state.schema().json(key));
        }
        Value.MapOf known = state.item(key).orElse(new Value.MapOf(new TreeMap<>()));
        for (Path path : paths) {
            if (doubt.any() && doubt.concerns(path.root(), known)) {
                throw NotKnown.attribute(name(), state.schema().json(key), path.root());
            }
        }
    }

    /** @throws NotKnown where anything of the item is not known */
    void requireWhole(Key key) {
        Doubt doubt = doubt(key);
        if (doubt.existence()) {
            throw NotKnown.item(name(), state.schema().json(key));
        }
        if (!doubt.attributes().isEmpty()) {
            throw NotKnown.attribute(name(), state.schema().json(key), doubt.attributes().first());
        }
        if (doubt.others()) {
            throw NotKnown.rest(name(), state.schema().json(key));
        }
    }

    /** Every item in DynamoDB's JSON, in the order of the keys. */
    @Override
    public ArrayNode image() {
        ArrayNode image = Json.MAPPER.createArrayNode();
        state.items().values().forEach(item -> image.add(ValueJson.json(item)));
        return image;
    }

    /** The item with this key in DynamoDB's JSON. */
    public Optional<ObjectNode> item(JsonNode key) {
        return state.item(state.schema().given(ValueJson.item(key))).map(ValueJson::json);
    }

    public int size() {
        return state.items().size();
    }

    /**
     * Answers one operation, and does it.
     *
     * @throws NotModelled for an operation or a parameter without a model
     */
    @Override
    public Reply execute(String operation, JsonNode input) {
        return new Tables(List.of(this)).execute(operation, input);
    }
}
