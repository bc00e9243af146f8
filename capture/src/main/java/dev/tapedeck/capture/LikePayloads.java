package dev.tapedeck.capture;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.PayloadShape;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Rung;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Learns from all of the telemetry what a message looks like that is not known whole: by the others that the same function got. Only for messages
 * that came from outside, since whatever a recorded call sent can be had from the call.
 */
final class LikePayloads {

    private static final int MOST_SAMPLES = 1_000;
    private static final Set<String> OF_TRACING = Set.of("traceparent", "tracestate", "x-amzn-trace-id", "AWSTraceHeader");

    private final Analysis analysis;
    private final Correlations correlations;

    /** What is learned of one kind of message. */
    private static final class Kind {
        private int samples;
        private final ShapeLearner body = new ShapeLearner();
        private final ShapeLearner attributes = new ShapeLearner();
    }

    private record Way(String channel, String type) implements Comparable<Way> {
        @Override
        public int compareTo(Way other) {
            return (channel + '\n' + type).compareTo(other.channel + '\n' + other.type);
        }
    }

    LikePayloads(Analysis analysis, Correlations correlations) {
        this.analysis = analysis;
        this.correlations = correlations;
    }

    /** The recording with the shapes that it needs, and {@link Rung#SHAPE} where there was nothing but that. */
    Recording sealed(Recording recording) {
        SortedSet<Name> unknown = recording.messages().stream()
                .filter(m -> m.origin() instanceof Message.External && !m.body().isWhole()).map(Message::name)
                .collect(Collectors.toCollection(TreeSet::new));
        SortedSet<String> functions = recording.deliveries().stream().filter(d -> unknown.contains(d.message()))
                .map(d -> d.subscription()).collect(Collectors.toCollection(TreeSet::new));
        List<PayloadShape> shapes = new ArrayList<>();
        functions.forEach(function -> shapes.addAll(of(function)));
        List<Invocation> invocations = recording.invocations().stream().map(i -> raised(i, shapes)).toList();
        return recording.withShapes(shapes).withInvocations(invocations);
    }

    private static Invocation raised(Invocation invocation, List<PayloadShape> shapes) {
        boolean shaped = invocation.evidence() == Rung.SEQUENCE
                && shapes.stream().anyMatch(s -> s.function().equals(invocation.function()));
        return shaped ? invocation.withEvidence(Rung.SHAPE) : invocation;
    }

    private List<PayloadShape> of(String function) {
        SortedMap<Way, Kind> kinds = new TreeMap<>();
        analysis.runs().all().stream().filter(run -> run.function().equals(function) && run.event().isWhole()).limit(MOST_SAMPLES)
                .forEach(run -> see(run, kinds));
        List<PayloadShape> shapes = new ArrayList<>();
        kinds.forEach((way, kind) -> shapes.add(new PayloadShape(function, way.channel(), way.type(), kind.samples, kind.body.shape(),
                kind.attributes.shape())));
        return shapes;
    }

    private void see(Run run, SortedMap<Way, Kind> kinds) {
        ShapeLearner.Known known = new ShapeLearner.Known(correlations.of(run), correlations.tenantsOf(run));
        for (Received received : run.received()) {
            Kind kind = kinds.computeIfAbsent(new Way(Names.channel(run, received), received.type()), way -> new Kind());
            ObjectNode attributes = Json.object();
            received.attributes().forEach((name, value) -> {
                if (!OF_TRACING.contains(name)) {
                    attributes.put(name, value);
                }
            });
            kind.samples++;
            kind.body.see(received.body(), known);
            kind.attributes.see(attributes, known);
        }
    }
}
