package dev.tapedeck.replay;

import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Holds a recorded tree against a replayed one, modulo bindings. Strings that both hold JSON are compared as JSON, since the order of keys is
 * not a difference. New pairs are collected first and bound only if the whole comparison has no other difference.
 */
final class Comparison {

    enum Grade {
        EQUAL, BOUND, DIFFERENT
    }

    /**
     * @param path JSON path of the difference
     * @param recorded what the recording holds there, shortened
     * @param replayed what the replay did, shortened
     */
    record Difference(String path, String recorded, String replayed) {
        @Override
        public String toString() {
            return "`" + path + "`: recorded `" + recorded + "`, replayed `" + replayed + "`";
        }
    }

    private record Pair(String recorded, String replayed) {}

    /** What a recorder leaves of a field that it was told not to record (docs/reference/capture-convention.md). */
    private static final String REMOVED_AT_SOURCE = "[redacted]";

    private final Bindings bindings;
    private final @Nullable String reason;
    private final List<Pair> pairs = new ArrayList<>();
    private final List<Difference> differences = new ArrayList<>();
    private boolean usedBinding;
    private boolean structural;
    private boolean inPart;

    /** @param reason why the emitter may have made fresh values ({@code drew entropy}, …), null if it may not */
    Comparison(Bindings bindings, @Nullable String reason) {
        this.bindings = bindings;
        this.reason = reason;
    }

    /** Of what was recorded in part only that part can be compared: what agrees with it is no more than `bound`. */
    Comparison compare(Payload recorded, JsonNode replayed) {
        inPart = !recorded.isWhole();
        usedBinding |= inPart;
        return recorded.isAbsent() ? this : compare(recorded.value(), replayed);
    }

    Comparison compare(JsonNode recorded, JsonNode replayed) {
        walk("$", recorded, replayed);
        return this;
    }

    /**
     * Binds the new pairs if there is no other difference, and says how alike the two were. After an event that was made up there is always a
     * difference (lists are of another length), so then pairs are bound beside one.
     */
    Grade settle() {
        if (differences.isEmpty()) {
            for (Pair pair : pairs) {
                if (reason != null && isReading(pair.recorded(), pair.replayed())) {
                    bindings.reading(pair.recorded(), pair.replayed());
                } else if (!bindings.same(pair.recorded(), pair.replayed())
                        && bindings.bind(pair.recorded(), pair.replayed(), reason) != Bindings.Answer.BOUND) {
                    differences.add(new Difference("$", brief(pair.recorded()), brief(pair.replayed())));
                    break;
                }
            }
        }
        if (bindings.hasMadeUp() && !differences.isEmpty()) {
            pairs.forEach(pair -> bindings.bind(pair.recorded(), pair.replayed(), reason));
        }
        return grade();
    }

    /** As {@link #settle} without binding: what it would be if each new pair may be bound. */
    Grade grade() {
        if (!differences.isEmpty()) {
            return Grade.DIFFERENT;
        }
        return usedBinding || !pairs.isEmpty() ? Grade.BOUND : Grade.EQUAL;
    }

    /** Differing leaves; structure counts a thousand, so that candidates are ranked by structure, then by value. */
    int distance() {
        return differences.size() + pairs.size() + (structural ? 1_000 : 0);
    }

    List<Difference> differences() {
        return List.copyOf(differences);
    }

    private void walk(String path, JsonNode recorded, JsonNode replayed) {
        switch (recorded) {
            case ObjectNode object when replayed instanceof ObjectNode other -> objects(path, object, other);
            case ArrayNode array when replayed instanceof ArrayNode other -> arrays(path, array, other);
            case StringNode text when replayed instanceof StringNode other -> strings(path, text.stringValue(), other.stringValue());
            case NumericNode number when replayed instanceof NumericNode other -> numbers(path, number, other);
            default -> {
                if (!recorded.equals(replayed)) {
                    structural = true;
                    differ(path, recorded.toString(), replayed.toString());
                }
            }
        }
    }

    private void objects(String path, ObjectNode recorded, ObjectNode replayed) {
        TreeSet<String> keys = new TreeSet<>(recorded.propertyNames());
        for (String key : keys) {
            String theirs = replayed.has(key) ? key : bindings.toReplay(key);
            if (replayed.has(theirs)) {
                walk(path + "." + key, recorded.get(key), replayed.get(theirs));
            } else {
                structural = true;
                differ(path + "." + key, recorded.get(key).toString(), "absent");
            }
        }
        for (String key : new TreeSet<>(replayed.propertyNames())) {
            if (!inPart && !keys.contains(key) && keys.stream().noneMatch(k -> bindings.toReplay(k).equals(key))) {
                structural = true;
                differ(path + "." + key, "absent", replayed.get(key).toString());
            }
        }
    }

    private void arrays(String path, ArrayNode recorded, ArrayNode replayed) {
        if (recorded.size() != replayed.size() && !(inPart && recorded.size() < replayed.size())) {
            structural = true;
            differ(path, recorded.size() + " elements", replayed.size() + " elements");
        }
        for (int i = 0; i < Math.min(recorded.size(), replayed.size()); i++) {
            walk(path + "[" + i + "]", recorded.get(i), replayed.get(i));
        }
    }

    private void numbers(String path, NumericNode recorded, NumericNode replayed) {
        if (recorded.decimalValue().compareTo(replayed.decimalValue()) != 0) {
            pair(path, recorded.asString(), replayed.asString());
        } else if (!bindings.same(recorded.asString(), replayed.asString())) {
            differ(path, recorded.asString(), replayed.asString());
        }
    }

    private void strings(String path, String recorded, String replayed) {
        if (inPart && recorded.equals(REMOVED_AT_SOURCE)) {
            return;
        }
        JsonNode recordedTree = Json.parseOrString(recorded);
        JsonNode replayedTree = Json.parseOrString(replayed);
        if (!recordedTree.isString() && !replayedTree.isString()) {
            walk(path, recordedTree, replayedTree);
            return;
        }
        if (bindings.isMadeUp(replayed) && !recorded.equals(replayed)) {
            pair(path, recorded, replayed);
            return;
        }
        if (!recorded.equals(replayed) && bindings.isChoice(recorded, replayed)) {
            usedBinding = true;
            return;
        }
        List<String> then = Tokens.of(recorded);
        List<String> now = Tokens.of(replayed);
        if (then.size() != now.size()) {
            differ(path, recorded, replayed);
            return;
        }
        for (int i = 0; i < then.size(); i++) {
            if (!bindings.same(then.get(i), now.get(i))) {
                pair(path, then.get(i), now.get(i));
            } else if (!then.get(i).equals(now.get(i))) {
                usedBinding = true;
            }
        }
    }

    private void pair(String path, String recorded, String replayed) {
        if (bindings.same(recorded, replayed)) {
            usedBinding = true;
        } else if (bindings.isMadeUp(replayed) && bindings.mayBind(recorded, replayed)) {
            pairs.add(new Pair(recorded, replayed));
        } else if (reason != null && (isReading(recorded, replayed) || bindings.mayBind(recorded, replayed))) {
            pairs.add(new Pair(recorded, replayed));
        } else {
            differ(path, recorded, replayed);
        }
    }

    /** Two readings of the clock. Virtual time stands still within a segment, so they pair by what they are, not one to one. */
    private static boolean isReading(String recorded, String replayed) {
        return Tokens.isInstant(recorded) && Tokens.isInstant(replayed) && recorded.length() == replayed.length();
    }

    private void differ(String path, String recorded, String replayed) {
        differences.add(new Difference(path, brief(recorded), brief(replayed)));
    }

    private static String brief(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "…";
    }
}
