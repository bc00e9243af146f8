package dev.tapedeck.redaction;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

    /** Those of {@code names} that hold one of them. */
    public List<String> within(Collection<String> names) {
        return names.stream().filter(name -> values.stream().anyMatch(value -> holds(name, value))).sorted().toList();
    }

    /** Without what {@code names} tell, which are to stay as they are. */
    ReplacedValues notIn(Collection<String> names) {
        return new ReplacedValues(values.stream().filter(value -> names.stream().noneMatch(name -> holds(name, value)))
                .collect(Collectors.toSet()));
    }

    private static boolean holds(String name, String value) {
        return name.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT));
    }

    public int size() {
        return values.size();
    }

    @Override
    public String toString() {
        return "ReplacedValues[" + values.size() + "]";
    }
}
