package dev.tapedeck.capture;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What is wrong, as telemetry shows it without being told what should be.
 *
 * @param findings what went wrong, worst first: a failure nobody handled, a wrong or missing outcome, an effect done twice, lost context
 * @param undecided workflows too close to the end of the telemetry, or too poorly covered, to say that a step is missing
 * @param components how each component did, failures that were handled included
 * @param tenants how each tenant's workflows did
 * @param notes what could not be judged, and on what grounds the rest stands: one sentence each, with what would help
 */
public record SymptomReport(ReadReport reading, Coverage coverage, List<WorkflowKind> kinds, List<Finding> findings,
        List<Undecided> undecided, List<ComponentHealth> components, List<TenantHealth> tenants, List<String> notes) {

    /**
     * How much of what happened the telemetry shows.
     *
     * @param invocations told of by anything: a span, a platform line, a log line
     * @param withPayloads whose event is whole
     * @param complete whose calls are all there, by the recorder's own count
     */
    public record Coverage(long invocations, long withSpans, long withPayloads, long complete, long calls, long callsWithPayloads) {}

    /** Workflows that are compared with each other: those of one name, or of one kind of beginning. */
    public record WorkflowKind(String name, int workflows, int deviating) {}

    public enum FindingKind {
        /** An invocation failed, and no later attempt on the same message succeeded. */
        UNHANDLED_FAILURE,
        /** An effect, seen to have happened, that others of the kind have once and this one more often. */
        DONE_TWICE,
        /** A step that most of the kind have and this one lacks. */
        MISSING_STEP,
        /** A state at the end that others of the kind do not have. */
        END_STATE,
        /** A component that did not pass on the correlation id that it was given. */
        LOST_CONTEXT
    }

    /**
     * @param component who is to be looked at first
     * @param operation what it did or did not do, "" where that is the whole invocation
     * @param what one sentence
     * @param also what else the same workflows have in common that others have not: what follows from it, mostly
     * @param workflows whom it happened to
     */
    public record Finding(FindingKind kind, String workflowKind, String component, String operation, String what, List<String> also,
            List<Affected> workflows) {
        public Finding {
            also = List.copyOf(also);
            workflows = List.copyOf(workflows);
        }
    }

    /** A workflow, by what {@code extract} takes. */
    public record Affected(String correlationId, SortedSet<String> traceIds, String tenant, java.time.Instant start) {}

    /** @param why one sentence */
    public record Undecided(String correlationId, String workflowKind, String why) {}

    /**
     * @param handled failures after which a later attempt succeeded, and failed calls that their callers got over
     * @param errors by type, handled or not
     * @param lag from being sent to being handed over, for functions fed by channels
     * @param slowest correlation ids, or else trace ids, of the slowest ones
     */
    public record ComponentHealth(String component, String kind, long seen, long unhandled, long handled, SortedMap<String, Long> errors,
            Latency latency, Latency lag, List<String> slowest) {}

    /** Milliseconds; -1 where there is none. */
    public record Latency(long p50, long p95, long max) {
        public static final Latency NONE = new Latency(-1, -1, -1);
    }

    public record TenantHealth(String tenant, int workflows, int deviating, Latency duration) {}

    /** Whether there was anything of which it could have shown that something is wrong. */
    public boolean judged() {
        return coverage.invocations() > 0 && (coverage.withSpans() > 0 || kinds.stream().anyMatch(k -> k.workflows() >= Deviations.FEWEST));
    }

    public SymptomReport {
        kinds = List.copyOf(kinds);
        findings = List.copyOf(findings);
        undecided = List.copyOf(undecided);
        components = List.copyOf(components);
        tenants = List.copyOf(tenants);
        notes = List.copyOf(notes);
    }
}
