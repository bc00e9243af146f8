package dev.tapedeck.capture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Telemetry as it was read, cheaply: ids, times and links decoded, payloads left as bytes. {@link Symptoms} and {@link Extraction} look deeper
 * into what concerns them.
 */
public final class TelemetryIndex {

    private final List<SpanEntry> spans;
    private final List<LogEntry> logs;
    private final List<PayloadEntry> payloads;
    private final Map<String, LambdaRun> platformRuns;
    private final ReadReport report;
    private final Map<List<String>, Analysis> analyses = new HashMap<>();
    private @Nullable List<Clocks.Skew> skews;

    TelemetryIndex(Intake intake, ReadReport report) {
        this.spans = List.copyOf(intake.spans);
        this.logs = List.copyOf(intake.logs);
        this.payloads = List.copyOf(intake.payloads);
        this.platformRuns = intake.platform.runs();
        this.report = report;
    }

    public ReadReport report() {
        return report;
    }

    Analysis analysis() {
        return analysis(Scope.Hints.NONE);
    }

    synchronized Analysis analysis(Scope.Hints hints) {
        return analyses.computeIfAbsent(hints.correlationFields(), k -> new Analysis(this, hints));
    }

    /** Corrects the clocks by what is certain, once. */
    synchronized void correct(Runs runs, Wiring wiring) {
        if (skews == null) {
            skews = Clocks.correct(this, runs, wiring);
        }
    }

    synchronized List<Clocks.Skew> skews() {
        return skews == null ? List.of() : skews;
    }

    List<SpanEntry> spans() {
        return spans;
    }

    List<LogEntry> logs() {
        return logs;
    }

    List<PayloadEntry> payloads() {
        return payloads;
    }

    /** The platform's own account of invocations, by request id. */
    Map<String, LambdaRun> platformRuns() {
        return platformRuns;
    }
}
