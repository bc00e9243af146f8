package dev.tapedeck.capture;

import java.util.List;
import java.util.Map;

/**
 * Whether a workflow was over when the telemetry ended, as far as its kind tells: a step that others take within so long after what came before it
 * may still have come.
 */
final class Ending {

    private final List<Workflow> peers;
    private final long lastNanos;

    Ending(List<Workflow> peers, List<Workflow> all) {
        this.peers = peers;
        this.lastNanos = all.stream().mapToLong(Workflow::endNanos).max().orElse(0);
    }

    /** Why nothing can be said of a missing step; "" where it can. */
    String openBecause(Workflow workflow, Deviations.Deviation deviation) {
        if (!workflow.covered) {
            return "some of its invocations left no span, so that a step may have been taken unseen";
        }
        long quiet = lastNanos - workflow.endNanos();
        long needed = peers.stream().filter(w -> !w.id.equals(workflow.id)).mapToLong(w -> pauseBefore(deviation.fact(), w)).max()
                .orElse(0);
        return quiet < needed ? "the telemetry ends before others of its kind would have got on" : "";
    }

    /** How long a workflow was quiet before it took a step. */
    private static long pauseBefore(Fact fact, Workflow workflow) {
        Workflow.Times times = workflow.facts.get(fact);
        if (times == null) {
            return 0;
        }
        long before = workflow.startNanos();
        for (Map.Entry<Fact, Workflow.Times> other : workflow.facts.entrySet()) {
            long at = other.getValue().firstNanos();
            before = at < times.firstNanos() ? Math.max(before, at) : before;
        }
        for (Run run : workflow.runs) {
            before = run.endNanos() < times.firstNanos() ? Math.max(before, run.endNanos()) : before;
        }
        return times.firstNanos() - before;
    }
}
