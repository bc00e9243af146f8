package dev.tapedeck.capture;

import dev.tapedeck.recording.Component.Kind;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Link.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds for every message that an invocation was handed the call that sent it, by the rules of DESIGN section 7 in their order. What is certain is
 * joined first, over all of the telemetry; what is likely is then looked for among the sends that nobody has claimed.
 */
final class Wiring {

    private static final Set<String> SENDING = Set.of("SendMessage", "SendMessageBatch", "PutEvents");

    /** Beyond this a body that is equal says nothing about its sender. */
    private static final long EQUAL_BODY_WINDOW_NANOS = 15L * 60 * 1_000_000_000;

    /** A message as its sender's call shows it. */
    record Send(Run run, SpanEntry call, Outgoing outgoing, Outgoing.Sent sent) {}

    /**
     * Where a received message came from.
     *
     * @param forwarded whether a channel put it where it was received, having got it from the send
     * @param ambiguous whether another send fits as well
     */
    record Cause(Send send, boolean forwarded, Rule rule, double confidence, boolean ambiguous) {}

    /** A received message and where it came from, null where nothing tells. */
    record Joined(Received received, @Nullable Cause cause) {}

    private final Map<Run, List<Joined>> joined = new HashMap<>();
    private final Map<String, List<Send>> byId = new HashMap<>();
    private final Map<String, List<Send>> byCall = new HashMap<>();
    private final Map<String, List<Send>> byTrace = new HashMap<>();
    private final Map<String, List<Send>> byBody = new HashMap<>();
    private final Map<String, SpanEntry> byAwsRequest = new HashMap<>();
    private final Map<String, Cause> byMessage = new HashMap<>();
    private final Set<Send> claimed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, List<Send>> byCorrelation = new HashMap<>();
    private final Runs runs;
    private final Correlations correlations;
    private final UsualWays usual;

    private Wiring(Runs runs, Correlations correlations) {
        this.runs = runs;
        this.correlations = correlations;
        this.usual = new UsualWays(runs);
    }

    /** What is certain. */
    static Wiring of(Runs runs, Correlations correlations) {
        Wiring wiring = new Wiring(runs, correlations);
        runs.all().forEach(wiring::index);
        runs.all().forEach(wiring::certain);
        wiring.attach(runs.unattached());
        return wiring;
    }

    /** Looks for what is likely, once what is certain has told how the clocks stand. */
    void complete() {
        runs.inOrder();
        runs.all().forEach(this::likely);
    }

    /** What an invocation was handed, in the order of its event. */
    List<Joined> of(Run run) {
        return joined.getOrDefault(run, List.of());
    }

    /** The messages in a call, empty for what sends none. */
    List<Send> sendsOf(SpanEntry call) {
        return byCall.getOrDefault(call.key(), List.of());
    }

    /** Whether a receiver shows that this message was taken by its channel. */
    boolean wasReceived(Send send) {
        return claimed.contains(send);
    }

    private void index(Run run) {
        for (SpanEntry span : run.callSpans()) {
            String requestId = span.attributes().text("aws.request_id", "");
            if (!requestId.isEmpty()) {
                byAwsRequest.put(requestId, span);
            }
            if (maySend(span)) {
                Outgoing call = run.call(span, 0);
                for (Outgoing.Sent sent : call.sends()) {
                    index(new Send(run, span, call, sent));
                }
            }
        }
    }

    private static boolean maySend(SpanEntry span) {
        String method = span.attributes().text("rpc.method", "");
        return SENDING.contains(method) || span.attributes().text("url.full", "").contains("/invocations")
                || (method.isEmpty() && span.attributes().text("tapedeck.request.headers", "").contains("x-amz-target"));
    }

    private void index(Send send) {
        byCall.computeIfAbsent(send.call().key(), k -> new ArrayList<>(1)).add(send);
        byTrace.computeIfAbsent(send.call().traceId(), k -> new ArrayList<>(2)).add(send);
        byBody.computeIfAbsent(Json.write(send.sent().body()), k -> new ArrayList<>(1)).add(send);
        correlations.of(send.run()).forEach(id -> byCorrelation.computeIfAbsent(id, k -> new ArrayList<>(2)).add(send));
        if (!send.sent().recordedId().isEmpty()) {
            byId.computeIfAbsent(send.sent().recordedId(), k -> new ArrayList<>(1)).add(send);
        }
    }

    private void certain(Run run) {
        List<Joined> found = new ArrayList<>();
        List<Received> received = invokedDirectly(run) ? List.of(Received.payload(run.function(), run.event().value())) : usual.handed(run);
        for (Received message : received) {
            Cause cause = certain(run, message, received.size() == 1);
            claim(message, cause);
            found.add(new Joined(message, cause));
        }
        joined.put(run, found);
    }

    /** Whether the id of its request is the one that Lambda answered an {@code Invoke} with: its event is a payload then, whatever it looks like. */
    private boolean invokedDirectly(Run run) {
        SpanEntry invoked = byAwsRequest.get(run.requestId());
        return invoked != null && byCall.getOrDefault(invoked.key(), List.of()).stream()
                .anyMatch(send -> send.outgoing().service().equals("lambda") && send.sent().channel().equals(run.function()));
    }

    /** Payloads that lay beside, for invocations of which only the sender's call tells which message they were handed. */
    private void attach(List<PayloadEntry> payloads) {
        for (PayloadEntry payload : payloads) {
            Set<String> ids = Runs.messageIds(payload).collect(Collectors.toSet());
            for (Run run : ids.isEmpty() ? List.<Run>of() : List.copyOf(joined.keySet())) {
                boolean its = !run.event().isWhole() && of(run).stream().map(Joined::cause).filter(Objects::nonNull)
                        .anyMatch(cause -> ids.contains(cause.send().sent().recordedId()));
                if (its) {
                    run.attach(payload);
                    certain(run);
                }
            }
        }
    }

    private void claim(Received message, @Nullable Cause cause) {
        if (cause != null) {
            claimed.add(cause.send());
            if (!message.recordedId().isEmpty()) {
                byMessage.putIfAbsent(message.recordedId(), cause);
            }
        }
    }

    private @Nullable Cause certain(Run run, Received message, boolean only) {
        SpanEntry span = run.span();
        TraceHeader header = message.trace();
        if (span != null) {
            for (SpanEntry.Link link : span.links()) {
                boolean itsOwn = (header != null && header.spanId().equals(link.spanId())) || (only && span.links().size() == 1);
                if (itsOwn && among(byCall.get(link.traceId() + link.spanId()), message, Rule.SPAN_LINK) instanceof Cause cause) {
                    return cause;
                }
            }
            if (only && among(byCall.get(span.traceId() + span.parentSpanId()), message, Rule.SPAN_PARENT) instanceof Cause cause) {
                return cause;
            }
        }
        if (byId(message, message.recordedId()) instanceof Cause cause) {
            return cause;
        }
        if (message.inner() != null && byId(message, message.inner().recordedId()) instanceof Cause cause) {
            return cause;
        }
        if (header != null && among(byCall.get(header.traceId() + header.spanId()), message, Rule.TRACE_HEADER) instanceof Cause cause) {
            return cause;
        }
        SpanEntry invoked = byAwsRequest.get(run.requestId());
        return invoked == null ? null : among(byCall.get(invoked.key()), message, Rule.REQUEST_ID);
    }

    private @Nullable Cause byId(Received message, String id) {
        List<Send> sends = id.isEmpty() ? List.of() : byId.getOrDefault(id, List.of());
        return sends.isEmpty() ? null : cause(sends.getFirst(), message, Rule.MESSAGE_ID, sends.size() == 1 ? 1 : 0.5, sends.size() > 1);
    }

    /** Which message of a call it was: by id, by being the only one, by its body. */
    private @Nullable Cause among(@Nullable List<Send> sends, Received message, Rule rule) {
        if (sends == null || sends.isEmpty()) {
            return null;
        }
        for (Send send : sends) {
            String id = send.sent().recordedId();
            boolean wrapped = message.inner() != null && id.equals(message.inner().recordedId());
            if (!id.isEmpty() && (wrapped || id.equals(message.recordedId()))) {
                return cause(send, message, rule, 1, false);
            }
        }
        if (sends.size() == 1) {
            return cause(sends.getFirst(), message, rule, 1, false);
        }
        List<Send> equal = sends.stream().filter(s -> s.sent().body().equals(bodyOf(message))).toList();
        return cause(equal.isEmpty() ? sends.getFirst() : equal.getFirst(), message, rule, equal.size() == 1 ? 0.9 : 0.5,
                equal.size() != 1);
    }

    private static tools.jackson.databind.JsonNode bodyOf(Received message) {
        return message.inner() == null ? message.body() : message.inner().body();
    }

    private static Cause cause(Send send, Received message, Rule rule, double confidence, boolean ambiguous) {
        boolean forwarded = !message.channel().isEmpty() && message.kind() != Kind.FUNCTION
                && !message.channel().equals(send.sent().channel());
        return new Cause(send, forwarded, rule, confidence, ambiguous);
    }

    private void likely(Run run) {
        List<Joined> found = of(run);
        for (int i = 0; i < found.size(); i++) {
            Received message = found.get(i).received();
            if (found.get(i).cause() == null && !run.event().isAbsent()) {
                Cause cause = likely(run, message);
                claim(message, cause);
                found.set(i, new Joined(message, cause));
            }
        }
    }

    private @Nullable Cause likely(Run run, Received message) {
        if (!message.recordedId().isEmpty() && byMessage.get(message.recordedId()) instanceof Cause again) {
            return again;
        }
        if (message.kind() == Kind.ROUTE || message.kind() == Kind.SCHEDULE) {
            return null;
        }
        List<Send> equal = candidates(run, message, byBody.getOrDefault(Json.write(bodyOf(message)), List.of()));
        TraceHeader header = message.trace();
        if (header != null) {
            List<Send> traced = candidates(run, message, byTrace.getOrDefault(header.traceId(), List.of()));
            List<Send> both = traced.stream().filter(equal::contains).toList();
            List<Send> fitting = both.isEmpty() ? traced : both;
            if (!fitting.isEmpty()) {
                return cause(fitting.getFirst(), message, Rule.TRACE_HEADER, fitting.size() == 1 ? 0.9 : 0.6, fitting.size() > 1);
            }
        }
        if (correlated(run, message, equal) instanceof Cause cause) {
            return cause;
        }
        return equal.isEmpty() ? null : cause(equal.getFirst(), message, Rule.EQUAL_BODY, equal.size() == 1 ? 0.6 : 0.4, equal.size() > 1);
    }

    /** By a correlation id that the sender speaks of as well; several sends that fit are told apart by what they say. */
    private @Nullable Cause correlated(Run run, Received message, List<Send> equal) {
        List<Send> fitting = correlations.of(run).stream().flatMap(id -> byCorrelation.getOrDefault(id, List.of()).stream()).distinct()
                .toList();
        List<Send> typed = candidates(run, message, fitting).stream().filter(s -> isOfType(s, message)).toList();
        List<Send> both = typed.stream().filter(equal::contains).toList();
        List<Send> chosen = both.isEmpty() ? typed : both;
        return chosen.isEmpty()
                ? null
                : cause(chosen.getFirst(), message, Rule.CORRELATION_FIELD, chosen.size() == 1 ? 0.8 : 0.5,
                        chosen.size() > 1);
    }

    private static boolean isOfType(Send send, Received message) {
        String type = message.inner() == null ? message.type() : message.inner().type();
        return type.isEmpty() || send.sent().type().isEmpty() || type.equals(send.sent().type());
    }

    /** Unclaimed sends that may have led to the message: not by itself, to a channel that fits, not answered with a different id, in time. */
    private List<Send> candidates(Run run, Received message, List<Send> sends) {
        return sends.stream().filter(s -> !claimed.contains(s) && s.run() != run)
                .filter(s -> message.channel().isEmpty() || message.inner() != null || message.channel().equals(s.sent().channel()))
                .filter(s -> s.sent().recordedId().isEmpty() || message.recordedId().isEmpty())
                .filter(s -> Math.abs(run.startNanos() - s.call().startNanos()) < EQUAL_BODY_WINDOW_NANOS).toList();
    }

    Runs runs() {
        return runs;
    }
}
