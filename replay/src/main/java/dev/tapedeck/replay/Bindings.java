package dev.tapedeck.replay;

import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Which value of the replay stands for which value of the recording, one to one (DESIGN section 8). A fresh id that real code draws differs from
 * the id of then; once bound, each occurrence of the one is the other, inside composite values too, in everything recorded that is used later.
 *
 * <p>
 * Two directions, never mixed: {@link #toReplay} rewrites what was recorded before it is fed to a run, {@link #toRecorded} rewrites what a run
 * did before it is compared or digested.
 */
final class Bindings {

    private static final String MADE_UP = "made up";

    private final Map<String, String> replayByRecorded = new LinkedHashMap<>();
    private final Map<String, String> recordedByReplay = new LinkedHashMap<>();
    private final Map<String, String> reasons = new LinkedHashMap<>();
    private final Set<String> seenInRecording = new LinkedHashSet<>();
    private final Set<String> seenInReplay = new LinkedHashSet<>();

    private final Synthesis.@Nullable Made made;
    /** What each value that was made up stands for: one thing only, but several may stand for one (for the number 5, say). */
    private final Map<String, String> standsFor = new LinkedHashMap<>();

    private final SortedSet<String> redactedValues;

    Bindings() {
        this.made = null;
        this.redactedValues = new TreeSet<>();
    }

    /**
     * @param made what was drawn in place of what nobody recorded: each value may stand for the one that is found where it turns up
     * @param redactedValues what redaction put in: a word among them may stand for a word that the code says itself
     */
    Bindings(Synthesis.Made made, SortedSet<String> redactedValues) {
        this.made = made;
        this.redactedValues = redactedValues;
    }

    boolean hasMadeUp() {
        return made != null && !made.filled().isEmpty();
    }

    boolean isMadeUp(String replayed) {
        return made != null && made.isMadeUp(replayed);
    }

    /** Whether one of an enumeration was drawn, and the other may have been what it was. */
    boolean isChoice(String recorded, String replayed) {
        return made != null && made.isChoice(recorded, replayed);
    }

    /** A pair, and why it was believed. */
    record Bound(String recorded, String replayed, String reason) {}

    /** What became of a pair of differing tokens. */
    enum Answer {
        BOUND, REFUSED, CONTRADICTION
    }

    /** Whether the two stand for each other already; equal tokens do unless one of them is bound elsewhere. */
    boolean same(String recorded, String replayed) {
        if (isMadeUp(replayed)) {
            return recorded.equals(standsFor.get(replayed)) || recorded.equals(replayed);
        }
        String bound = replayByRecorded.get(recorded);
        if (bound != null) {
            return bound.equals(replayed);
        }
        return recorded.equals(replayed) && !recordedByReplay.containsKey(replayed);
    }

    /**
     * Binds two differing tokens, if the rules allow.
     *
     * @param reason why the emitting invocation could have made a fresh value, null if it could not
     */
    Answer bind(String recorded, String replayed, @Nullable String reason) {
        if (isMadeUp(replayed)) {
            return standIn(recorded, replayed);
        }
        if (replayByRecorded.containsKey(recorded) || recordedByReplay.containsKey(replayed)) {
            return Answer.CONTRADICTION;
        }
        if (reason == null || !mayBind(recorded, replayed)) {
            return Answer.REFUSED;
        }
        force(recorded, replayed, reason);
        return Answer.BOUND;
    }

    /** Only what is long enough to recur for no other reason is put in the place of what was recorded. */
    private Answer standIn(String recorded, String replayed) {
        String before = standsFor.putIfAbsent(replayed, recorded);
        if (before != null && !before.equals(recorded)) {
            return Answer.CONTRADICTION;
        }
        if (isToken(recorded) && isToken(replayed) && !recordedByReplay.containsKey(replayed)) {
            force(recorded, replayed, MADE_UP);
        }
        return Answer.BOUND;
    }

    private static boolean isToken(String text) {
        return Tokens.bindable(text) && Tokens.of(text).size() == 1;
    }

    /** Whether both are long enough, no words of a language, new in their run, and bound to nothing else. */
    boolean mayBind(String recorded, String replayed) {
        if (isMadeUp(replayed)) {
            return standsFor.getOrDefault(replayed, recorded).equals(recorded);
        }
        return !saysSomethingElse(recorded, replayed) && Tokens.bindable(recorded) && Tokens.bindable(replayed)
                && !seenInRecording.contains(recorded)
                && !seenInReplay.contains(replayed) && !replayByRecorded.containsKey(recorded) && !recordedByReplay.containsKey(replayed);
    }

    /** Two words are two statuses, types or names, not two draws; unless redaction put the recorded one there. */
    private boolean saysSomethingElse(String recorded, String replayed) {
        return Tokens.isWords(recorded) && Tokens.isWords(replayed) && redactedValues.stream().noneMatch(value -> value.contains(recorded));
    }

    /** Binds what the provider minted: the pairing is known from identity, not inferred from values. */
    void force(String recorded, String replayed, String reason) {
        if (!recorded.equals(replayed) && replayByRecorded.putIfAbsent(recorded, replayed) == null) {
            recordedByReplay.put(replayed, recorded);
            reasons.put(recorded, reason);
        }
    }

    /** Pairs two readings of a clock. Unlike ids, several readings of then may be one reading now. */
    void reading(String recorded, String replayed) {
        replayByRecorded.putIfAbsent(recorded, replayed);
        recordedByReplay.putIfAbsent(replayed, recorded);
        reasons.putIfAbsent(recorded, "clock reading");
    }

    void sawRecorded(JsonNode tree) {
        collect(tree, seenInRecording);
    }

    void sawReplayed(JsonNode tree) {
        collect(tree, seenInReplay);
    }

    private static void collect(JsonNode tree, Set<String> into) {
        switch (tree) {
            case ObjectNode object -> object.properties().forEach(e -> {
                addTokens(e.getKey(), into);
                collect(e.getValue(), into);
            });
            case ArrayNode array -> array.forEach(element -> collect(element, into));
            case StringNode text -> addTokens(text.stringValue(), into);
            case NumericNode number -> addTokens(number.asString(), into);
            default -> {
            }
        }
    }

    private static void addTokens(String text, Set<String> into) {
        for (String token : Tokens.of(text)) {
            if (Tokens.bindable(token)) {
                into.add(token);
            }
        }
    }

    JsonNode toReplay(JsonNode recorded) {
        return replayByRecorded.isEmpty() ? recorded : rewrite(recorded, replayByRecorded);
    }

    String toReplay(String recorded) {
        return rewrite(recorded, replayByRecorded);
    }

    JsonNode toRecorded(JsonNode replayed) {
        return recordedByReplay.isEmpty() ? replayed : rewrite(replayed, recordedByReplay);
    }

    /** How many there are; they only grow. */
    int size() {
        return replayByRecorded.size();
    }

    List<Bound> all() {
        List<Bound> bound = new ArrayList<>();
        replayByRecorded.forEach((recorded, replayed) -> bound.add(new Bound(recorded, replayed, reasons.getOrDefault(recorded, ""))));
        standsFor.forEach((replayed, recorded) -> {
            if (!replayed.equals(replayByRecorded.get(recorded))) {
                bound.add(new Bound(recorded, replayed, MADE_UP));
            }
        });
        return Collections.unmodifiableList(bound);
    }

    private static JsonNode rewrite(JsonNode tree, Map<String, String> by) {
        return switch (tree) {
            case ObjectNode object -> {
                ObjectNode out = Json.object();
                object.properties().forEach(e -> out.set(rewrite(e.getKey(), by), rewrite(e.getValue(), by)));
                yield out;
            }
            case ArrayNode array -> {
                ArrayNode out = Json.MAPPER.createArrayNode();
                array.forEach(element -> out.add(rewrite(element, by)));
                yield out;
            }
            case StringNode text -> StringNode.valueOf(rewrite(text.stringValue(), by));
            case NumericNode number -> {
                String other = by.get(number.asString());
                yield other == null ? number : Json.parse(other);
            }
            default -> tree;
        };
    }

    private static String rewrite(String text, Map<String, String> by) {
        if (by.isEmpty() || text.length() < Tokens.SHORTEST_BINDABLE) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        boolean changed = false;
        for (String token : Tokens.of(text)) {
            String other = by.get(token);
            changed |= other != null;
            out.append(other == null ? token : other);
        }
        return changed ? out.toString() : text;
    }
}
