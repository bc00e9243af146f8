package dev.tapedeck.capture;

import dev.tapedeck.capture.Deviations.Deviation;
import dev.tapedeck.capture.SymptomReport.Affected;
import dev.tapedeck.capture.SymptomReport.Finding;
import dev.tapedeck.capture.SymptomReport.FindingKind;
import dev.tapedeck.capture.SymptomReport.Undecided;
import dev.tapedeck.capture.SymptomReport.WorkflowKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds what is wrong in telemetry without being told what should be: by failures that nobody handled, and by comparing workflows of one kind with
 * each other.
 */
public final class Symptoms {

    private final Analysis analysis;
    private final Runs runs;
    private final Wiring wiring;
    private final Correlations correlations;
    private final Targets targets;
    private final Map<Finding, List<Affected>> findings = new LinkedHashMap<>();
    private final List<Undecided> undecided = new ArrayList<>();
    private final List<WorkflowKind> kinds = new ArrayList<>();
    private final Map<Workflow, List<Deviation>> deviating = new LinkedHashMap<>();
    private final List<Workflow> workflows;

    private Symptoms(TelemetryIndex index, Scope.Hints hints) {
        this.analysis = index.analysis(hints);
        this.runs = analysis.runs();
        this.wiring = analysis.wiring();
        this.correlations = analysis.correlations();
        this.targets = analysis.targets();
        this.workflows = analysis.told();
    }

    public static SymptomReport of(TelemetryIndex index) {
        return of(index, Scope.Hints.NONE);
    }

    public static SymptomReport of(TelemetryIndex index, Scope.Hints hints) {
        Symptoms symptoms = new Symptoms(index, hints);
        symptoms.look();
        return symptoms.report(index);
    }

    private void look() {
        failures();
        Map<String, List<Workflow>> byKind = new TreeMap<>();
        workflows.forEach(w -> byKind.computeIfAbsent(w.kind, k -> new ArrayList<>()).add(w));
        byKind.forEach(this::compare);
        LostContext.find(wiring, correlations).forEach((finding, affected) -> affected.forEach(a -> add(finding, a)));
    }

    private void add(Finding finding, Affected affected) {
        findings.computeIfAbsent(finding, k -> new ArrayList<>()).add(affected);
    }

    private void failures() {
        Failures failures = new Failures(wiring);
        for (Workflow workflow : workflows) {
            for (Run run : workflow.runs) {
                if (failures.isUnhandled(run)) {
                    String error = Failures.type(run.result());
                    add(new Finding(FindingKind.UNHANDLED_FAILURE, workflow.kind, run.function(), "",
                            run.function() + " failed with " + error + ", and no later attempt succeeded", List.of(), List.of()),
                            workflow.affected());
                    deviating.computeIfAbsent(workflow, k -> new ArrayList<>());
                }
            }
        }
    }

    private void compare(String kind, List<Workflow> peers) {
        Ending ending = new Ending(peers, workflows);
        Map<Workflow, List<Deviation>> found = analysis.deviations(kind);
        found.forEach((workflow, list) -> {
            Optional<Deviation> step = list.stream().filter(d -> d.kind() != FindingKind.DONE_TWICE).findFirst();
            boolean failed = deviating.containsKey(workflow);
            String open = step.isEmpty() ? "" : ending.openBecause(workflow, step.get());
            if (!open.isEmpty()) {
                undecided.add(new Undecided(workflow.id, kind, open));
            }
            List<Deviation> counted = list.stream().filter(d -> d.kind() == FindingKind.DONE_TWICE || open.isEmpty()).toList();
            if (!counted.isEmpty()) {
                deviating.computeIfAbsent(workflow, k -> new ArrayList<>()).addAll(counted);
            }
            counted.stream().filter(d -> d.kind() == FindingKind.DONE_TWICE).forEach(d -> add(Sentences.finding(kind, d, peers.size(),
                    List.of()), workflow.affected()));
            if (!failed) {
                outcome(kind, peers, workflow, counted.stream().filter(d -> d.kind() != FindingKind.DONE_TWICE).toList());
            }
        });
        kinds.add(new WorkflowKind(kind, peers.size(), (int) peers.stream().filter(deviating::containsKey).count()));
    }

    /** A wrong outcome is one finding: the first step that is missing, with what follows from it. */
    private void outcome(String kind, List<Workflow> peers, Workflow workflow, List<Deviation> deviations) {
        if (!deviations.isEmpty()) {
            List<String> also = deviations.stream().skip(1).map(Sentences::clause).toList();
            add(Sentences.finding(kind, deviations.getFirst(), peers.size(), also), workflow.affected());
        }
    }

    private SymptomReport report(TelemetryIndex index) {
        Health health = new Health(runs, wiring, targets, correlations);
        List<Finding> found = findings.entrySet().stream().map(e -> {
            Finding f = e.getKey();
            return new Finding(f.kind(), f.workflowKind(), f.component(), f.operation(), f.what(), f.also(), e.getValue());
        }).sorted(Comparator.comparing(Finding::kind).thenComparingInt(f -> -f.workflows().size()).thenComparing(Finding::what)).toList();
        return new SymptomReport(index.report(), health.coverage(), kinds, found, undecided, health.components(),
                health.tenants(workflows, deviating.keySet()), new Notes(analysis, kinds).sentences());
    }
}
