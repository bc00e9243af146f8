package dev.tapedeck.mesh;

import java.util.ArrayList;
import java.util.List;

/**
 * Where an item stands in a table or an index: partition key, sort key if there is one, and in an index the table's own key behind them. A
 * shorter key comes before those that it is the beginning of, so that a partition is found by its first part.
 */
record Key(List<Value> parts) implements Comparable<Key> {

    Key {
        parts = List.copyOf(parts);
    }

    Value partition() {
        return parts.getFirst();
    }

    /** Behind every key that starts with this one: nothing that is stored comes after null in the order of types. */
    Key end() {
        List<Value> more = new ArrayList<>(parts);
        more.add(new Value.Null());
        return new Key(more);
    }

    @Override
    public int compareTo(Key other) {
        int common = Math.min(parts.size(), other.parts.size());
        for (int i = 0; i < common; i++) {
            int byPart = Value.compare(parts.get(i), other.parts.get(i));
            if (byPart != 0) {
                return byPart;
            }
        }
        return Integer.compare(parts.size(), other.parts.size());
    }
}
