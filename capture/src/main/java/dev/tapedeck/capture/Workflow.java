package dev.tapedeck.capture;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** One run through the system for one purpose: the invocations that one correlation id, or one chain of causes, holds together. */
final class Workflow {

    /** How often a fact occurred, and when first. */
    record Times(int count, long firstNanos) {
        Times plus(Times other) {
            return new Times(count + other.count, Math.min(firstNanos, other.firstNanos));
        }
    }

    final String id;
    final List<Run> runs = new ArrayList<>();
    final SortedMap<Fact, Times> facts = new TreeMap<>();
    /** What effects that may not be repeated came to, by fact: how often each was done in earnest. */
    final SortedMap<Fact, Integer> effects = new TreeMap<>();
    /** For each item written, as an outline of its key, the last value of each of its attributes of few values. */
    final SortedMap<String, String> endState = new TreeMap<>();
    final SortedMap<String, String> input = new TreeMap<>();
    String kind = "";
    String tenant = "";
    /** Whether some of its invocations are known to have left no span. */
    boolean covered = true;

    Workflow(String id) {
        this.id = id;
    }

    /** The same workflow with nothing told of it. */
    Workflow untold() {
        Workflow copy = new Workflow(id);
        copy.runs.addAll(runs);
        copy.input.putAll(input);
        copy.kind = kind;
        copy.tenant = tenant;
        copy.covered = covered;
        return copy;
    }

    void add(Fact fact, long atNanos) {
        facts.merge(fact, new Times(1, atNanos), Times::plus);
    }

    long startNanos() {
        return runs.stream().mapToLong(Run::startNanos).filter(n -> n > 0).min().orElse(0);
    }

    long endNanos() {
        return runs.stream().mapToLong(Run::endNanos).max().orElse(0);
    }

    SymptomReport.Affected affected() {
        TreeSet<String> traces = new TreeSet<>();
        runs.forEach(run -> traces.add(run.traceId()));
        traces.remove("");
        return new SymptomReport.Affected(id, traces, tenant, Instant.ofEpochSecond(0, startNanos()));
    }

    Map<Fact, Times> facts() {
        return facts;
    }
}
