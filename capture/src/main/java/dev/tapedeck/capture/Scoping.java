package dev.tapedeck.capture;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Selects the invocations of a scope: those that mention its value, and what is joined to them. It goes on to a neighbour that names no
 * correlation id of its own, and stops at one that only speaks of others (which may share a batch with this one).
 */
final class Scoping {

    private final Wiring wiring;
    private final Correlations correlations;
    private final Map<Run, List<Run>> effects = new HashMap<>();

    private Scoping(Wiring wiring, Correlations correlations) {
        this.wiring = wiring;
        this.correlations = correlations;
        for (Run run : wiring.runs().all()) {
            for (Wiring.Joined joined : wiring.of(run)) {
                if (joined.cause() != null) {
                    effects.computeIfAbsent(joined.cause().send().run(), k -> new ArrayList<>()).add(run);
                }
            }
        }
    }

    /**
     * What is in scope.
     *
     * @param how why these, in one sentence, where it was not by a field that is known to mean it; "" where it was
     */
    record Selected(List<Run> runs, String how) {}

    static Selected select(Scope scope, Wiring wiring, Correlations correlations) {
        Scoping scoping = new Scoping(wiring, correlations);
        List<Run> within = wiring.runs().all().stream().filter(run -> inWindow(scope, run)).toList();
        Seeds.Found seeds = new Seeds(correlations).in(within, scope);
        if (seeds.runs().isEmpty()) {
            throw new CaptureException("no invocation mentions " + described(scope),
                    "`tapedeck symptoms` lists the correlation and trace ids that there are");
        }
        List<Run> selected = scoping.closure(scope, seeds.runs());
        scoping.refuseIfTooLarge(scope, selected);
        return new Selected(selected, seeds.how());
    }

    static String described(Scope scope) {
        return switch (scope.by()) {
            case CORRELATION -> "the correlation id `" + scope.value() + "`";
            case TRACE -> "the trace `" + scope.value() + "`";
            case TENANT -> "the tenant `" + scope.value() + "`";
        };
    }

    private static boolean inWindow(Scope scope, Run run) {
        Instant start = Instant.ofEpochSecond(0, run.startNanos());
        return (scope.from() == null || !start.isBefore(scope.from())) && (scope.to() == null || start.isBefore(scope.to()));
    }

    private List<Run> closure(Scope scope, List<Run> seeds) {
        Set<Run> selected = new HashSet<>();
        Set<String> wanted = new LinkedHashSet<>();
        seeds.forEach(seed -> wanted.addAll(
                scope.by() == Scope.By.CORRELATION && correlations.of(seed).contains(scope.value())
                        ? List.of(scope.value())
                        : correlations.of(
                                seed)));
        ArrayDeque<Run> open = new ArrayDeque<>(seeds);
        selected.addAll(seeds);
        while (!open.isEmpty()) {
            Run run = open.poll();
            for (Run next : neighbours(run)) {
                Set<String> named = correlations.of(next);
                boolean follows = named.isEmpty() || named.stream().anyMatch(wanted::contains);
                if (follows && inWindow(scope, next) && selected.add(next)) {
                    open.add(next);
                }
            }
        }
        return selected.stream()
                .sorted(Comparator.comparingLong(Run::startNanos).thenComparing(Run::function).thenComparing(Run::requestId))
                .toList();
    }

    private List<Run> neighbours(Run run) {
        List<Run> all = new ArrayList<>(effects.getOrDefault(run, List.of()));
        for (Wiring.Joined joined : wiring.of(run)) {
            if (joined.cause() != null) {
                all.add(joined.cause().send().run());
            }
        }
        return all;
    }

    private void refuseIfTooLarge(Scope scope, List<Run> runs) {
        Scope.Limits limits = scope.limits();
        long from = runs.getFirst().startNanos();
        long to = runs.stream().mapToLong(Run::endNanos).max().orElse(from);
        long spans = runs.stream().mapToLong(r -> 1L + r.callSpans().size() + r.innerSpans().size()).sum();
        long bytes = runs.stream().mapToLong(Scoping::bytes).sum();
        String hint = "narrow it with --from and --to, or raise the limit in the policy";
        if (to - from > limits.window().toNanos()) {
            throw new CaptureException(
                    described(scope) + " reaches over " + (to - from) / 60_000_000_000L + " minutes, more than the limit of "
                            + limits.window().toMinutes(),
                    hint);
        }
        if (spans > limits.spans()) {
            throw new CaptureException(described(scope) + " has " + spans + " spans, more than the limit of " + limits.spans(), hint);
        }
        if (bytes > limits.bytes()) {
            throw new CaptureException(
                    described(scope) + " has " + bytes / 1_000_000 + " MB, more than the limit of " + limits.bytes() / 1_000_000, hint);
        }
    }

    private static long bytes(Run run) {
        long sum = run.span() == null ? 0 : run.span().attributes().bytes().length;
        for (SpanEntry call : run.callSpans()) {
            sum += call.attributes().bytes().length;
        }
        return sum;
    }
}
