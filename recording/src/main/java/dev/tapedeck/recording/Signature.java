package dev.tapedeck.recording;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is wrong with a recording, as a set: the same function over an incident and over its replay gives what can be compared. Made by
 * {@link Signatures}.
 */
public record Signature(SortedSet<Entry> entries) {

    /**
     * @param kind {@code unhandled}, {@code duplicate-effect}, {@code lost-message}, or {@code invariant}
     * @param component who is charged
     * @param operation the call's or invocation's operation, "" where none
     * @param error error type, or the name of the invariant violated
     */
    public record Entry(String kind, String component, String operation, String error) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return java.util.Comparator.comparing(Entry::kind).thenComparing(Entry::component).thenComparing(Entry::operation)
                    .thenComparing(Entry::error).compare(this, other);
        }

        @Override
        public String toString() {
            return kind + " " + component + (operation.isEmpty() ? "" : " " + operation) + ": " + error;
        }
    }

    public Signature {
        entries = Collections.unmodifiableSortedSet(new TreeSet<>(entries));
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }
}
