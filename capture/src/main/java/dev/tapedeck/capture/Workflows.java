package dev.tapedeck.capture;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Sorts invocations into workflows: by the correlation ids that they speak of; one that speaks of none goes with what it is joined to. Where
 * nothing speaks of any, what is joined is a workflow, under its first trace id.
 */
final class Workflows {

    private static final int FIRST_REFUSAL = 400;
    private static final int LONGEST_VALUE = 40;

    private final Wiring wiring;
    private final Correlations correlations;
    private final Map<String, Workflow> byId = new LinkedHashMap<>();
    private final Map<Run, List<Run>> neighbours = new HashMap<>();

    private Workflows(Wiring wiring, Correlations correlations) {
        this.wiring = wiring;
        this.correlations = correlations;
    }

    static List<Workflow> of(Wiring wiring, Correlations correlations) {
        Workflows workflows = new Workflows(wiring, correlations);
        workflows.collect();
        workflows.byId.values().forEach(workflows::describe);
        return workflows.byId.values().stream().sorted(Comparator.comparingLong(Workflow::startNanos).thenComparing(w -> w.id)).toList();
    }

    private void collect() {
        List<Run> silent = new ArrayList<>();
        for (Run run : wiring.runs().all()) {
            Set<String> ids = correlations.of(run);
            ids.forEach(id -> byId.computeIfAbsent(id, Workflow::new).runs.add(run));
            if (ids.isEmpty()) {
                silent.add(run);
            }
            for (Wiring.Joined joined : wiring.of(run)) {
                if (joined.cause() != null) {
                    neighbours.computeIfAbsent(run, k -> new ArrayList<>()).add(joined.cause().send().run());
                    neighbours.computeIfAbsent(joined.cause().send().run(), k -> new ArrayList<>()).add(run);
                }
            }
        }
        Set<Run> placed = new HashSet<>();
        for (Run run : silent) {
            if (!placed.contains(run)) {
                place(together(run, placed));
            }
        }
    }

    /** The silent invocations joined to {@code first} through silent ones. */
    private List<Run> together(Run first, Set<Run> placed) {
        List<Run> group = new ArrayList<>();
        ArrayDeque<Run> open = new ArrayDeque<>(List.of(first));
        placed.add(first);
        while (!open.isEmpty()) {
            Run run = open.poll();
            group.add(run);
            for (Run next : neighbours.getOrDefault(run, List.of())) {
                if (correlations.of(next).isEmpty() && placed.add(next)) {
                    open.add(next);
                }
            }
        }
        return group;
    }

    /** A silent group goes with the workflow that it touches, where it touches exactly one. */
    private void place(List<Run> group) {
        Set<String> touched = new HashSet<>();
        for (Run run : group) {
            neighbours.getOrDefault(run, List.of()).forEach(next -> touched.addAll(correlations.of(next)));
        }
        String own = group.stream().map(Run::traceId).filter(id -> !id.isEmpty()).findFirst().orElse(group.getFirst().requestId());
        String id = touched.size() == 1 ? touched.iterator().next() : own;
        byId.computeIfAbsent(id, Workflow::new).runs.addAll(group);
    }

    private void describe(Workflow workflow) {
        workflow.runs.sort(Comparator.comparingLong(Run::startNanos).thenComparing(Run::function).thenComparing(Run::requestId));
        Run root = root(workflow);
        String name = workflow.runs.stream().map(correlations::workflowOf).filter(n -> !n.isEmpty()).findFirst().orElse("");
        workflow.kind = (name.isEmpty() ? beginning(root) : name) + refusal(root);
        Map<String, Integer> tenants = new LinkedHashMap<>();
        workflow.runs.forEach(run -> correlations.tenantsOf(run).forEach(t -> tenants.merge(t, 1, Integer::sum)));
        workflow.tenant = tenants.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse("");
        boolean linesAlone = workflow.runs.stream().allMatch(Run::isToldByLines);
        workflow.covered = linesAlone || workflow.runs.stream().allMatch(r -> r.span() != null);
        input(root.event().value(), "", workflow.input);
    }

    /** The first invocation that nothing in the workflow caused. */
    private Run root(Workflow workflow) {
        Set<Run> members = new HashSet<>(workflow.runs);
        return workflow.runs.stream().filter(run -> wiring.of(run).stream()
                .allMatch(j -> j.cause() == null || !members.contains(j.cause().send().run()))).findFirst()
                .orElse(workflow.runs.getFirst());
    }

    private static String beginning(Run root) {
        List<Received> received = root.received();
        String type = received.isEmpty() ? "" : received.getFirst().type();
        return type.isEmpty() ? root.function() : type;
    }

    /** A request that was refused is another kind of workflow than one that was accepted. */
    private static String refusal(Run root) {
        if (root.result() instanceof Invocation.Returned returned) {
            int status = returned.value().value().path("statusCode").asInt(0);
            return status >= FIRST_REFUSAL ? " (refused with " + status + ")" : "";
        }
        return "";
    }

    /** Values of the first event that may explain why a workflow takes another branch: short, and of a field. */
    private static void input(JsonNode tree, String path, Map<String, String> into) {
        if (tree.isObject()) {
            tree.properties().forEach(member -> input(member.getValue(), path + "." + member.getKey(), into));
        } else if (tree.isString() && path.length() < LONGEST_VALUE * 8) {
            JsonNode inner = Json.parseOrString(tree.stringValue());
            if (!inner.isString()) {
                input(inner, path, into);
            } else if (tree.stringValue().length() <= LONGEST_VALUE) {
                into.put(path, tree.stringValue());
            }
        } else if (tree.isBoolean()) {
            into.put(path, tree.asString(""));
        }
    }
}
