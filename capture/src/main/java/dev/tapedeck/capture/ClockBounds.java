package dev.tapedeck.capture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far clocks are ahead of each other, from what is known to have happened before what. Each such pair bounds the difference of two clocks from
 * one side; pairs in both directions leave an interval. Of what fits, the smallest correction is taken: a clock that nothing contradicts is left alone.
 *
 * <pre>
 *   a at ta  happened before  b at tb     =>     ahead(b) - ahead(a) <= tb - ta
 * </pre>
 */
final class ClockBounds {

    /** Time stamps are rounded to milliseconds in places; less than this contradicts nothing. */
    static final long SLACK_NANOS = 2_000_000L;
    private static final long OPEN = Long.MAX_VALUE / 4;
    private static final int MOST_TIGHTENINGS = 64;

    private final Map<String, Map<String, Long>> after = new TreeMap<>();
    private final Map<String, Map<String, Long>> before = new TreeMap<>();
    private final Map<String, Bounds> clocks = new TreeMap<>();

    /** What one clock may be ahead by. */
    private static final class Bounds {
        final String clock;
        long least = -OPEN;
        long most = OPEN;
        boolean fixed;
        int seen;
        int contradicted;
        int tightened;

        Bounds(String clock) {
            this.clock = clock;
        }

        boolean isReached() {
            return least > -OPEN || most < OPEN;
        }

        long width() {
            return least > -OPEN && most < OPEN ? Math.max(most - least, 0) : OPEN;
        }

        double contradictedShare() {
            return seen == 0 ? 0 : (double) contradicted / seen;
        }

        /** Nothing where nothing contradicts it; the middle where it is known well; else no more than has to be. */
        long estimate() {
            if (least > most) {
                return least / 2 + most / 2;
            }
            long nearest = least > 0 ? least : most < 0 ? most : 0;
            return nearest != 0 && width() < Math.abs(nearest) / 2 ? least / 2 + most / 2 : nearest;
        }
    }

    /** What happened at {@code earlierNanos} of one clock came before what happened at {@code laterNanos} of another. */
    void before(String earlier, long earlierNanos, String later, long laterNanos) {
        if (earlier.isEmpty() || later.isEmpty() || earlier.equals(later) || earlierNanos <= 0 || laterNanos <= 0) {
            return;
        }
        long difference = laterNanos - earlierNanos;
        after.computeIfAbsent(earlier, k -> new TreeMap<>()).merge(later, difference, Math::min);
        before.computeIfAbsent(later, k -> new TreeMap<>()).merge(earlier, difference, Math::min);
        for (String clock : List.of(earlier, later)) {
            Bounds bounds = clocks.computeIfAbsent(clock, Bounds::new);
            bounds.seen++;
            bounds.contradicted += difference < -SLACK_NANOS ? 1 : 0;
        }
    }

    int seen(String clock) {
        Bounds bounds = clocks.get(clock);
        return bounds == null ? 0 : bounds.seen;
    }

    /** How far each clock is ahead, those of no correction left out; {@code reference} is right where it was seen at all. */
    SortedMap<String, Long> ahead(String reference) {
        SortedMap<String, Long> ahead = new TreeMap<>();
        if (clocks.values().stream().noneMatch(b -> b.contradicted > 0)) {
            return ahead;
        }
        List<Bounds> open = new ArrayList<>(clocks.values());
        open.sort(Comparator.comparing((Bounds b) -> !b.clock.equals(reference)).thenComparingDouble(Bounds::contradictedShare)
                .thenComparingInt(b -> -b.seen).thenComparing(b -> b.clock));
        while (!open.isEmpty()) {
            Bounds next = open.stream().filter(Bounds::isReached).min(Comparator.comparingLong(Bounds::width)).orElse(open.getFirst());
            open.remove(next);
            long estimate = next.isReached() ? next.estimate() : 0;
            fix(next, estimate);
            if (Math.abs(estimate) > SLACK_NANOS) {
                ahead.put(next.clock, estimate);
            }
        }
        return ahead;
    }

    private void fix(Bounds clock, long nanos) {
        clock.least = nanos;
        clock.most = nanos;
        clock.fixed = true;
        ArrayDeque<Bounds> changed = new ArrayDeque<>(List.of(clock));
        while (!changed.isEmpty()) {
            Bounds from = changed.poll();
            after.getOrDefault(from.clock, Map.of()).forEach((to, difference) -> {
                Bounds bounds = clocks.get(to);
                if (bounds != null && from.most < OPEN && from.most + slack(difference) < bounds.most && tighten(bounds)) {
                    bounds.most = from.most + slack(difference);
                    changed.add(bounds);
                }
            });
            before.getOrDefault(from.clock, Map.of()).forEach((to, difference) -> {
                Bounds bounds = clocks.get(to);
                if (bounds != null && from.least > -OPEN && from.least - slack(difference) > bounds.least && tighten(bounds)) {
                    bounds.least = from.least - slack(difference);
                    changed.add(bounds);
                }
            });
        }
    }

    private static long slack(long difference) {
        return difference + SLACK_NANOS;
    }

    /** A clock that jumped makes a circle of bounds that tighten each other for ever. */
    private static boolean tighten(Bounds bounds) {
        return !bounds.fixed && bounds.tightened++ < MOST_TIGHTENINGS;
    }
}
