package dev.tapedeck.redaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private static final int MOST_DISTINCT = 64;

    private final List<String> path;
    private final FieldKind kind;
    private final Policy policy;
    @Nullable
    private final Action rule;
    private final Map<String, Field> children = new HashMap<>();
    private final Map<Action, Map<Reason, long[]>> counts = new EnumMap<>(Action.class);
    @Nullable
    private Map<String, Decision> decisions;
    private final Set<Integer> distinct = new HashSet<>();

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
        counts.computeIfAbsent(action, a -> new EnumMap<>(Reason.class)).computeIfAbsent(reason, r -> new long[1])[0]++;
        if (distinct.size() < MOST_DISTINCT) {
            distinct.add(valueHash);
        }
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

    /** How many different values were seen; stops counting at a few dozen. */
    int distinctValues() {
        return distinct.size();
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
