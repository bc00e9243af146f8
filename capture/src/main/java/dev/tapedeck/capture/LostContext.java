package dev.tapedeck.capture;

import dev.tapedeck.capture.SymptomReport.Affected;
import dev.tapedeck.capture.SymptomReport.Finding;
import dev.tapedeck.capture.SymptomReport.FindingKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Components that were told a correlation id and did not pass it on: an invocation that speaks of none, though what caused it does. */
final class LostContext {

    private LostContext() {}

    /** Where the id was lost: {@code sender} knew it, {@code run} does not. */
    record Drop(Run sender, String channel, Run run, String id) {
        String sentence() {
            return sender.function() + " sends to " + channel + " without the correlation id that it was given; " + run.function()
                    + " cannot know it";
        }
    }

    static List<Drop> before(Run run, Wiring wiring, Correlations correlations) {
        List<Drop> drops = new ArrayList<>();
        if (run.event().isAbsent() || !correlations.of(run).isEmpty()) {
            return drops;
        }
        for (Wiring.Joined joined : wiring.of(run)) {
            if (joined.cause() != null) {
                Run sender = joined.cause().send().run();
                Set<String> ids = correlations.of(sender);
                if (!ids.isEmpty()) {
                    drops.add(new Drop(sender, joined.cause().send().sent().channel(), run, ids.iterator().next()));
                }
            }
        }
        return drops;
    }

    static Map<Finding, List<Affected>> find(Wiring wiring, Correlations correlations) {
        Map<Finding, List<Affected>> found = new LinkedHashMap<>();
        for (Run run : wiring.runs().all()) {
            for (Drop drop : before(run, wiring, correlations)) {
                Finding finding = new Finding(FindingKind.LOST_CONTEXT, "", drop.sender().function(), drop.channel(), drop.sentence(),
                        List.of(), List.of());
                TreeSet<String> traces = new TreeSet<>(List.of(drop.sender().traceId(), run.traceId()));
                traces.remove("");
                found.computeIfAbsent(finding, k -> new ArrayList<>()).add(new Affected(drop.id(), traces, tenant(drop, correlations),
                        Instant.ofEpochSecond(0, run.startNanos())));
            }
        }
        return found;
    }

    private static String tenant(Drop drop, Correlations correlations) {
        return correlations.tenantsOf(drop.sender()).stream().findFirst().orElse("");
    }
}
