package dev.tapedeck.capture;

import dev.tapedeck.recording.Telemetry.SpanKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every invocation that the telemetry tells of, with what belongs to it: spans by their parents, log lines by span or request id, the platform's
 * lines by request id. An invocation whose own span was lost to sampling is found by what it left: calls and lines that name it.
 */
final class Runs {

    private static final int DEEPEST = 64;

    private final List<Run> all = new ArrayList<>();
    private final Map<String, SpanEntry> spans = new LinkedHashMap<>();
    private final Map<String, Run> bySpan = new HashMap<>();
    private final Map<String, List<Run>> byRequest = new HashMap<>();
    private final Map<String, Run> byCallSpan = new HashMap<>();
    private final Map<String, List<SpanEntry>> servers = new HashMap<>();
    private final List<LogEntry> unclaimed = new ArrayList<>();
    private final List<PayloadEntry> unattached = new ArrayList<>();

    static Runs of(TelemetryIndex index, FieldNames names) {
        Runs runs = new Runs();
        runs.spans(index);
        runs.platform(index);
        runs.children();
        runs.lines(index);
        runs.toldByLines(new LoggedRuns(names));
        runs.payloads(index);
        runs.inOrder();
        return runs;
    }

    /** Sorts by time, which is another when the clocks have been corrected. */
    void inOrder() {
        all.sort(Comparator.comparingLong(Run::startNanos).thenComparing(Run::function).thenComparing(Run::requestId));
    }

    /** By time. */
    List<Run> all() {
        return all;
    }

    @Nullable
    Run ofCall(String spanKey) {
        return byCallSpan.get(spanKey);
    }

    @Nullable
    Run ofSpan(String spanKey) {
        return bySpan.get(spanKey);
    }

    /** Spans of servers whose parent is this call. */
    List<SpanEntry> serversOf(SpanEntry call) {
        return servers.getOrDefault(call.key(), List.of());
    }

    /** Log lines that belong to no invocation. */
    List<LogEntry> unclaimed() {
        return unclaimed;
    }

    private void spans(TelemetryIndex index) {
        for (SpanEntry span : index.spans()) {
            if (spans.putIfAbsent(span.key(), span) == null && isInvocation(span)) {
                String requestId = requestId(span);
                add(new Run(span.resource().function(), requestId, span, index.platformRuns().get(requestId)));
            }
        }
    }

    private static boolean isInvocation(SpanEntry span) {
        if (span.kind() != SpanKind.SERVER && span.kind() != SpanKind.CONSUMER) {
            return false;
        }
        Attributes attributes = span.attributes();
        return attributes.has("faas.invocation_id") || attributes.has("faas.execution")
                || (!span.resource().function().isEmpty() && (attributes.has("faas.trigger") || attributes.has("faas.event")));
    }

    private static String requestId(SpanEntry span) {
        String id = span.attributes().text("faas.invocation_id", "");
        return id.isEmpty() ? span.attributes().text("faas.execution", span.attributes().text("aws.request_id", "")) : id;
    }

    private void add(Run run) {
        all.add(run);
        if (run.span() != null) {
            bySpan.put(run.span().key(), run);
        }
        if (!run.requestId().isEmpty()) {
            byRequest.computeIfAbsent(run.requestId(), k -> new ArrayList<>()).add(run);
        }
    }

    /** Invocations that only the platform tells of. */
    private void platform(TelemetryIndex index) {
        Map<String, String> owners = new HashMap<>();
        index.logs().stream().filter(log -> !log.requestId().isEmpty() && !log.owner().isEmpty())
                .forEach(log -> owners.putIfAbsent(log.requestId(), log.owner()));
        index.platformRuns().values().stream().filter(p -> !p.function.isEmpty() || owners.containsKey(p.requestId))
                .forEach(p -> owners.putIfAbsent(p.instance, p.function.isEmpty() ? owners.get(p.requestId) : p.function));
        index.platformRuns().forEach((requestId, platform) -> {
            if (!byRequest.containsKey(requestId) && platform.start() > 0) {
                add(new Run(function(platform, owners), requestId, null, platform));
            }
        });
    }

    /** As the export says, or a line of the same request or instance; at last as the file is called. */
    private static String function(LambdaRun platform, Map<String, String> owners) {
        if (!platform.function.isEmpty()) {
            return platform.function;
        }
        String told = owners.getOrDefault(platform.requestId, owners.getOrDefault(platform.instance, ""));
        return told.isEmpty() ? platform.file : told;
    }

    private void children() {
        Set<String> clientsWithClients = new HashSet<>();
        for (SpanEntry span : spans.values()) {
            if (isClient(span) && spans.get(span.traceId() + span.parentSpanId()) instanceof SpanEntry parent && isClient(parent)
                    && parent.resource().component().equals(span.resource().component())) {
                clientsWithClients.add(parent.key());
            }
        }
        Map<String, Run> lost = new LinkedHashMap<>();
        for (SpanEntry span : spans.values()) {
            if (!bySpan.containsKey(span.key())) {
                child(span, clientsWithClients, lost);
            }
        }
    }

    private static boolean isClient(SpanEntry span) {
        return span.kind() == SpanKind.CLIENT || span.kind() == SpanKind.PRODUCER;
    }

    private void child(SpanEntry span, Set<String> clientsWithClients, Map<String, Run> lost) {
        SpanEntry parent = spans.get(span.traceId() + span.parentSpanId());
        if (span.kind() == SpanKind.SERVER && parent != null && isClient(parent)) {
            servers.computeIfAbsent(parent.key(), k -> new ArrayList<>(1)).add(span);
            return;
        }
        String function = span.resource().function();
        if (function.isEmpty()) {
            return;
        }
        Run run = ancestor(span, function, lost);
        if (run == null) {
            return;
        }
        if (isClient(span) && !clientsWithClients.contains(span.key())) {
            run.callSpans().add(span);
            byCallSpan.put(span.key(), run);
        } else {
            run.innerSpans().add(span);
        }
    }

    /** The invocation that a function's span belongs to. Where its span is missing, one is made for it; a cycle of parents belongs to nothing. */
    private @Nullable Run ancestor(SpanEntry span, String function, Map<String, Run> lost) {
        String parent = span.traceId() + span.parentSpanId();
        for (int depth = 0; depth < DEEPEST; depth++) {
            if (bySpan.get(parent) instanceof Run run) {
                return run.function().equals(function) ? run : null;
            }
            SpanEntry above = spans.get(parent);
            if (above == null) {
                return span.parentSpanId().isEmpty() ? null : lost.computeIfAbsent(parent, key -> lost(key, function));
            }
            if (!above.resource().function().equals(function)) {
                return null;
            }
            parent = above.traceId() + above.parentSpanId();
        }
        return null;
    }

    private Run lost(String spanKey, String function) {
        Run run = new Run(function, "", null, null);
        all.add(run);
        bySpan.put(spanKey, run);
        return run;
    }

    /** The same line often comes twice, through a collector and as the function wrote it: the copy that names its invocation is kept. */
    private void lines(TelemetryIndex index) {
        Set<String> claimed = new HashSet<>();
        for (LogEntry log : index.logs()) {
            Run run = ofLine(log);
            if (run == null) {
                unclaimed.add(log);
            } else {
                run.logs().add(run.span() == null ? log : log.by(run.span().resource()));
                claimed.add(log.text());
            }
        }
        unclaimed.removeIf(log -> claimed.contains(log.text()));
    }

    private void toldByLines(LoggedRuns logged) {
        List<Run> made = logged.of(unclaimed);
        made.forEach(this::add);
        Set<LogEntry> theirs = Collections.newSetFromMap(new IdentityHashMap<>());
        made.forEach(run -> theirs.addAll(run.logs()));
        unclaimed.removeIf(theirs::contains);
    }

    private @Nullable Run ofLine(LogEntry log) {
        if (bySpan.get(log.traceId() + log.spanId()) instanceof Run run) {
            return run;
        }
        if (byCallSpan.get(log.traceId() + log.spanId()) instanceof Run run) {
            return run;
        }
        List<Run> same = byRequest.getOrDefault(log.requestId(), List.of());
        Run last = null;
        for (Run run : same) {
            if (last == null || run.startNanos() <= log.atNanos()) {
                last = run;
            }
        }
        if (last == null && !log.requestId().isEmpty() && !log.owner().isEmpty()) {
            last = new Run(log.owner(), log.requestId(), null, null);
            add(last);
        }
        return last;
    }

    /** Payloads that lay beside: by the request id that stood with them, else by the ids of their messages. */
    private void payloads(TelemetryIndex index) {
        if (index.payloads().isEmpty()) {
            return;
        }
        Map<String, List<Run>> byMessage = new HashMap<>();
        for (Run run : all) {
            for (Received received : run.received()) {
                byMessage.computeIfAbsent(received.recordedId(), k -> new ArrayList<>()).add(run);
            }
            RunPayloads.idsInCutEvent(run).forEach(id -> byMessage.computeIfAbsent(id, k -> new ArrayList<>()).add(run));
        }
        for (PayloadEntry payload : index.payloads()) {
            List<Run> owners = byRequest.getOrDefault(payload.requestId(), List.of());
            if (owners.isEmpty()) {
                owners = messageIds(payload).flatMap(id -> byMessage.getOrDefault(id, List.of()).stream()).distinct().toList();
            }
            owners.forEach(run -> run.attach(payload));
            if (owners.isEmpty()) {
                unattached.add(payload);
            }
        }
    }

    static Stream<String> messageIds(PayloadEntry payload) {
        return EventShape.read(payload.event(), "").stream().map(Received::recordedId).filter(id -> !id.isEmpty());
    }

    /** Payloads that nothing here can be joined to: an invocation may still be found by the call that sent its message. */
    List<PayloadEntry> unattached() {
        return unattached;
    }
}
