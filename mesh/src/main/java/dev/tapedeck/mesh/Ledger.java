package dev.tapedeck.mesh;

import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Environment;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Link;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Telemetry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keeps what happens in a run, and makes the run's recording of it. */
final class Ledger {

    private static final int TAIL_BYTES = 4096;

    private final SortedMap<String, String> resource;
    private final Map<Name, Message> messages = new LinkedHashMap<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final TreeSet<Name> delivered = new TreeSet<>();
    private final Map<Name, Invocation> invocations = new LinkedHashMap<>();
    private final Map<Name, Trail> trails = new LinkedHashMap<>();
    private final Set<Outgoing> calls = new LinkedHashSet<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Telemetry.LogLine> logs = new ArrayList<>();
    private final Map<Name, StringBuilder> written = new LinkedHashMap<>();
    private final List<Quiescence> segments = new ArrayList<>();
    private final TreeSet<String> uncontrolled = new TreeSet<>();
    private final List<Name> turnedAway = new ArrayList<>();

    /** @param resource what every span and log line carries */
    Ledger(SortedMap<String, String> resource) {
        this.resource = resource;
    }

    void message(Parcel parcel) {
        Message message = parcel.message();
        if (messages.putIfAbsent(message.name(), message) == null) {
            switch (message.origin()) {
                case Message.External external -> {
                    // nothing in the run caused it
                }
                case Message.Emitted emitted -> link(emitted.call(), message.name());
                case Message.Forwarded forwarded -> link(forwarded.message(), message.name());
            }
        }
    }

    void delivery(Name name, Name message, String subscription, int receiveCount, Moment at, Name invocation) {
        delivered.add(name);
        deliveries.add(new Delivery(name, message, subscription, receiveCount, at, invocation, false));
        link(message, invocation);
    }

    private void link(Name from, Name to) {
        links.add(new Link(from, to, Link.Rule.REPLAYED, 1));
    }

    void invocation(Invocation invocation, Trail causedOn) {
        invocations.put(invocation.name(), invocation);
        trails.put(invocation.name(), causedOn);
    }

    void call(Outgoing call) {
        calls.add(call);
    }

    /** The caller ended while it still computed: the call did not come to be. */
    void neverSent(Outgoing call) {
        calls.remove(call);
    }

    void log(Moment at, Instance instance, Step.Log log) {
        write(instance.invocation(), log.text());
        logs.add(new Telemetry.LogLine(at, instance.component, instance.invocation(), log.error() ? "ERROR" : "INFO",
                Json.parseOrString(log.text()), resource));
    }

    /** A line that the platform wrote about a function. */
    void platform(Telemetry.LogLine line) {
        if (line.invocation() != null) {
            write(line.invocation(), line.body().stringValue());
        }
        SortedMap<String, String> attributes = new TreeMap<>(resource);
        attributes.putAll(line.attributes());
        logs.add(new Telemetry.LogLine(line.at(), line.component(), line.invocation(), line.severity(), line.body(), attributes));
    }

    private void write(Name invocation, String text) {
        StringBuilder all = written.get(invocation);
        if (all != null) {
            all.append(text);
        }
    }

    /** From now on what is written about an invocation is kept as text, for {@link #tail}. */
    void keep(Name invocation) {
        written.put(invocation, new StringBuilder());
    }

    /** The last of what an invocation wrote and Lambda wrote of it, as {@code X-Amz-Log-Result} has it: 4 KB at most, in base64. */
    String tail(Name invocation) {
        byte[] all = Objects.requireNonNull(written.remove(invocation)).toString().getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(all, Math.max(0, all.length - TAIL_BYTES), all.length));
    }

    void uncontrolled(String component, String source) {
        uncontrolled.add(component + ": " + source);
    }

    void segment(Quiescence segment) {
        segments.add(segment);
    }

    List<Quiescence> segments() {
        return List.copyOf(segments);
    }

    boolean delivered(Name delivery) {
        return delivered.contains(delivery);
    }

    void turnedAway(Name message) {
        turnedAway.add(message);
    }

    List<String> uncontrolled() {
        return List.copyOf(uncontrolled);
    }

    List<Name> turnedAway() {
        return List.copyOf(turnedAway);
    }

    Recording recording(Moment from, Moment to, List<Component> components) {
        Spans spans = new Spans(resource);
        invocations.values()
                .forEach(invocation -> spans.add(invocation, trails.getOrDefault(invocation.name(), Trail.of(invocation.name()))));
        calls.forEach(call -> spans.add(call, to));
        return new Recording(new TreeMap<>(), from, to, components, List.copyOf(messages.values()), handedOver(),
                List.copyOf(invocations.values()), calls.stream().map(call -> call.recorded(to)).toList(), links, spans.all(), logs,
                InitialState.EMPTY, Environment.UNKNOWN, List.of(), List.of());
    }

    /** A delivery is of the moment at which its handler began, as telemetry tells it; an init phase before that is not part of the handler's run. */
    private List<Delivery> handedOver() {
        return deliveries.stream().map(delivery -> {
            Invocation got = invocations.get(delivery.invocation());
            return got == null
                    ? delivery
                    : new Delivery(delivery.name(), delivery.message(), delivery.subscription(), delivery.receiveCount(), got.start(),
                            delivery.invocation(), delivery.ambiguous());
        }).toList();
    }
}
