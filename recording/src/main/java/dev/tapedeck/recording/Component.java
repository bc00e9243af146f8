package dev.tapedeck.recording;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A part of the recorded system. Its name is the one people use: the function's name, the queue's, the table's, and for a dependency the
 * {@code service.name} of its own spans, else its host. {@code attributes} hold what addresses it: {@code hosts} (comma-separated
 * {@code host:port} under which functions called it), {@code runtime}, {@code fifo}.
 */
public record Component(String name, Kind kind, SortedMap<String, String> attributes) implements Comparable<Component> {

    public enum Kind {
        FUNCTION, ROUTE, QUEUE, TOPIC, BUS, STREAM, SCHEDULE, TABLE, DEPENDENCY
    }

    public Component {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    public static Component of(String name, Kind kind) {
        return new Component(name, kind, new TreeMap<>());
    }

    @Override
    public int compareTo(Component other) {
        return name.compareTo(other.name);
    }
}
