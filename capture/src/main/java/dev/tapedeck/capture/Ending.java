package dev.tapedeck.capture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Whether a workflow was over when the telemetry ended, as far as its kind tells: a step that others take within so long after what came before it
 * may still have come.
 */
final class Ending {

    private final List<Workflow> peers;
    private final long lastNanos;
    private final Map<Fact, Long> usuallyHandled = new HashMap<>();
    private final Map<Fact, Pauses> pauses = new HashMap<>();

    /** The longest pause before a step, and the longest of all workflows but the one that made that. */
    private record Pauses(String by, long longest, long next) {
        static final Pauses NONE = new Pauses("", 0, 0);

        Pauses with(String workflow, long pause) {
            if (workflow.equals(by)) {
                return new Pauses(by, Math.max(longest, pause), next);
            }
            return pause > longest ? new Pauses(workflow, pause, longest) : new Pauses(by, longest, Math.max(next, pause));
        }

        long longestBut(String workflow) {
            return workflow.equals(by) ? next : longest;
        }
    }

    Ending(List<Workflow> peers, List<Workflow> all) {
        this.peers = peers;
        this.lastNanos = all.stream().mapToLong(Workflow::endNanos).max().orElse(0);
    }

    /** Why nothing can be said of a missing step; "" where it can. */
    String openBecause(Workflow workflow, Deviations.Deviation deviation) {
        if (!workflow.covered) {
            return "some of its invocations left no span, so that a step may have been taken unseen";
        }
        if (hadEveryChance(workflow, deviation.fact())) {
            return "";
        }
        long quiet = lastNanos - workflow.endNanos();
        long needed = pauses.computeIfAbsent(deviation.fact(), this::pausesBefore).longestBut(workflow.id);
        return quiet < needed ? "the telemetry ends before others of its kind would have got on" : "";
    }

    /**
     * Whether the component that takes the step in others was handed as many messages here as there, and got through with all of them: then it is not
     * that something has yet to come.
     */
    private boolean hadEveryChance(Workflow workflow, Fact fact) {
        long usual = usuallyHandled.computeIfAbsent(fact, this::usuallyHandled);
        return usual > 0 && handled(workflow, fact.component()) >= usual;
    }

    /** The median of those that take the step; 0 where none does. */
    private long usuallyHandled(Fact fact) {
        long[] handled = peers.stream().filter(w -> w.facts.containsKey(fact)).mapToLong(w -> handled(w, fact.component())).sorted()
                .toArray();
        return handled.length == 0 ? 0 : handled[handled.length / 2];
    }

    /** How many different messages a component was handed and did not fail on. */
    private static long handled(Workflow workflow, String component) {
        return workflow.runs.stream().filter(run -> run.function().equals(component) && run.span() != null && !run.result().failed())
                .flatMap(run -> run.received().isEmpty() ? Stream.of(run.requestId()) : run.received().stream().map(Received::recordedId))
                .filter(id -> !id.isEmpty()).distinct().count();
    }

    private Pauses pausesBefore(Fact fact) {
        Pauses all = Pauses.NONE;
        for (Workflow peer : peers) {
            all = all.with(peer.id, pauseBefore(fact, peer));
        }
        return all;
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
