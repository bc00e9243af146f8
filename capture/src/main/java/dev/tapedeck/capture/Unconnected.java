package dev.tapedeck.capture;

import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Gap;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** What extraction could not connect: messages whose sender nobody tells of, and components that were told a correlation id and dropped it. */
final class Unconnected {

    private static final Set<Component.Kind> SENT_BY_SOMEBODY = EnumSet.of(Component.Kind.QUEUE, Component.Kind.BUS, Component.Kind.TOPIC,
            Component.Kind.STREAM);

    private Unconnected() {}

    static List<Gap> of(List<Run> runs, Wiring wiring, Names names, Correlations correlations) {
        List<Gap> gaps = new ArrayList<>();
        TreeMap<String, Gap> dropped = new TreeMap<>();
        for (Run run : runs) {
            for (Names.Delivered delivered : names.deliveriesOf(run)) {
                if (delivered.cause() == null && SENT_BY_SOMEBODY.contains(delivered.received().kind())) {
                    gaps.add(new Gap(Gap.Kind.UNCONNECTED, delivered.delivery(), run.function(),
                            "who sent a message of " + Names.channel(run, delivered.received()) + " to " + run.function() + " is not known",
                            "extract with the traces or logs of its sender, and let it pass trace context or a correlation id"));
                }
            }
            for (LostContext.Drop drop : LostContext.before(run, wiring, correlations)) {
                dropped.putIfAbsent(drop.sender().function() + drop.channel(), new Gap(Gap.Kind.MISSING_CORRELATION_FIELD, names.of(run),
                        drop.sender().function(), drop.sentence(), "let " + drop.sender().function() + " pass it on"));
            }
        }
        gaps.addAll(dropped.values());
        return gaps;
    }
}
