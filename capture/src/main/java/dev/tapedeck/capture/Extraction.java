package dev.tapedeck.capture;

import dev.tapedeck.recording.Invariant;
import dev.tapedeck.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Cuts a {@link Recording} out of telemetry: what belongs to one workflow, trace or tenant, joined, named, and with what is not known of it. */
public final class Extraction {

    private Extraction() {}

    /** @throws CaptureException where nothing is in scope, or more than its limits allow */
    public static Recording extract(TelemetryIndex index, Scope scope, Scope.Hints hints) {
        return cut(index, scope, hints).recording();
    }

    /** As {@link #extract}, with what there is to say of it. */
    public static Extracted cut(TelemetryIndex index, Scope scope, Scope.Hints hints) {
        Analysis analysis = index.analysis(hints);
        Wiring wiring = analysis.wiring();
        Correlations correlations = analysis.correlations();
        Scoping.Selected in = Scoping.select(scope, wiring, correlations);
        List<Run> selected = in.runs();
        Names names = Names.of(selected, wiring, analysis.targets());
        SortedMap<String, String> labels = labels(scope, selected, correlations);
        List<Invariant> invariants = Peers.invariants(workflows(selected, labels, correlations), analysis);
        Recording recording = new Assembly(wiring, names).assemble(selected, labels, Unconnected.of(selected, wiring, names,
                correlations)).withInvariants(invariants);
        List<String> notes = new ArrayList<>(in.how().isEmpty() ? List.of() : List.of(in.how()));
        Set<String> clocks = recording.spans().stream().map(span -> span.resource().path("host.name").asString(""))
                .collect(Collectors.toSet());
        analysis.skews().stream().filter(skew -> clocks.contains(skew.clock())).forEach(skew -> notes.add(skew.sentence()));
        return new Extracted(new LikePayloads(analysis, correlations).sealed(recording), notes);
    }

    /** Whose outcome is looked at: of one correlation id its own, of a tenant or a trace all that are in it. */
    private static Set<String> workflows(List<Run> selected, SortedMap<String, String> labels, Correlations correlations) {
        String only = labels.getOrDefault("correlationId", "");
        return only.isEmpty()
                ? selected.stream().flatMap(run -> correlations.of(run).stream()).collect(Collectors.toCollection(TreeSet::new))
                : Set.of(only);
    }

    private static SortedMap<String, String> labels(Scope scope, List<Run> selected, Correlations correlations) {
        SortedMap<String, String> labels = new TreeMap<>();
        SortedSet<String> ids = new TreeSet<>();
        SortedSet<String> tenants = new TreeSet<>();
        SortedSet<String> traces = new TreeSet<>();
        for (Run run : selected) {
            ids.addAll(correlations.of(run));
            tenants.addAll(correlations.tenantsOf(run));
            traces.add(run.traceId());
        }
        traces.remove("");
        switch (scope.by()) {
            case CORRELATION -> {
                if (ids.contains(scope.value())) {
                    labels.put("correlationId", scope.value());
                }
            }
            case TRACE -> labels.put("traceId", scope.value());
            case TENANT -> labels.put("tenant", scope.value());
        }
        only(labels, "correlationId", ids);
        only(labels, "tenant", tenants);
        only(labels, "traceId", traces);
        return labels;
    }

    /** Adds what leads back where there is one of it. */
    private static void only(SortedMap<String, String> labels, String name, SortedSet<String> values) {
        if (values.size() == 1) {
            labels.putIfAbsent(name, values.getFirst());
        }
    }
}
