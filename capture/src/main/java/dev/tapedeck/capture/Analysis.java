package dev.tapedeck.capture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is worked out of an index once, for one set of hints, and used by everything that looks at it: invocations, joins, components, correlation
 * ids and workflows. Each part is made when it is first asked for.
 */
final class Analysis {

    private final TelemetryIndex index;
    private final FieldNames names;
    private @Nullable Runs runs;
    private @Nullable Wiring wiring;
    private @Nullable Targets targets;
    private @Nullable Correlations correlations;
    private @Nullable List<Workflow> workflows;
    private @Nullable List<Workflow> told;
    private final Map<String, Map<Workflow, List<Deviations.Deviation>>> deviations = new HashMap<>();

    Analysis(TelemetryIndex index, Scope.Hints hints) {
        this.index = index;
        this.names = new FieldNames(hints.correlationFields());
    }

    synchronized Runs runs() {
        if (runs == null) {
            runs = Runs.of(index, names);
        }
        return runs;
    }

    synchronized Wiring wiring() {
        if (wiring == null) {
            wiring = Wiring.of(runs(), correlations());
            index.correct(runs(), wiring);
            wiring.complete();
        }
        return wiring;
    }

    /** How far the clocks of hosts are off, by what is certain to have happened before what. */
    List<Clocks.Skew> skews() {
        wiring();
        return index.skews();
    }

    synchronized Targets targets() {
        if (targets == null) {
            targets = Targets.of(runs());
        }
        return targets;
    }

    synchronized Correlations correlations() {
        if (correlations == null) {
            correlations = Correlations.of(runs(), names);
        }
        return correlations;
    }

    /** The workflows with all that they did. */
    synchronized List<Workflow> told() {
        if (told == null) {
            told = workflows();
            new Facts(wiring(), targets()).tell(told);
        }
        return told;
    }

    List<Workflow> toldOf(String kind) {
        return told().stream().filter(workflow -> workflow.kind.equals(kind)).toList();
    }

    /** How the workflows of one kind deviate from each other. */
    synchronized Map<Workflow, List<Deviations.Deviation>> deviations(String kind) {
        return deviations.computeIfAbsent(kind, k -> Deviations.among(toldOf(k)));
    }

    /** The workflows, nothing told of them yet: each caller gets its own. */
    synchronized List<Workflow> workflows() {
        if (workflows == null) {
            workflows = Workflows.of(wiring(), correlations());
        }
        return workflows.stream().map(Workflow::untold).toList();
    }
}
