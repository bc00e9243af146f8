package dev.tapedeck.recording;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened: in production (capture makes it), or in a replay (the mesh makes it). Everything Tapedeck does takes one or gives one, which
 * is what closes the house under replay. Immutable; lists are in the order given by {@link #of}: time, then name.
 *
 * @param labels how the incident was cut out and what leads back: {@code correlationId}, {@code traceId}, {@code tenant}, {@code workflow}
 * @param from first moment in scope
 * @param to last moment in scope
 * @param invariants sealed with the recording: what {@code symptoms} found to be broken
 * @param shapes of the messages that are not known whole
 */
public record Recording(SortedMap<String, String> labels, Moment from, Moment to, List<Component> components, List<Message> messages,
        List<Delivery> deliveries, List<Invocation> invocations, List<Call> calls, List<Link> links, List<Telemetry.Span> spans,
        List<Telemetry.LogLine> logs, InitialState state, Environment environment, List<Gap> gaps, List<Invariant> invariants,
        List<PayloadShape> shapes) {

    /** A recording in which no message needs a shape. */
    public Recording(SortedMap<String, String> labels, Moment from, Moment to, List<Component> components, List<Message> messages,
            List<Delivery> deliveries, List<Invocation> invocations, List<Call> calls, List<Link> links, List<Telemetry.Span> spans,
            List<Telemetry.LogLine> logs, InitialState state, Environment environment, List<Gap> gaps, List<Invariant> invariants) {
        this(labels, from, to, components, messages, deliveries, invocations, calls, links, spans, logs, state, environment, gaps,
                invariants,
                List.of());
    }

    public Recording {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        components = components.stream().sorted().toList();
        messages = messages.stream().sorted(java.util.Comparator.comparing(Message::sentAt).thenComparing(Message::name)).toList();
        deliveries = deliveries.stream().sorted(java.util.Comparator.comparing(Delivery::at).thenComparing(Delivery::name)).toList();
        invocations = invocations.stream().sorted(java.util.Comparator.comparing(Invocation::start).thenComparing(Invocation::name))
                .toList();
        calls = calls.stream().sorted(java.util.Comparator.comparing(Call::start).thenComparing(Call::invocation)
                .thenComparingInt(Call::ordinal)).toList();
        links = List.copyOf(links);
        spans = List.copyOf(spans);
        logs = List.copyOf(logs);
        gaps = List.copyOf(gaps);
        invariants = List.copyOf(invariants);
        shapes = List.copyOf(shapes);
    }

    public Optional<Component> component(String name) {
        return components.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    public Optional<Message> message(Name name) {
        return messages.stream().filter(m -> m.name().equals(name)).findFirst();
    }

    public Optional<Invocation> invocation(Name name) {
        return invocations.stream().filter(i -> i.name().equals(name)).findFirst();
    }

    /** The calls of one invocation in order of emission. */
    public List<Call> callsOf(Name invocation) {
        return calls.stream().filter(c -> c.invocation().equals(invocation)).sorted(java.util.Comparator.comparingInt(Call::ordinal))
                .toList();
    }

    public Recording withInvariants(List<Invariant> sealed) {
        return new Recording(labels, from, to, components, messages, deliveries, invocations, calls, links, spans, logs, state, environment,
                gaps, sealed, shapes);
    }

    public Recording withEnvironment(Environment known) {
        return new Recording(labels, from, to, components, messages, deliveries, invocations, calls, links, spans, logs, state, known, gaps,
                invariants, shapes);
    }

    public Recording withCalls(List<Call> other) {
        return new Recording(labels, from, to, components, messages, deliveries, invocations, other, links, spans, logs, state, environment,
                gaps, invariants, shapes);
    }

    public Recording withInvocations(List<Invocation> other) {
        return new Recording(labels, from, to, components, messages, deliveries, other, calls, links, spans, logs, state, environment, gaps,
                invariants, shapes);
    }

    public Recording withMessages(List<Message> other) {
        return new Recording(labels, from, to, components, other, deliveries, invocations, calls, links, spans, logs, state, environment,
                gaps, invariants, shapes);
    }

    public Recording withShapes(List<PayloadShape> learned) {
        return new Recording(labels, from, to, components, messages, deliveries, invocations, calls, links, spans, logs, state, environment,
                gaps, invariants, learned);
    }
}
