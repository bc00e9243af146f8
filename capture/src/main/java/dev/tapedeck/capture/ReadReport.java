package dev.tapedeck.capture;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What reading came to: how much was there, what of it was damaged and where, and what was not understood.
 *
 * @param bytes after decompression
 * @param damagedLines all of them; {@link #damage} names the first ones
 * @param unknown lines that were whole but not understood, by shape: the keys of an object, or the outline of a text. Shapes hold no values
 * @param unread sources found in a directory in which nothing was understood
 */
public record ReadReport(long bytes, long spans, long logLines, long damagedLines, List<Damage> damage, SortedMap<String, Long> unknown,
        List<String> unread) {

    /** One damaged line, by its source and number. */
    public record Damage(String source, long line, String reason) {
        @Override
        public String toString() {
            return source + ":" + line + ": " + reason;
        }
    }

    public ReadReport {
        damage = List.copyOf(damage);
        unknown = Collections.unmodifiableSortedMap(new TreeMap<>(unknown));
        unread = List.copyOf(unread);
    }
}
