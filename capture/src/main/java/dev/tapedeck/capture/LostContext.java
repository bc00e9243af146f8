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

    static Map<Finding, List<Affected>> find(Wiring wiring, Correlations correlations) {
        Map<Finding, List<Affected>> found = new LinkedHashMap<>();
        for (Run run : wiring.runs().all()) {
            for (Wiring.Joined joined : wiring.of(run)) {
                if (joined.cause() != null && !run.event().isAbsent() && correlations.of(run).isEmpty()) {
                    Run sender = joined.cause().send().run();
                    Set<String> ids = correlations.of(sender);
                    if (!ids.isEmpty()) {
                        String channel = joined.cause().send().sent().channel();
                        Finding finding = new Finding(FindingKind.LOST_CONTEXT, "", sender.function(), channel,
                                sender.function() + " sends to " + channel + " without the correlation id that it was given; "
                                        + run.function() + " cannot know it",
                                List.of(), List.of());
                        TreeSet<String> traces = new TreeSet<>(List.of(sender.traceId(), run.traceId()));
                        found.computeIfAbsent(finding, k -> new ArrayList<>()).add(new Affected(ids.iterator().next(), traces, "",
                                Instant.ofEpochSecond(0, run.startNanos())));
                    }
                }
            }
        }
        return found;
    }
}
