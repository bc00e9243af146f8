package dev.tapedeck.redaction;

import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Environment;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.Invariant;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Recording;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One walk over every typed field of a recording. Paths begin with what they belong to and its component: {@code /messages/closing/body/…},
 * {@code /invocations/close-invoice/event/…}, {@code /calls/ledger-api/input/…}, {@code /logs/close-invoice/body/…}.
 */
final class Walk {
    private final Field root;
    private final Rewriting rewriting;
    private final TelemetryWalk telemetry;
    private final CallWalk calls;
    private final ShapeWalk shapes;

    Walk(Field root, Rewriting rewriting) {
        this.root = root;
        this.rewriting = rewriting;
        this.telemetry = new TelemetryWalk(root, rewriting);
        this.calls = new CallWalk(root.child("calls"), rewriting);
        this.shapes = new ShapeWalk(root, rewriting);
    }

    Recording rewrite(Recording r) {
        return new Recording(rewriting.strings(root.child("labels"), r.labels()), r.from(), r.to(),
                r.components().stream().map(this::component).toList(),
                r.messages().stream().map(this::message).toList(), r.deliveries(), r.invocations().stream().map(this::invocation).toList(),
                r.calls().stream().map(calls::rewrite).toList(), r.links(), r.spans().stream().map(telemetry::span).toList(),
                r.logs().stream().map(telemetry::line).toList(), state(r.state()), environment(r.environment()),
                r.gaps().stream().map(this::gap).toList(),
                r.invariants().stream().map(this::invariant).toList(), r.shapes().stream().map(shapes::rewrite).toList());
    }

    private Component component(Component component) {
        Field field = root.child("components").child(component.name());
        SortedMap<String, String> attributes = new TreeMap<>();
        component.attributes().forEach((key, value) -> attributes.put(rewriting.key(field, key),
                key.equals("hosts") ? rewriting.kept(field.child(key), value) : rewriting.label(field.child(key), value)));
        return new Component(component.name(), component.kind(), attributes);
    }

    private Message message(Message message) {
        Field field = root.child("messages").child(message.channel());
        Message.Origin origin = switch (message.origin()) {
            case Message.External(String id) -> new Message.External(rewriting.identity(field.child("id"), id));
            case Message.Emitted emitted -> emitted;
            case Message.Forwarded forwarded -> forwarded;
        };
        return new Message(message.name(), message.channel(), origin, identity(field.child("id"), message.recordedId()),
                rewriting.name(field.child("type"), message.type()), payload(field.child("body", FieldKind.ORDINARY), message.body()),
                rewriting.strings(field.child("attributes"), message.attributes()), message.sentAt());
    }

    @Nullable
    private String identity(Field field, @Nullable String id) {
        return id == null ? null : rewriting.identity(field, id);
    }

    private Payload payload(Field field, Payload payload) {
        return payload.isAbsent() ? payload : payload.withValue(rewriting.tree(field, payload.value()));
    }

    private Invocation invocation(Invocation i) {
        Field field = root.child("invocations").child(i.function());
        Invocation.Result result = switch (i.result()) {
            case Invocation.Returned(Payload value) -> new Invocation.Returned(payload(field.child("result"), value));
            case Invocation.Raised(String type, String message) ->
                new Invocation.Raised(rewriting.name(field.child("errorType"), type),
                        rewriting.sentence(field.child("errorMessage"), message));
            case Invocation.TimedOut timedOut -> timedOut;
            case Invocation.Unknown unknown -> unknown;
        };
        String instance = i.instance();
        return new Invocation(i.name(), i.function(), rewriting.identity(field.child("requestId"), i.requestId()), i.attempt(),
                i.deliveries(),
                instance == null ? null : rewriting.text(field.child("instance"), instance), i.coldStart(), i.initNanos(), i.start(),
                i.end(),
                payload(field.child("event"), i.event()), result, i.callCount(), i.evidence());
    }

    private InitialState state(InitialState state) {
        return new InitialState(state.items().stream().map(this::item).toList(),
                state.foreignWrites().stream().map(this::foreignWrite).toList(), state.staleReads());
    }

    private InitialState.Item item(InitialState.Item item) {
        Field field = root.child("state").child(item.table());
        SortedMap<String, InitialState.Value> attributes = new TreeMap<>();
        item.attributes().forEach((key, value) -> {
            String kept = rewriting.key(field, key);
            attributes.put(kept,
                    new InitialState.Value(rewriting.tree(rewriting.child(field, key, kept), value.value()), value.provenance()));
        });
        return new InitialState.Item(item.table(), (ObjectNode) rewriting.tree(field, item.key()), item.existence(), item.provenance(),
                attributes, item.whole());
    }

    private InitialState.ForeignWrite foreignWrite(InitialState.ForeignWrite write) {
        Field field = root.child("state").child(write.table());
        return new InitialState.ForeignWrite(write.table(), (ObjectNode) rewriting.tree(field, write.key()),
                rewriting.tree(field, write.item()), write.whole(), write.notBefore(), write.notAfter(), write.seenBy(),
                write.attempt());
    }

    private Environment environment(Environment environment) {
        Field field = root.child("environment");
        return new Environment(rewriting.name(field.child("region", FieldKind.NAME), environment.region()),
                environment.functions().stream().map(function -> functionEnvironment(field.child(function.function()), function)).toList());
    }

    private Environment.FunctionEnvironment functionEnvironment(Field field, Environment.FunctionEnvironment function) {
        String digest = function.artifactDigest();
        SortedMap<String, String> attributes = new TreeMap<>();
        function.attributes().forEach((key, value) -> attributes.put(rewriting.key(field, key), rewriting.text(field.child(key), value)));
        return new Environment.FunctionEnvironment(function.function(),
                digest == null ? null : rewriting.identity(field.child("artifactDigest"), digest),
                rewriting.label(field.child("runtime"), function.runtime()), function.memoryMegabytes(), function.timeoutMillis(),
                attributes);
    }

    private Gap gap(Gap gap) {
        Field field = root.child("gaps");
        return new Gap(gap.kind(), gap.subject(), gap.component(), rewriting.expression(field.child("detail"), gap.detail()),
                rewriting.expression(field.child("remedy"), gap.remedy()));
    }

    private Invariant invariant(Invariant invariant) {
        Field field = root.child("invariants");
        return new Invariant(invariant.name(), rewriting.expression(field.child("expression"), invariant.expression()),
                invariant.component(),
                invariant.operation().isEmpty() ? "" : rewriting.name(field.child("operation"), invariant.operation()), invariant.origin());
    }
}
