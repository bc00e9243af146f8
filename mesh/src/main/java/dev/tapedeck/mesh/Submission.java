package dev.tapedeck.mesh;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a front ({@link QueueApi}, {@link BusApi}) made of a request, before anything was put on a channel. */
public sealed interface Submission {

    /** The whole request is answered already: a query, or an error. */
    record Settled(Reply reply) implements Submission {}

    /**
     * Entries to put on the channel; then the front's {@code reply} makes the answer.
     *
     * @param refused entries that the service turns down, by index
     */
    record Accepted(String operation, List<Entry> entries, SortedMap<Integer, Refusal> refused) implements Submission {
        public Accepted {
            entries = List.copyOf(entries);
            refused = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(refused));
        }
    }

    /** Why one entry of a batch failed; {@code batchId} as in {@link Entry}. */
    record Refusal(String batchId, String code, String message) {}

    /**
     * What the channel gave an accepted entry.
     *
     * @param id message id or event id
     * @param sequenceNumber of a FIFO queue, "" elsewhere
     */
    record Receipt(String id, String sequenceNumber) {}
}
