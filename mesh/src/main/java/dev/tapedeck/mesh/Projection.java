package dev.tapedeck.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A value under construction from the parts of another one that were asked for; paths are added in their order. */
final class Projection {

    private final SortedMap<String, Object> names = new TreeMap<>();
    private final SortedMap<Integer, Object> indexes = new TreeMap<>();

    void add(List<Path.Element> way, Value found) {
        Object part = way.size() == 1 ? found : null;
        Projection next = switch (way.getFirst()) {
            case Path.Name name -> place(names, name.name(), part);
            case Path.Index index -> place(indexes, index.index(), part);
        };
        if (way.size() > 1) {
            next.add(way.subList(1, way.size()), found);
        }
    }

    private static <K> Projection place(SortedMap<K, Object> at, K key, @org.jspecify.annotations.Nullable Object part) {
        Object there = at.computeIfAbsent(key, absent -> part == null ? new Projection() : part);
        return there instanceof Projection projection ? projection : new Projection();
    }

    Value value() {
        if (indexes.isEmpty()) {
            SortedMap<String, Value> entries = new TreeMap<>();
            names.forEach((name, part) -> entries.put(name, finished(part)));
            return new Value.MapOf(entries);
        }
        List<Value> elements = new ArrayList<>();
        indexes.values().forEach(part -> elements.add(finished(part)));
        return new Value.ListOf(elements);
    }

    private static Value finished(Object part) {
        return part instanceof Projection projection ? projection.value() : (Value) part;
    }
}
