package dev.tapedeck.blueprint;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The keys of a table as its calls betray them: the names in a {@code Key}, and in a query's condition the one that is compared for equality
 * alone, which must be the partition key. Which names those are {@link dev.tapedeck.recording.TableKeys} learns; this says which part each is.
 *
 * @param partition "" where no call had a key
 * @param sort "" where keys had one name
 * @param guessed whether names decided which is which
 * @param indexes partition key and perhaps sort key, by index
 */
record TableKeys(String partition, String sort, boolean guessed, SortedMap<String, List<String>> indexes) {
    private static final Pattern EQUALITY = Pattern.compile("([#A-Za-z_][\\w.#-]*)\\s*=\\s*:");
    private static final Pattern OTHER = Pattern.compile(
            "(?:begins_with\\s*\\(\\s*([#A-Za-z_][\\w.#-]*)|([#A-Za-z_][\\w.#-]*)\\s*(?:[<>]=?|BETWEEN\\b))", Pattern.CASE_INSENSITIVE);
    private static final Pattern SORT_NAME = Pattern.compile(".*(sort|range).*|(.*[_-])?sk", Pattern.CASE_INSENSITIVE);

    /** Where no request spells a key, an item's is all that it holds, unless it has one of these names. */
    private static final Pattern CUSTOMARY = Pattern.compile("pk|sk|id|key", Pattern.CASE_INSENSITIVE);

    static TableKeys of(Recording recording, String table) {
        SortedSet<String> names = new TreeSet<>(dev.tapedeck.recording.TableKeys.learnt(recording.calls()).spelled(table));
        SortedSet<String> equal = new TreeSet<>();
        SortedSet<String> ranged = new TreeSet<>();
        SortedMap<String, List<String>> indexes = new TreeMap<>();
        for (Call call : recording.calls()) {
            if (call.target().equals(table) && call.service().equals("dynamodb")) {
                JsonNode input = call.input().value();
                if (input.path("KeyConditionExpression").isString()) {
                    query(input, equal, ranged, indexes);
                }
            }
        }
        boolean spelled = !names.isEmpty();
        for (InitialState.Item item : recording.state().items()) {
            if (item.table().equals(table)
                    && (spelled || item.key().propertyNames().stream().allMatch(name -> CUSTOMARY.matcher(name).matches()))) {
                names.addAll(item.key().propertyNames());
            }
        }
        return decide(names, equal, ranged, indexes);
    }

    private static void query(JsonNode input, SortedSet<String> equal, SortedSet<String> ranged, SortedMap<String, List<String>> indexes) {
        String condition = input.path("KeyConditionExpression").stringValue();
        JsonNode aliases = input.path("ExpressionAttributeNames");
        List<String> equals = found(EQUALITY, condition, aliases);
        List<String> others = found(OTHER, condition, aliases);
        equals.removeAll(others);
        if (input.path("IndexName").isString()) {
            List<String> keys = new ArrayList<>(equals.stream().limit(1).toList());
            keys.addAll(equals.size() > 1 ? equals.subList(1, 2) : others.stream().limit(keys.size()).toList());
            indexes.merge(input.path("IndexName").stringValue(), keys, (a, b) -> a.size() >= b.size() ? a : b);
            return;
        }
        if (equals.size() == 1) {
            equal.addAll(equals);
        }
        ranged.addAll(others);
    }

    private static List<String> found(Pattern pattern, String condition, JsonNode aliases) {
        List<String> found = new ArrayList<>();
        for (Matcher matcher = pattern.matcher(condition); matcher.find();) {
            String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            found.add(aliases.path(name).asString(name));
        }
        return found;
    }

    private static TableKeys decide(SortedSet<String> names, SortedSet<String> equal, SortedSet<String> ranged,
            SortedMap<String, List<String>> indexes) {
        List<String> keys = List.copyOf(names);
        if (keys.isEmpty()) {
            return new TableKeys(equal.isEmpty() ? "" : equal.first(), ranged.isEmpty() ? "" : ranged.first(), false, indexes);
        }
        if (keys.size() == 1) {
            return new TableKeys(keys.getFirst(), "", false, indexes);
        }
        String one = keys.get(0);
        String other = keys.get(1);
        if (equal.contains(one) || ranged.contains(other)) {
            return new TableKeys(one, other, false, indexes);
        }
        if (equal.contains(other) || ranged.contains(one)) {
            return new TableKeys(other, one, false, indexes);
        }
        return SORT_NAME.matcher(one).matches() ? new TableKeys(other, one, true, indexes) : new TableKeys(one, other, true, indexes);
    }
}
