package dev.tapedeck.capture;

import dev.tapedeck.capture.SymptomReport.ComponentHealth;
import dev.tapedeck.capture.SymptomReport.Coverage;
import dev.tapedeck.capture.SymptomReport.Latency;
import dev.tapedeck.capture.SymptomReport.TenantHealth;
import dev.tapedeck.recording.Call;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts and latencies per component and tenant, and how much of it all the telemetry shows. */
final class Health {

    private static final long NANOS_A_MILLI = 1_000_000L;
    private static final int SLOWEST = 3;
    private static final int FIRST_ERROR = 400;

    private final Runs runs;
    private final Wiring wiring;
    private final Targets targets;
    private final Correlations correlations;

    Health(Runs runs, Wiring wiring, Targets targets, Correlations correlations) {
        this.runs = runs;
        this.wiring = wiring;
        this.targets = targets;
        this.correlations = correlations;
    }

    /** What is gathered of one component. */
    private static final class Tally {
        final String kind;
        long seen;
        long unhandled;
        long handled;
        final SortedMap<String, Long> errors = new TreeMap<>();
        final List<Long> latencies = new ArrayList<>();
        final List<Long> lags = new ArrayList<>();
        final List<Map.Entry<Long, String>> slowest = new ArrayList<>();

        Tally(String kind) {
            this.kind = kind;
        }

        void took(long nanos, String id) {
            seen++;
            latencies.add(nanos / NANOS_A_MILLI);
            slowest.add(Map.entry(nanos, id));
            if (slowest.size() > 1000) {
                keepSlowest();
            }
        }

        private void keepSlowest() {
            slowest.sort(Map.Entry.<Long, String>comparingByKey().reversed());
            slowest.subList(Math.min(SLOWEST * 10, slowest.size()), slowest.size()).clear();
        }

        ComponentHealth health(String name) {
            keepSlowest();
            List<String> ids = slowest.stream().map(Map.Entry::getValue).filter(id -> !id.isEmpty()).distinct().limit(SLOWEST).toList();
            return new ComponentHealth(name, kind, seen, unhandled, handled, errors, latency(latencies), latency(lags), ids);
        }
    }

    Coverage coverage() {
        long spans = 0;
        long payloads = 0;
        long complete = 0;
        long calls = 0;
        long callsWithPayloads = 0;
        for (Run run : runs.all()) {
            spans += run.span() == null ? 0 : 1;
            payloads += run.event().isWhole() ? 1 : 0;
            complete += run.callCount() >= 0 && run.callCount() == run.callSpans().size() ? 1 : 0;
            calls += run.callSpans().size();
            callsWithPayloads += run.callSpans().stream().filter(c -> c.attributes().has("tapedeck.request.body")).count();
        }
        return new Coverage(runs.all().size(), spans, payloads, complete, calls, callsWithPayloads);
    }

    List<ComponentHealth> components() {
        SortedMap<String, Tally> tallies = new TreeMap<>();
        Failures failures = new Failures(wiring);
        for (Run run : runs.all()) {
            String id = correlations.of(run).stream().findFirst().orElse(run.traceId());
            Tally tally = tallies.computeIfAbsent(run.function(), k -> new Tally("function"));
            tally.took(run.endNanos() - run.startNanos(), id);
            lag(run, tally);
            if (run.result().failed()) {
                tally.errors.merge(Failures.type(run.result()), 1L, Long::sum);
                tally.unhandled += failures.isUnhandled(run) ? 1 : 0;
                tally.handled += failures.isUnhandled(run) ? 0 : 1;
            }
            for (Outgoing call : run.calls()) {
                called(run, call, id, tallies);
            }
            if (run.isToldByLines()) {
                run.logs().forEach(log -> logged(log, id, tallies));
            }
        }
        return tallies.entrySet().stream().map(e -> e.getValue().health(e.getKey())).toList();
    }

    private void lag(Run run, Tally tally) {
        for (Wiring.Joined joined : wiring.of(run)) {
            if (joined.cause() != null) {
                tally.lags.add(Math.max(run.startNanos() - joined.cause().send().call().startNanos(), 0) / NANOS_A_MILLI);
            }
        }
    }

    private void called(Run run, Outgoing call, String id, SortedMap<String, Tally> tallies) {
        Tally tally = tallies.computeIfAbsent(targets.of(call),
                k -> new Tally(Targets.kind(call).name().toLowerCase(java.util.Locale.ROOT)));
        if (wiring.sendsOf(call.span()).stream().anyMatch(this::isSeenAsAnInvocation)) {
            return;
        }
        tally.took(call.span().endNanos() - call.span().startNanos(), id);
        String error = switch (call.answer()) {
            case Call.Answered answered -> answered.status() >= FIRST_ERROR ? "status " + answered.status() : "";
            case Call.Failed failed -> failed.errorType();
            case Call.Unrecorded unrecorded -> "";
        };
        if (!error.isEmpty()) {
            tally.errors.merge(error, 1L, Long::sum);
            tally.handled += run.result().failed() ? 0 : 1;
            tally.unhandled += run.result().failed() ? 1 : 0;
        }
    }

    /** An invoked function that was recorded itself is counted by its invocation, not by the call as well. */
    private boolean isSeenAsAnInvocation(Wiring.Send send) {
        return send.outgoing().service().equals("lambda") && wiring.wasReceived(send);
    }

    /** A line may tell of a call: of what, how long it took and how it ended. */
    private static void logged(LogEntry log, String id, SortedMap<String, Tally> tallies) {
        tools.jackson.databind.JsonNode line = log.object();
        String dependency = line == null ? "" : line.path("dependency").asString("");
        if (line == null || dependency.isEmpty()) {
            return;
        }
        Tally tally = tallies.computeIfAbsent(dependency, k -> new Tally("dependency"));
        tally.took(Numbers.nanos(line.path("latencyMs").asString(""), 0), id);
        String status = line.path("status").asString("ok");
        if (!status.equals("ok")) {
            tally.errors.merge(status, 1L, Long::sum);
            tally.handled++;
        }
    }

    List<TenantHealth> tenants(List<Workflow> workflows, Collection<Workflow> deviating) {
        SortedMap<String, List<Workflow>> byTenant = new TreeMap<>();
        workflows.stream().filter(w -> !w.tenant.isEmpty()).forEach(w -> byTenant.computeIfAbsent(w.tenant, k -> new ArrayList<>()).add(w));
        return byTenant.entrySet().stream()
                .map(e -> new TenantHealth(e.getKey(), e.getValue().size(), (int) e.getValue().stream().filter(deviating::contains).count(),
                        latency(e.getValue().stream().map(w -> (w.endNanos() - w.startNanos()) / NANOS_A_MILLI).toList())))
                .toList();
    }

    private static Latency latency(List<Long> millis) {
        if (millis.isEmpty()) {
            return Latency.NONE;
        }
        List<Long> sorted = millis.stream().sorted(Comparator.naturalOrder()).toList();
        return new Latency(sorted.get(sorted.size() / 2), sorted.get(Math.min(sorted.size() * 95 / 100, sorted.size() - 1)),
                sorted.getLast());
    }
}
