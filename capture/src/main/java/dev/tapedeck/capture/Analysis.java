package dev.tapedeck.capture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is worked out of an index once and used by everything that looks at it: invocations, joins, components, correlation ids and workflows. Each
 * part is made when it is first asked for.
 */
final class Analysis {

    private final TelemetryIndex index;
    private @Nullable Runs runs;
    private @Nullable Wiring wiring;
    private @Nullable Targets targets;
    private final Map<List<String>, Correlations> correlations = new HashMap<>();
    private final Map<List<String>, List<Workflow>> workflows = new HashMap<>();

    Analysis(TelemetryIndex index) {
        this.index = index;
    }

    synchronized Runs runs() {
        if (runs == null) {
            runs = Runs.of(index);
        }
        return runs;
    }

    synchronized Wiring wiring() {
        if (wiring == null) {
            wiring = Wiring.of(runs());
        }
        return wiring;
    }

    synchronized Targets targets() {
        if (targets == null) {
            targets = Targets.of(runs());
        }
        return targets;
    }

    synchronized Correlations correlations(Scope.Hints hints) {
        return correlations.computeIfAbsent(hints.correlationFields(), Correlations::new);
    }

    /** The workflows, nothing told of them yet: each caller gets its own. */
    synchronized List<Workflow> workflows(Scope.Hints hints) {
        List<Workflow> found = workflows.computeIfAbsent(hints.correlationFields(), k -> Workflows.of(wiring(), correlations(hints)));
        return found.stream().map(Workflow::untold).toList();
    }
}
