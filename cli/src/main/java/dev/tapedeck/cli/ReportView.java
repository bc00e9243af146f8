package dev.tapedeck.cli;

import dev.tapedeck.mesh.Quiescence;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Signature;
import dev.tapedeck.replay.Fidelity;
import dev.tapedeck.replay.Problem;
import dev.tapedeck.replay.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A report as people read it, and as programs do (docs/reference/json.md). */
record ReportView(Replayed replayed, long wallMillis, String cartridge) {

    private Report report() {
        return replayed.report();
    }

    private static final int SHOWN = 6;

    List<String> lines(Console console) {
        List<String> lines = new ArrayList<>();
        lines.add(outcome(console) + mark(report().strict(), report().synthetic()));
        for (Signature.Entry entry : report().signature().entries()) {
            lines.add("  " + entry);
        }
        Problem problem = report().problem();
        if (problem != null) {
            lines.add("  " + problem.detail());
            if (problem instanceof Problem.Divergence divergence) {
                divergence.differences().stream().limit(SHOWN).forEach(d -> lines.add("    " + d));
            }
            if (problem instanceof Problem.Missing missing) {
                lines.add("  what would answer it: " + missing.gap().remedy());
            }
        }
        report().findings().forEach(f -> lines.add("  " + f));
        report().uncontrolled().forEach(u -> lines.add("  not controlled: " + u));
        lines.add("real      " + (report().real().isEmpty() ? "nothing" : String.join(", ", report().real())));
        lines.add("fidelity  " + fidelity(report().fidelity()));
        lines.add("evidence  " + report().evidence().name().toLowerCase(Locale.ROOT) + "; determinism " + determinism() + "; fence "
                + replayed.fence());
        if (!replayed.limits().isEmpty()) {
            lines.add("limits    " + limits());
        }
        if (!replayed.runtimes().isEmpty()) {
            lines.add("runtime   " + ranOn());
        }
        lines.add(String.format(Locale.ROOT, "time      %.3f s virtual, %.2f s real", report().virtualNanos() / 1e9, wallMillis / 1e3));
        lines.add("digest    " + report().digest());
        return lines;
    }

    /** What stands beside an outcome that is not of what was recorded. */
    static String mark(boolean strict, boolean synthetic) {
        return strict ? "" : synthetic ? "  (what-if, synthetic)" : "  (what-if)";
    }

    /** The exact version; where it is not the deployed one, whose code ran on it. */
    private String ranOn() {
        SortedSet<String> distinct = new TreeSet<>();
        replayed.runtimes()
                .forEach((component, runtime) -> distinct.add(runtime.contains("(deployed for") ? component + " on " + runtime : runtime));
        return String.join(", ", distinct);
    }

    String outcome(Console console) {
        String spelled = report().outcome().spelled();
        return switch (report().outcome()) {
            case REPRODUCED, PASSES, CLEAN -> console.green(console.bold(spelled));
            case OTHER_FAILURE, NOT_REPRODUCED, ECHOED, DIVERGED, INCONCLUSIVE -> console.red(console.bold(spelled));
        };
    }

    /** By who holds them, in one line. */
    private String limits() {
        SortedMap<String, List<String>> byMechanism = new TreeMap<>();
        replayed.limits().forEach((what, mechanism) -> byMechanism.computeIfAbsent(mechanism, _ -> new ArrayList<>()).add(what));
        return byMechanism.entrySet().stream().map(entry -> String.join(", ", entry.getValue()) + " by " + entry.getKey())
                .collect(Collectors.joining("; "));
    }

    private static String fidelity(Fidelity f) {
        return f.equal() + " equal, " + f.bound() + " bound, " + f.different() + " different, " + f.missing() + " missing of "
                + f.recorded()
                + " recorded; " + f.extra() + " extra";
    }

    /** The tier of the guests that ran; nothing real has none to speak of. */
    private String determinism() {
        return report().real().isEmpty() ? "recorded" : replayed.determinism();
    }

    ObjectNode json() {
        ObjectNode out = Json.object().put("version", 1).put("cartridge", cartridge).put("outcome", report().outcome().spelled());
        out.put("strict", report().strict()).put("synthetic", report().synthetic());
        out.put("evidence", report().evidence().name().toLowerCase(Locale.ROOT));
        out.put("digest", report().digest()).put("canonicalDigest", report().canonicalDigest());
        signature(out.putArray("signature"), report().signature());
        signature(out.putArray("recordedSignature"), report().recordedSignature());
        Fidelity f = report().fidelity();
        out.putObject("fidelity").put("equal", f.equal()).put("bound", f.bound()).put("different", f.different())
                .put("missing", f.missing())
                .put("extra", f.extra()).put("recorded", f.recorded());
        out.put("virtualMillis", report().virtualNanos() / 1e6).put("wallMillis", wallMillis);
        out.put("steps", report().steps());
        out.putObject("segments").put("all", report().segments().size()).put("readClock", segments(Quiescence::readClock))
                .put("drewEntropy", segments(Quiescence::drewEntropy));
        out.put("determinism", determinism()).put("fence", replayed.fence());
        ObjectNode limits = out.putObject("limits");
        replayed.limits().forEach(limits::put);
        ArrayNode runtimes = out.putArray("runtimes");
        replayed.runtimes().forEach((component, runtime) -> runtimes.add(component + " on " + runtime));
        ArrayNode real = out.putArray("real");
        report().real().forEach(real::add);
        ArrayNode bindings = out.putArray("bindings");
        report().bindings()
                .forEach(b -> bindings.addObject().put("recorded", b.recorded()).put("replayed", b.replayed()).put("reason", b.reason()));
        ArrayNode gaps = out.putArray("gaps");
        report().gaps().forEach(g -> gap(gaps.addObject(), g));
        ArrayNode findings = out.putArray("findings");
        Problem problem = report().problem();
        if (problem != null) {
            findings.add(problem.detail());
            if (problem instanceof Problem.Divergence divergence) {
                divergence.differences().forEach(findings::add);
            }
        }
        report().findings().forEach(findings::add);
        report().uncontrolled().forEach(u -> findings.add("not controlled: " + u));
        return out;
    }

    private long segments(Predicate<Quiescence> which) {
        return report().segments().stream().filter(which).count();
    }

    private static void signature(ArrayNode out, Signature signature) {
        signature.entries()
                .forEach(e -> out.addObject().put("kind", e.kind()).put("component", e.component()).put("operation", e.operation())
                        .put("error", e.error()));
    }

    private static void gap(ObjectNode out, Gap gap) {
        out.put("kind", gap.kind().name().toLowerCase(Locale.ROOT).replace('_', '-')).put("component", gap.component())
                .put("detail", gap.detail()).put("remedy", gap.remedy());
    }
}
