package dev.tapedeck.mesh;

import dev.tapedeck.mesh.SystemSpec.IndexSpec;
import dev.tapedeck.mesh.SystemSpec.TableSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A table's keys, and their types as far as they are known: a {@link TableSpec} does not tell them, so that the first item that holds a key
 * attribute does.
 */
record Schema(TableSpec table, SortedMap<String, AttributeType> types) {

    private static final String INVALID = "One or more parameter values were invalid: ";

    Schema {
        types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
    }

    List<String> keyNames() {
        return names(table.partitionKey(), table.sortKey());
    }

    static List<String> names(String partitionKey, String sortKey) {
        return sortKey.isEmpty() ? List.of(partitionKey) : List.of(partitionKey, sortKey);
    }

    Optional<IndexSpec> index(String name) {
        return table.indexes().stream().filter(index -> index.name().equals(name)).findFirst();
    }

    /** Names of the attributes that order an index: its own keys and behind them the table's. */
    List<String> indexNames(IndexSpec index) {
        List<String> names = new ArrayList<>(names(index.partitionKey(), index.sortKey()));
        names.addAll(keyNames());
        return names;
    }

    /** An index with the table's own partition key is taken for a local one. */
    boolean isLocal(IndexSpec index) {
        return index.partitionKey().equals(table.partitionKey());
    }

    /** The key of a whole item that is to be stored. */
    Key keyOf(Value.MapOf item) {
        List<Value> parts = new ArrayList<>();
        for (String name : keyNames()) {
            Value value = item.entries().get(name);
            if (value == null) {
                throw DynamoFault.validation(INVALID + "Missing the key " + name + " in the item");
            }
            checkType(value, name, "Type mismatch for key " + name + " expected: ", "");
            checkNotEmpty(value, "One or more parameter values are not valid. The AttributeValue for a key attribute", "Key: " + name);
            parts.add(value);
        }
        table.indexes().forEach(index -> checkIndexKeys(index, item));
        return new Key(parts);
    }

    private void checkIndexKeys(IndexSpec index, Value.MapOf item) {
        for (String name : names(index.partitionKey(), index.sortKey())) {
            Value value = item.entries().get(name);
            if (value != null) {
                checkType(value, name, "Type mismatch for Index Key " + name + " Expected: ", " IndexName: " + index.name());
                checkNotEmpty(value,
                        "One or more parameter values are not valid. A value specified for a secondary index key is not supported."
                                + " The AttributeValue for a key attribute",
                        "IndexName: " + index.name() + ", IndexKey: " + name);
            }
        }
    }

    private void checkType(Value value, String name, String message, String suffix) {
        AttributeType expected = types.getOrDefault(name, value.type().isOrdered() ? value.type() : AttributeType.S);
        if (value.type() != expected) {
            String actual = message.contains("Index") ? " Actual: " : " actual: ";
            throw DynamoFault.validation(INVALID + message + expected + actual + value.type() + suffix);
        }
    }

    private static void checkNotEmpty(Value value, String message, String subject) {
        if (value.size() == 0) {
            String kind = value.type() == AttributeType.S ? "string" : "binary";
            throw DynamoFault.validation(message + " cannot contain an empty " + kind + " value. " + subject);
        }
    }

    /** The key that a request gives: exactly the key attributes. */
    Key given(Value.MapOf key) {
        List<String> names = keyNames();
        boolean fits = key.entries().size() == names.size() && names.stream().allMatch(name -> fits(name, key.entries().get(name)));
        if (!fits) {
            throw DynamoFault.validation("The provided key element does not match the schema");
        }
        names.forEach(
                name -> checkNotEmpty(part(key, name), "One or more parameter values are not valid. The AttributeValue for a key attribute",
                        "Key: " + name));
        return new Key(names.stream().map(name -> part(key, name)).toList());
    }

    /** A key as a request gives it. */
    ObjectNode json(Key key) {
        TreeMap<String, Value> parts = new TreeMap<>();
        for (int i = 0; i < keyNames().size(); i++) {
            parts.put(keyNames().get(i), key.parts().get(i));
        }
        return ValueJson.json(new Value.MapOf(parts));
    }

    private boolean fits(String name, @Nullable Value value) {
        return value != null && value.type().isOrdered() && value.type() == types.getOrDefault(name, value.type());
    }

    private static Value part(Value.MapOf item, String name) {
        Value value = item.entries().get(name);
        if (value == null) {
            throw new IllegalArgumentException("no attribute `" + name + "`");
        }
        return value;
    }

    /** Where an item stands in an index, empty if it is not part of it. */
    Optional<Key> in(IndexSpec index, Value.MapOf item) {
        List<Value> parts = new ArrayList<>();
        for (String name : indexNames(index)) {
            Value value = item.entries().get(name);
            if (value == null || !value.type().isOrdered()) {
                return Optional.empty();
            }
            parts.add(value);
        }
        return Optional.of(new Key(parts));
    }

    /** This schema with the types that {@code item} tells. */
    Schema learnt(Value.MapOf item) {
        SortedMap<String, AttributeType> more = new TreeMap<>(types);
        keyNames().forEach(name -> learn(more, name, item));
        table.indexes().forEach(index -> names(index.partitionKey(), index.sortKey()).forEach(name -> learn(more, name, item)));
        return more.size() == types.size() ? this : new Schema(table, more);
    }

    private static void learn(SortedMap<String, AttributeType> types, String name, Value.MapOf item) {
        Value value = item.entries().get(name);
        if (value != null && value.type().isOrdered()) {
            types.putIfAbsent(name, value.type());
        }
    }
}
