package dev.tapedeck.mesh;

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

    boolean startsWith(Key beginning) {
        return parts.size() >= beginning.parts.size() && parts.subList(0, beginning.parts.size()).equals(beginning.parts);
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
