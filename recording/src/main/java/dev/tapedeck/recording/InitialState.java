package dev.tapedeck.recording;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the stores held before the window opened, as far as it can be solved from reads, returned images and conditions that held (DESIGN
 * section 7), and the writes by somebody out of scope that later reads prove.
 */
public record InitialState(List<Item> items, List<ForeignWrite> foreignWrites, List<StaleRead> staleReads) {

    public static final InitialState EMPTY = new InitialState(List.of(), List.of(), List.of());

    public enum Provenance {
        OBSERVED,
        IMPLIED_BY_CONDITION,
        /** Its key was made up within the window, so that there was nothing under it before. */
        IMPLIED_BY_KEY,
        UNKNOWN,
        SUPPLIED
    }

    /** Whether the item was there at all when the window opened. */
    public enum Existence {
        PRESENT, ABSENT, UNKNOWN
    }

    /** One attribute's value in the store's own typed JSON ({@code {"S": "…"}}), a null node where the provenance is {@code UNKNOWN}. */
    public record Value(JsonNode value, Provenance provenance) {
        public Value {
            value = PlainTree.of(value);
        }
    }

    /**
     * An item of a table, by its typed key.
     *
     * @param attributes what it held besides its key; those that it may have held and whose value nobody knows have the provenance {@code UNKNOWN}
     * @param whole whether it had no other attributes, if it was there
     */
    public record Item(String table, ObjectNode key, Existence existence, Provenance provenance, SortedMap<String, Value> attributes,
            boolean whole) {
        public Item {
            key = PlainTree.of(key);
            attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        }

        public Item(String table, ObjectNode key, Existence existence, Provenance provenance, SortedMap<String, Value> attributes) {
            this(table, key, existence, provenance, attributes, false);
        }
    }

    /**
     * A write that nobody in scope made.
     *
     * @param item what is known of the item afterwards; null node: it was deleted
     * @param whole whether it had no other attributes
     * @param notBefore start of the last read or write that excludes it
     * @param notAfter end of the first one that shows it
     * @param seenBy the call that shows it, by the name that its attempts share; null where nobody said
     */
    public record ForeignWrite(String table, ObjectNode key, JsonNode item, boolean whole, Moment notBefore, Moment notAfter,
            @Nullable Name seenBy, int attempt) {
        public ForeignWrite {
            key = PlainTree.of(key);
            item = PlainTree.of(item);
        }
    }

    /**
     * A read that showed what the store had held at an earlier moment, as an eventually consistent one may.
     *
     * @param call the read, by the name that its attempts share
     * @param asOf the moment whose state it showed
     */
    public record StaleRead(Name call, int attempt, Moment asOf) {}

    public InitialState(List<Item> items, List<ForeignWrite> foreignWrites) {
        this(items, foreignWrites, List.of());
    }

    public InitialState {
        items = List.copyOf(items);
        foreignWrites = List.copyOf(foreignWrites);
        staleReads = List.copyOf(staleReads);
    }
}
