package dev.tapedeck.capture;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Environment;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Link;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.MintedValues;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Telemetry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Puts the recording together from invocations that have been joined and named. */
final class Assembly {

    /** The type of an invocation that Lambda itself tries again (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html). */
    private static final String TRIED_AGAIN = "Event";

    private final Wiring wiring;
    private final Names names;
    private final Effects effects;
    private final Targets.Collected components = new Targets.Collected();
    private final Map<Name, Message> messages = new LinkedHashMap<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Invocation> invocations = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Set<Link> links = new LinkedHashSet<>();
    private final List<Telemetry.Span> spans = new ArrayList<>();
    private final List<Telemetry.LogLine> logs = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();

    Assembly(Wiring wiring, Names names) {
        this.wiring = wiring;
        this.names = names;
        this.effects = new Effects(wiring);
    }

    Recording assemble(List<Run> runs, SortedMap<String, String> labels, List<Gap> unconnected) {
        runs.forEach(this::calls);
        runs.forEach(this::deliveries);
        runs.forEach(this::invocation);
        runs.forEach(this::telemetry);
        Moment from = invocations.stream().map(Invocation::start).min(Moment::compareTo).orElseThrow();
        Moment to = invocations.stream().map(Invocation::end).max(Moment::compareTo).orElseThrow();
        StateSolver.Solved solved = StateSolver.solve(calls, new MintedValues(messages.values(), deliveries, invocations, calls));
        gaps.addAll(unconnected);
        gaps.addAll(solved.gaps());
        gaps.addAll(Evidence.effects(solved.calls()));
        return new Recording(labels, from, to, components.components(), List.copyOf(messages.values()), deliveries, invocations,
                solved.calls(), List.copyOf(links), spans, logs, solved.state(), environment(runs), gaps, List.of());
    }

    private void calls(Run run) {
        Resource resource = run.span() == null ? Resource.NONE : run.span().resource();
        for (Names.Called called : names.callsOf(run)) {
            Outgoing call = called.call();
            Moment start = new Moment(call.span().startNanos());
            Moment end = new Moment(call.span().endNanos());
            Call.Effect effect = effects.of(call);
            calls.add(new Call(called.name(), called.attempt(), names.of(run), call.ordinal(), called.target(), call.service(),
                    call.operation(), call.input(), call.answer(), start, end, effect));
            components.add(called.target(), Targets.kind(call), "hosts",
                    Targets.kind(call) == Component.Kind.DEPENDENCY ? call.resource() : "");
            for (Wiring.Send send : wiring.sendsOf(call.span())) {
                if (send.sent().accepted() || wiring.wasReceived(send)) {
                    sent(send, called, start, end);
                }
            }
        }
        components.add(run.function(), Component.Kind.FUNCTION, "runtime", runtime(resource));
    }

    private void sent(Wiring.Send send, Names.Called called, Moment start, Moment end) {
        Name name = names.message(send);
        Outgoing.Sent sent = send.sent();
        components.add(sent.channel(), Targets.kind(called.call()));
        Moment middle = start.plusNanos(end.nanosSince(start) / 2);
        messages.put(name,
                new Message(name, sent.channel(), new Message.Emitted(called.name(), called.attempt(), sent.entry()),
                        sent.recordedId().isEmpty() ? null : sent.recordedId(), sent.type(), new Payload(sent.body(), called.call().input()
                                .coverage()),
                        sent.attributes(), middle));
    }

    private void deliveries(Run run) {
        Moment at = start(run);
        for (Names.Delivered delivered : names.deliveriesOf(run)) {
            message(run, delivered, at);
            deliveries.add(new Delivery(delivered.delivery(), delivered.message(), run.function(), delivered.receiveCount(), at,
                    names.of(run), delivered.ambiguous()));
        }
    }

    private void message(Run run, Names.Delivered delivered, Moment at) {
        Received received = delivered.received();
        Wiring.Cause cause = delivered.cause();
        if (cause != null) {
            Name sent = names.message(cause.send());
            if (!messages.containsKey(sent)) {
                outOfScope(cause.send(), sent, at);
            }
            Payload got = new Payload(received.inner() == null ? received.body() : received.inner().body(), run.event().coverage());
            if (!cause.forwarded() || received.inner() != null) {
                messages.computeIfPresent(sent, (name, message) -> message.withBody(Evidence.better(message.body(), got)));
            }
            called(cause.send()).ifPresent(c -> links.add(new Link(c.name(), sent, cause.rule(), cause.confidence())));
            if (cause.forwarded()) {
                messages.computeIfAbsent(delivered.message(), name -> received(name, new Message.Forwarded(sent), run, received, at));
                links.add(new Link(sent, delivered.message(), Link.Rule.MESSAGE_ID, 1));
            }
            return;
        }
        String id = received.recordedId().isEmpty() ? run.requestId() : received.recordedId();
        messages.computeIfAbsent(delivered.message(), name -> received(name, new Message.External(id), run, received, at));
        if (received.kind() == Component.Kind.FUNCTION && delivered.receiveCount() > 1) {
            messages.computeIfPresent(delivered.message(), (name, message) -> message.withType(TRIED_AGAIN));
        }
    }

    /** The sender is known but lies outside of the scope: its message comes from outside, under the name that it has. */
    private void outOfScope(Wiring.Send send, Name name, Moment at) {
        Outgoing.Sent sent = send.sent();
        components.add(sent.channel(), Targets.kind(send.outgoing()));
        messages.put(name, new Message(name, sent.channel(), new Message.External(sent.recordedId()),
                sent.recordedId().isEmpty() ? null : sent.recordedId(), sent.type(),
                new Payload(sent.body(), send.outgoing().input().coverage()), sent.attributes(), at));
    }

    private java.util.Optional<Names.Called> called(Wiring.Send send) {
        return names.callsOf(send.run()).stream().filter(c -> c.call().span().key().equals(send.call().key())).findFirst();
    }

    private Message received(Name name, Message.Origin origin, Run run, Received received, Moment at) {
        String channel = Names.channel(run, received);
        components.add(channel, received.kind());
        Moment sent = received.sentNanos() > 0 && received.sentNanos() <= at.epochNanos() ? new Moment(received.sentNanos()) : at;
        return new Message(name, channel, origin, received.recordedId().isEmpty() ? null : received.recordedId(), received.type(),
                new Payload(received.body(), run.event().coverage()), received.attributes(), sent);
    }

    private Moment start(Run run) {
        return new Moment(run.startNanos());
    }

    private void invocation(Run run) {
        List<Names.Delivered> delivered = names.deliveriesOf(run);
        int attempt = Math.max(run.attempt(), delivered.stream().mapToInt(Names.Delivered::receiveCount).max().orElse(1));
        Moment end = new Moment(run.endNanos());
        invocations.add(new Invocation(names.of(run), run.function(), run.requestId(), attempt,
                delivered.stream().map(Names.Delivered::delivery).toList(), run.instance(), run.coldStart(), run.initNanos(), start(run),
                end,
                run.event(), run.result(), run.callCount(), Evidence.rung(run, wiring.of(run))));
        gaps.addAll(Evidence.gaps(run, names, wiring.of(run)));
    }

    private void telemetry(Run run) {
        if (run.span() != null) {
            spans.add(TelemetryOf.span(run.span(), names.of(run)));
        }
        run.innerSpans().forEach(span -> spans.add(TelemetryOf.span(span, null)));
        for (Names.Called called : names.callsOf(run)) {
            spans.add(TelemetryOf.span(called.call().span(), called.name()));
            wiring.runs().serversOf(called.call().span()).forEach(server -> spans.add(TelemetryOf.span(server, called.name())));
        }
        run.logs().forEach(log -> logs.add(TelemetryOf.line(log, run.function(), names.of(run))));
    }

    private static String runtime(Resource resource) {
        String name = resource.attributes().text("process.runtime.name", "");
        return name.isEmpty() ? "" : name + " " + resource.attributes().text("process.runtime.version", "");
    }

    private static Environment environment(List<Run> runs) {
        SortedMap<String, Environment.FunctionEnvironment> functions = new java.util.TreeMap<>();
        String region = "";
        for (Run run : runs) {
            Attributes resource = run.span() == null ? Attributes.NONE : run.span().resource().attributes();
            region = region.isEmpty() ? resource.text("cloud.region", "") : region;
            functions.computeIfAbsent(run.function(), name -> function(name, run, resource));
        }
        return new Environment(region, List.copyOf(functions.values()));
    }

    private static Environment.FunctionEnvironment function(String name, Run run, Attributes resource) {
        long bytes = resource.number("faas.max_memory", 0);
        LambdaRun platform = run.platform();
        int megabytes = platform != null && platform.memoryMegabytes > 0 ? platform.memoryMegabytes : (int) (bytes >> 20);
        SortedMap<String, String> attributes = new java.util.TreeMap<>();
        for (String key : List.of("faas.version", "cloud.provider", "tapedeck.recorder.version")) {
            if (resource.has(key)) {
                attributes.put(key, resource.text(key, ""));
            }
        }
        return new Environment.FunctionEnvironment(name, resource.text("tapedeck.artifact.digest"), runtimeOf(resource), megabytes, 0,
                attributes);
    }

    private static String runtimeOf(Attributes resource) {
        String version = resource.text("process.runtime.version", "");
        return resource.text("process.runtime.name", "") + (version.isEmpty() ? "" : " " + version);
    }
}
