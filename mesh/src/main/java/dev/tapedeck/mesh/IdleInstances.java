package dev.tapedeck.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;

/** The warm instances of one function that run nothing, and since when. */
final class IdleInstances {

    private final TreeMap<Integer, Long> since = new TreeMap<>();

    void add(int ordinal, long nowNanos) {
        since.put(ordinal, nowNanos);
    }

    boolean remove(int ordinal) {
        return since.remove(ordinal) != null;
    }

    /** In order; what is added and removed later shows in it. */
    SortedSet<Integer> ordinals() {
        return since.navigableKeySet();
    }

    /** Takes out those that have been idle for {@code limitNanos} or longer. */
    List<Integer> takeOut(long limitNanos, long nowNanos) {
        List<Integer> old = new ArrayList<>();
        since.forEach((ordinal, idle) -> {
            if (nowNanos - idle >= limitNanos) {
                old.add(ordinal);
            }
        });
        old.forEach(since::remove);
        return old;
    }
}
