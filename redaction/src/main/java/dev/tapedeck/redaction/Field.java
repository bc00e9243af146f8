package dev.tapedeck.redaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A field of the recording, and what was decided about its values. Fields form a tree that grows as the recording is walked, so that names are
 * read and policies matched once per field rather than once per value.
 */
final class Field {
    /** Stands for keys that are themselves values. */
    static final String ANY = "*";
    private static final long[] NEVER = {0};
    private static final int MOST_DISTINCT = 8;

    private final List<String> path;
    private final FieldKind kind;
    private final Policy policy;
    @Nullable
    private final Action rule;
    private final Map<String, Field> children = new HashMap<>();
    private final Map<String, Known> keys = new HashMap<>();
    private final Map<Action, Map<Reason, long[]>> counts = new EnumMap<>(Action.class);
    private long[] latest = NEVER;
    @Nullable
    private Action latestAction;
    @Nullable
    private Reason latestReason;
    @Nullable
    private Map<String, Decision> decisions;
    private final int[] distinct = new int[MOST_DISTINCT];
    private int distinctCount;

    private Field(List<String> path, FieldKind kind, Policy policy, @Nullable Action rule) {
        this.path = path;
        this.kind = kind;
        this.policy = policy;
        this.rule = rule;
    }

    static Field root(Policy policy) {
        return new Field(List.of(), FieldKind.ORDINARY, policy, null);
    }

    Field child(String name) {
        Field known = children.get(name);
        return known != null ? known : grow(name, name, FieldNames.kind(name, kind));
    }

    /** A child whose kind the caller knows better than its name. */
    Field child(String name, FieldKind asKind) {
        String slot = name + '\0' + asKind;
        Field known = children.get(slot);
        return known != null ? known : grow(slot, name, asKind);
    }

    /**
     * A key that names a field below this one.
     *
     * @param below the field
     * @param runs those of the key that are no public words: should one of them turn out to be a value, then so is the key
     */
    record Known(Field below, List<String> runs) {}

    /** What was found out about a key here before, null if nothing was. */
    @Nullable
    Known known(String key) {
        return keys.get(key);
    }

    Known know(String key, List<String> runs) {
        Known known = new Known(child(key), List.copyOf(runs));
        keys.put(key, known);
        return known;
    }

    /** This very field, told to be of another kind than its name says. */
    Field as(FieldKind otherKind) {
        if (kind == otherKind) {
            return this;
        }
        String slot = "\0" + otherKind;
        Field known = children.get(slot);
        if (known == null) {
            known = new Field(path, otherKind, policy, rule);
            children.put(slot, known);
        }
        return known;
    }

    private Field grow(String slot, String name, FieldKind ofKind) {
        List<String> below = new ArrayList<>(path);
        below.add(name);
        Optional<Action> own = policy.actionFor(below);
        Action inherited = rule;
        Action strictest = own.filter(action -> inherited == null || action.compareTo(inherited) > 0).orElse(inherited);
        Field field = new Field(List.copyOf(below), ofKind, policy, strictest);
        children.put(slot, field);
        return field;
    }

    FieldKind kind() {
        return kind;
    }

    /** What the policy says of this field, if it says anything. */
    Optional<Action> rule() {
        return Optional.ofNullable(rule);
    }

    List<String> path() {
        return path;
    }

    String name() {
        return path.isEmpty() ? "" : path.getLast();
    }

    void count(Action action, Reason reason, int valueHash) {
        if (action != latestAction || reason != latestReason) {
            latest = counts.computeIfAbsent(action, a -> new EnumMap<>(Reason.class)).computeIfAbsent(reason, r -> new long[1]);
            latestAction = action;
            latestReason = reason;
        }
        latest[0]++;
        if (distinctCount < MOST_DISTINCT && !isCounted(valueHash)) {
            distinct[distinctCount++] = valueHash;
        }
    }

    private boolean isCounted(int valueHash) {
        for (int i = 0; i < distinctCount; i++) {
            if (distinct[i] == valueHash) {
                return true;
            }
        }
        return false;
    }

    /** How many values came to {@code action} for {@code reason}. */
    long count(Action action, Reason reason) {
        return counts.getOrDefault(action, Map.of()).getOrDefault(reason, NEVER)[0];
    }

    /** What was decided of values here before, as {@code shared} finds it the first time. */
    Map<String, Decision> decisions(Function<Field, Map<String, Decision>> shared) {
        Map<String, Decision> known = decisions;
        if (known == null) {
            known = shared.apply(this);
            decisions = known;
        }
        return known;
    }

    /** How many different values were seen; stops counting at a few. */
    int distinctValues() {
        return distinctCount;
    }

    /** This field and all below it that hold values, by path. */
    List<Field> all() {
        List<Field> fields = new ArrayList<>();
        collect(fields);
        fields.sort(Comparator.comparing(Field::toString));
        return fields;
    }

    private void collect(List<Field> fields) {
        if (!counts.isEmpty()) {
            fields.add(this);
        }
        children.values().forEach(child -> child.collect(fields));
    }

    @Override
    public String toString() {
        return "/" + String.join("/", path);
    }
}
