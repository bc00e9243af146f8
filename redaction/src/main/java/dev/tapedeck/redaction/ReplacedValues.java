package dev.tapedeck.redaction;

import java.util.Set;
import java.util.TreeSet;

/**
 * The raw values that redaction replaced, for the leak gate alone: they exist in memory only, are never printed, and go nowhere.
 */
public final class ReplacedValues {
    /** Shorter values are proven field by field. */
    public static final int SHORTEST = 6;
    public static final ReplacedValues NONE = new ReplacedValues(Set.of());

    private final Set<String> values;

    ReplacedValues(Set<String> values) {
        this.values = new TreeSet<>(values);
    }

    Set<String> values() {
        return values;
    }

    public int size() {
        return values.size();
    }

    @Override
    public String toString() {
        return "ReplacedValues[" + values.size() + "]";
    }
}
