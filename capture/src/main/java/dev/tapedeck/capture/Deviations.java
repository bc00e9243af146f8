package dev.tapedeck.capture;

import dev.tapedeck.capture.SymptomReport.FindingKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Compares the workflows of one kind: a step that most have and one lacks, an effect done twice that others do once, an end state that others do not
 * have. What a value of the input explains (card payments take another branch than transfers) is no deviation.
 */
final class Deviations {

    /** How many must agree before the rest deviates. */
    private static final double MOST = 0.75;
    /** Fewer than these compare with nothing. */
    static final int FEWEST = 4;
    private static final int BRANCH_SIZE = 3;

    /**
     * One way in which one workflow deviates.
     *
     * @param typicalNanos how long after the beginning the others have it: of several missing steps the first one is the one to look at
     * @param agreeing how many others agree
     * @param value the end state, "" for other kinds
     */
    record Deviation(FindingKind kind, Fact fact, long typicalNanos, int agreeing, String value) {}

    private final List<Workflow> peers;
    private final Map<Workflow, List<Deviation>> found = new LinkedHashMap<>();

    private Deviations(List<Workflow> peers) {
        this.peers = peers;
    }

    /** What deviates, by workflow; those that do not deviate are not there. */
    static Map<Workflow, List<Deviation>> among(List<Workflow> peers) {
        Deviations deviations = new Deviations(peers);
        if (peers.size() >= FEWEST) {
            deviations.missing();
            deviations.twice();
            deviations.endStates();
        }
        deviations.found.values().forEach(list -> list.sort(Comparator.comparing(Deviation::kind)
                .thenComparingLong(Deviation::typicalNanos).thenComparing(Deviation::fact)));
        return deviations.found;
    }

    private void missing() {
        Set<Fact> all = new TreeSet<>();
        peers.forEach(w -> all.addAll(w.facts.keySet()));
        for (Fact fact : all) {
            List<Workflow> with = peers.stream().filter(w -> w.facts.containsKey(fact)).toList();
            if (with.size() >= peers.size() * MOST) {
                long typical = typical(fact, with);
                deviate(w -> !w.facts.containsKey(fact),
                        new Deviation(FindingKind.MISSING_STEP, fact, typical, with.size(), ""));
            }
        }
    }

    private static long typical(Fact fact, List<Workflow> with) {
        long[] delays = with.stream().mapToLong(w -> w.facts().getOrDefault(fact, new Workflow.Times(0, 0)).firstNanos() - w.startNanos())
                .sorted().toArray();
        return delays[delays.length / 2];
    }

    private void twice() {
        Set<Fact> all = new TreeSet<>();
        peers.forEach(w -> all.addAll(w.effects.keySet()));
        for (Fact fact : all) {
            long once = peers.stream().filter(w -> w.effects.getOrDefault(fact, 0) == 1).count();
            long any = peers.stream().filter(w -> w.effects.containsKey(fact)).count();
            if (any >= FEWEST && once >= any * MOST) {
                deviate(w -> w.effects.getOrDefault(fact, 0) > 1, new Deviation(FindingKind.DONE_TWICE, fact, 0, (int) once, ""));
            }
        }
    }

    private void endStates() {
        Set<String> attributes = new TreeSet<>();
        peers.forEach(w -> attributes.addAll(w.endState.keySet()));
        for (String attribute : attributes) {
            Map<String, Integer> values = new TreeMap<>();
            peers.stream().map(w -> w.endState.get(attribute)).filter(v -> v != null).forEach(v -> values.merge(v, 1, Integer::sum));
            Map.Entry<String, Integer> usual = values.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
            if (usual.getValue() >= peers.size() * MOST && values.size() > 1) {
                values.keySet().stream().filter(v -> !v.equals(usual.getKey())).forEach(value -> endState(attribute, value, usual));
            }
        }
    }

    /** A value that came in with the request is an input and no outcome. */
    private void endState(String attribute, String value, Map.Entry<String, Integer> usual) {
        String place = attribute.substring(0, attribute.indexOf('\n'));
        String name = attribute.substring(attribute.indexOf('\n') + 1);
        String table = place.substring(0, place.indexOf(' '));
        Fact fact = new Fact(Fact.Kind.WROTE, "", table, place.substring(place.indexOf(' ') + 1) + "\n" + name);
        deviate(w -> value.equals(w.endState.get(attribute)) && !w.input.containsValue(value),
                new Deviation(FindingKind.END_STATE, fact, 0, usual.getValue(), usual.getKey()));
    }

    private void deviate(Predicate<Workflow> deviates, Deviation deviation) {
        List<Workflow> deviating = peers.stream().filter(deviates).toList();
        if (!deviating.isEmpty() && !explained(deviating)) {
            deviating.forEach(w -> found.computeIfAbsent(w, k -> new ArrayList<>()).add(deviation));
        }
    }

    /** Whether a value of the input is shared by all that deviate and by nobody else. Where something failed in each of them, that was no branch. */
    private boolean explained(Collection<Workflow> deviating) {
        if (deviating.size() < BRANCH_SIZE || deviating.stream().allMatch(w -> w.runs.stream().anyMatch(run -> run.result().failed()))) {
            return false;
        }
        Workflow first = deviating.iterator().next();
        Map<String, Integer> holders = new HashMap<>();
        for (Workflow peer : peers) {
            first.input.forEach((path, value) -> {
                if (value.equals(peer.input.get(path))) {
                    holders.merge(path, 1, Integer::sum);
                }
            });
        }
        return first.input.entrySet().stream().anyMatch(e -> holders.getOrDefault(e.getKey(), 0) == deviating.size()
                && deviating.stream().allMatch(w -> e.getValue().equals(w.input.get(e.getKey()))));
    }
}
