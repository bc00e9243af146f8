package dev.tapedeck.cli;

import dev.tapedeck.capture.SymptomReport;
import dev.tapedeck.capture.SymptomReport.Affected;
import dev.tapedeck.capture.SymptomReport.ComponentHealth;
import dev.tapedeck.capture.SymptomReport.Finding;
import dev.tapedeck.capture.Symptoms;
import dev.tapedeck.recording.Json;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is wrong in telemetry, and which workflow to cut out. */
@Command(name = "symptoms", description = "Finds what is wrong in telemetry: failures, latency, lag, and workflows that differ from their like.", footer = {
        "", "Example:", "  tapedeck symptoms traces.jsonl logs.jsonl.gz"})
final class SymptomsCommand extends Common {

    private static final int SHOWN = 8;

    @Mixin
    private TelemetryArguments telemetry = new TelemetryArguments();

    @Override
    Exit run(Console console) {
        SymptomReport report = Symptoms.of(telemetry.read(console), telemetry.hints());
        coverage(console, report);
        TelemetryArguments.report(console, report.reading());
        report.findings().forEach(finding -> finding(console, finding));
        if (report.findings().isEmpty() && report.judged()) {
            console.say(console.green("nothing is wrong that this telemetry shows"));
        }
        report.notes().forEach(note -> console.say("note: " + note));
        if (!report.undecided().isEmpty()) {
            console.say("");
            console.say("not decided for " + report.undecided().size() + " workflows, such as "
                    + report.undecided().getFirst().correlationId() + ": " + report.undecided().getFirst().why());
        }
        health(console, report);
        console.result(json(report));
        String scope = report.findings().stream().flatMap(f -> f.workflows().stream()).findFirst().map(SymptomsCommand::scope)
                .orElse("--correlation ID");
        console.next("tapedeck extract " + telemetry.files().stream().map(Shell::word).collect(Collectors.joining(" ")) + " " + scope
                + " -o incident.cartridge");
        return Exit.EXPECTED;
    }

    private static String scope(Affected affected) {
        return affected.correlationId().isEmpty() ? "--trace " + affected.traceIds().first() : "--correlation " + affected.correlationId();
    }

    private static void coverage(Console console, SymptomReport report) {
        SymptomReport.Coverage c = report.coverage();
        console.say(c.invocations() + " invocations: " + c.withSpans() + " with spans, " + c.withPayloads() + " with their event whole, "
                + c.complete() + " with all their calls; " + c.callsWithPayloads() + " of " + c.calls() + " calls with bodies");
        report.kinds()
                .forEach(k -> console.say(k.workflows() + " workflows of kind " + k.name() + ", " + k.deviating() + " unlike the others"));
    }

    private static void finding(Console console, Finding finding) {
        console.say("");
        console.say(console.red(spelled(finding)) + "  " + console.bold(finding.component())
                + (finding.operation().isEmpty() ? "" : " " + finding.operation()) + "  (" + finding.workflows().size() + ")");
        console.say("  " + finding.what());
        finding.also().forEach(also -> console.text("  also: " + also));
        for (Affected affected : finding.workflows().stream().limit(SHOWN).toList()) {
            console.say("  " + scope(affected) + (affected.tenant().isEmpty() ? "" : "  " + affected.tenant()) + "  "
                    + affected.start().truncatedTo(ChronoUnit.SECONDS));
        }
        if (finding.workflows().size() > SHOWN) {
            console.say("  and " + (finding.workflows().size() - SHOWN) + " more (`--json` lists them all)");
        }
    }

    private static String spelled(Finding finding) {
        return finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void health(Console console, SymptomReport report) {
        console.say("");
        console.say(
                String.format(Locale.ROOT, "%-22s %6s %9s %7s %7s %7s %10s", "component", "seen", "unhandled", "handled", "p50 ms",
                        "p95 ms",
                        "lag p95 ms"));
        for (ComponentHealth h : report.components()) {
            console.say(String.format(Locale.ROOT, "%-22s %6d %9d %7d %7s %7s %10s", h.component(), h.seen(), h.unhandled(), h.handled(),
                    millis(h.latency().p50()), millis(h.latency().p95()), millis(h.lag().p95())));
            if (!h.errors().isEmpty()) {
                console.text("  errors: " + errors(h));
            }
        }
        if (!report.tenants().isEmpty()) {
            console.say("");
            console.say(String.format(Locale.ROOT, "%-22s %9s %6s %15s %7s", "tenant", "workflows", "unlike", "p50 ms", "p95 ms"));
        }
        for (SymptomReport.TenantHealth t : report.tenants()) {
            console.say(String.format(Locale.ROOT, "%-22s %9d %6d %15s %7s", t.tenant(), t.workflows(), t.deviating(),
                    millis(t.duration().p50()), millis(t.duration().p95())));
        }
    }

    private static String errors(ComponentHealth health) {
        return health.errors().entrySet().stream().map(e -> e.getValue() + " × " + e.getKey()).collect(Collectors.joining(", "));
    }

    private static String millis(long millis) {
        return millis < 0 ? "-" : Long.toString(millis);
    }

    private static ObjectNode json(SymptomReport report) {
        ObjectNode out = Json.object().put("version", 1);
        SymptomReport.Coverage c = report.coverage();
        out.putObject("coverage").put("invocations", c.invocations()).put("withSpans", c.withSpans()).put("withPayloads", c.withPayloads())
                .put("complete", c.complete()).put("calls", c.calls()).put("callsWithPayloads", c.callsWithPayloads());
        out.putObject("reading").put("bytes", report.reading().bytes()).put("spans", report.reading().spans())
                .put("logLines", report.reading().logLines()).put("damagedLines", report.reading().damagedLines());
        ArrayNode kinds = out.putArray("kinds");
        report.kinds()
                .forEach(k -> kinds.addObject().put("name", k.name()).put("workflows", k.workflows()).put("deviating", k.deviating()));
        ArrayNode findings = out.putArray("findings");
        report.findings().forEach(f -> finding(findings.addObject(), f));
        ArrayNode undecided = out.putArray("undecided");
        report.undecided()
                .forEach(u -> undecided.addObject().put("correlationId", u.correlationId()).put("kind", u.workflowKind()).put("why",
                        u.why()));
        ArrayNode components = out.putArray("components");
        report.components().forEach(h -> component(components.addObject(), h));
        report.notes().forEach(out.putArray("notes")::add);
        ArrayNode tenants = out.putArray("tenants");
        report.tenants().forEach(t -> tenants.addObject().put("tenant", t.tenant()).put("workflows", t.workflows()).put("deviating",
                t.deviating()).put("p50Millis", t.duration().p50()).put("p95Millis", t.duration().p95()));
        return out;
    }

    private static void component(ObjectNode out, ComponentHealth health) {
        out.put("component", health.component()).put("kind", health.kind()).put("seen", health.seen()).put("unhandled", health.unhandled())
                .put("handled", health.handled()).put("p50Millis", health.latency().p50()).put("p95Millis", health.latency().p95())
                .put("lagP95Millis", health.lag().p95());
        ObjectNode errors = out.putObject("errors");
        health.errors().forEach(errors::put);
        health.slowest().forEach(out.putArray("slowest")::add);
    }

    private static void finding(ObjectNode out, Finding finding) {
        out.put("kind", spelled(finding)).put("workflowKind", finding.workflowKind()).put("component", finding.component())
                .put("operation", finding.operation()).put("what", finding.what());
        finding.also().forEach(out.putArray("also")::add);
        ArrayNode workflows = out.putArray("workflows");
        for (Affected affected : finding.workflows()) {
            ObjectNode one = workflows.addObject().put("correlationId", affected.correlationId()).put("tenant", affected.tenant())
                    .put("start", affected.start().toString());
            affected.traceIds().forEach(one.putArray("traceIds")::add);
        }
    }
}
