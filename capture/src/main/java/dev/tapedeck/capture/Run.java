package dev.tapedeck.capture;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Payload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One invocation as telemetry shows it, before it has a name: its span if there is one, the platform's account if there is one, and what belongs
 * to it. What costs something to find out (its event, its calls) is found out once, when it is asked for.
 */
final class Run {

    private final String function;
    private final String requestId;
    private final @Nullable SpanEntry span;
    private final @Nullable LambdaRun platform;
    private final List<SpanEntry> callSpans = new ArrayList<>();
    private final List<SpanEntry> innerSpans = new ArrayList<>();
    private final List<LogEntry> logs = new ArrayList<>();
    private final List<PayloadEntry> loose = new ArrayList<>();
    private @Nullable Payload event;
    private @Nullable Payload response;
    private @Nullable List<Received> received;
    private @Nullable List<Outgoing> calls;
    private final IdentityHashMap<SpanEntry, Outgoing> readCalls = new IdentityHashMap<>();

    Run(String function, String requestId, @Nullable SpanEntry span, @Nullable LambdaRun platform) {
        this.function = function;
        this.requestId = requestId;
        this.span = span;
        this.platform = platform;
    }

    String function() {
        return function;
    }

    String requestId() {
        return requestId;
    }

    @Nullable
    SpanEntry span() {
        return span;
    }

    @Nullable
    LambdaRun platform() {
        return platform;
    }

    List<SpanEntry> callSpans() {
        return callSpans;
    }

    /** Spans of its own between it and its calls. */
    List<SpanEntry> innerSpans() {
        return innerSpans;
    }

    List<LogEntry> logs() {
        return logs;
    }

    /** Payloads that lay beside the spans and belong to it. */
    List<PayloadEntry> loose() {
        return loose;
    }

    /** Adds a payload that belongs to it; what was known of its event is looked at again. */
    void attach(PayloadEntry payload) {
        loose.add(payload);
        event = null;
        received = null;
    }

    String traceId() {
        return span != null ? span.traceId() : platform != null ? platform.traceId : "";
    }

    /** By the clock of whoever told of it; 0 where nobody said. */
    long startNanos() {
        if (span != null) {
            return span.startNanos();
        }
        if (platform != null && platform.start() > 0) {
            return platform.start();
        }
        long first = Long.MAX_VALUE;
        for (SpanEntry call : callSpans) {
            first = Math.min(first, call.startNanos());
        }
        for (LogEntry log : logs) {
            first = log.atNanos() > 0 ? Math.min(first, log.atNanos()) : first;
        }
        return first == Long.MAX_VALUE ? 0 : first;
    }

    long endNanos() {
        if (span != null) {
            return span.endNanos();
        }
        if (platform != null && platform.end() > 0) {
            return Math.max(platform.end(), startNanos());
        }
        long last = startNanos();
        for (SpanEntry call : callSpans) {
            last = Math.max(last, call.endNanos());
        }
        for (LogEntry log : logs) {
            last = Math.max(last, log.atNanos());
        }
        return last;
    }

    Payload event() {
        if (event == null) {
            event = RunPayloads.event(this);
        }
        return event;
    }

    List<Received> received() {
        if (received == null) {
            JsonNode tree = event().value();
            boolean legible = !event().isAbsent() && tree.isObject();
            received = legible ? EventShape.read(tree, function) : List.of();
        }
        return received;
    }

    /** Its calls in order of emission. */
    List<Outgoing> calls() {
        if (calls == null) {
            List<SpanEntry> spans = new ArrayList<>(callSpans);
            spans.sort(Comparator.comparingLong(SpanEntry::startNanos).thenComparing(SpanEntry::spanId));
            List<Outgoing> read = new ArrayList<>();
            spans.forEach(s -> read.add(call(s, read.size() + 1)));
            read.sort(Comparator.comparingInt(Outgoing::ordinal));
            calls = List.copyOf(read);
        }
        return calls;
    }

    /** One of its calls, read once; {@code position} is its place where no ordinal was recorded. */
    Outgoing call(SpanEntry call, int position) {
        if (!call.attributes().has("tapedeck.call.ordinal")) {
            return CallReader.read(call, position);
        }
        return readCalls.computeIfAbsent(call, c -> CallReader.read(c, position));
    }

    /** How often its messages had been tried, by its own account; 0 where it has none. */
    int attempt() {
        return span == null ? 0 : (int) span.attributes().number("tapedeck.invocation.attempt", 0);
    }

    /** Outgoing attempts by the recorder's count, -1 where nobody counted. */
    int callCount() {
        return span == null ? -1 : (int) span.attributes().number("tapedeck.calls", -1);
    }

    @Nullable
    String instance() {
        String named = span == null ? "" : span.resource().attributes().text("faas.instance", "");
        String found = named.isEmpty() && platform != null ? platform.instance : named;
        return found.isEmpty() ? null : found;
    }

    boolean coldStart() {
        boolean said = span != null && span.attributes().text("faas.coldstart", "false").equals("true");
        return said || (platform != null && platform.initNanos > 0);
    }

    /** Duration of the init phase: 0 when warm, -1 when unknown. */
    long initNanos() {
        long told = span == null ? -1 : span.attributes().number("tapedeck.init.duration_nanos", -1);
        if (told < 0 && platform != null) {
            told = platform.initNanos;
        }
        return told < 0 && span != null && !coldStart() ? 0 : told;
    }

    Invocation.Result result() {
        if (span != null && span.failed()) {
            String type = span.attributes().text("error.type", "Error");
            String message = span.events().stream().map(e -> e.attributes().text("exception.message", "")).filter(m -> !m.isEmpty())
                    .findFirst().orElse(String.valueOf(span.error()));
            return type.equals("timeout") ? new Invocation.TimedOut() : new Invocation.Raised(type, message);
        }
        if (platform != null && platform.failure != null) {
            return platform.failure.equals("timeout") ? new Invocation.TimedOut() : new Invocation.Raised(platform.failure, "");
        }
        boolean ended = span != null || (platform != null && platform.reported);
        if (ended || !response().isAbsent()) {
            return new Invocation.Returned(response());
        }
        return LoggedResult.of(logs);
    }

    private Payload response() {
        if (response == null) {
            response = RunPayloads.response(this);
        }
        return response;
    }

    /** Whether only log lines tell of it. */
    boolean isToldByLines() {
        return span == null && platform == null && callSpans.isEmpty();
    }

    /** Whether one of its spans or lines spells {@code value} as a whole word. */
    boolean mentions(Needle value) {
        if (span != null && value.in(span.attributes())) {
            return true;
        }
        for (LogEntry log : logs) {
            if (value.in(log.text())) {
                return true;
            }
        }
        for (SpanEntry call : callSpans) {
            if (value.in(call.attributes())) {
                return true;
            }
        }
        return span == null && !event().isAbsent() && value.in(Json.write(event().value()));
    }

    @Override
    public String toString() {
        return function + " " + requestId;
    }
}
