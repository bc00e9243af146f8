package dev.tapedeck.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is known of one invocation while it runs: what it was given, what it has read, and which of its recorded calls it has made. */
final class Progress {

    final CallMatcher matcher;
    /** When its handler began. */
    long startNanos;
    private final boolean fedRedacted;
    private final SortedMap<String, Long> completedNanos = new TreeMap<>();
    private final SortedMap<String, Integer> unmatched = new TreeMap<>();
    private final List<Given> given = new ArrayList<>();
    private boolean readClock;
    private boolean drewEntropy;

    /** @param what {@code event}, or whose answer to what */
    record Given(String what, JsonNode value) {}

    Progress(CallMatcher matcher, long startNanos, boolean fedRedacted) {
        this.matcher = matcher;
        this.startNanos = startNanos;
        this.fedRedacted = fedRedacted;
    }

    void read(boolean clock, boolean entropy) {
        readClock |= clock;
        drewEntropy |= entropy;
    }

    boolean drewEntropy() {
        return drewEntropy;
    }

    /** Why a fresh value may have come about; null if it may not. */
    @Nullable
    String reason() {
        if (drewEntropy) {
            return "drew entropy";
        }
        if (readClock) {
            return "read a clock";
        }
        return fedRedacted ? "fed a redacted value" : null;
    }

    void completes(String attempt, long nanos) {
        completedNanos.put(attempt, nanos);
    }

    long completedNanos(String attempt) {
        return completedNanos.getOrDefault(attempt, startNanos);
    }

    /** How many calls like this matched nothing before. */
    int occurrence(String like) {
        return unmatched.merge(like, 1, Integer::sum) - 1;
    }

    void give(String what, JsonNode value) {
        given.add(new Given(what, value));
    }

    /** Everything that it was given so far, in order. */
    List<Given> given() {
        return List.copyOf(given);
    }
}
