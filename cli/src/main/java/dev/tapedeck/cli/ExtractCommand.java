package dev.tapedeck.cli;

import dev.tapedeck.capture.Extracted;
import dev.tapedeck.capture.Extraction;
import dev.tapedeck.capture.Scope;
import dev.tapedeck.capture.TelemetryIndex;
import dev.tapedeck.cartridge.Cartridge;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Rung;
import dev.tapedeck.redaction.Action;
import dev.tapedeck.redaction.Plan;
import dev.tapedeck.redaction.Redacted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Cuts one incident out of telemetry, redacts it, passes it through the leak gate, and seals it. */
@Command(name = "extract", description = "Cuts one incident out of telemetry, redacts it and seals it as a cartridge.", footer = {"",
        "Examples:",
        "  tapedeck extract recording/ --correlation 697c1a18-715e-493f-a2cc-ca68876621c7 --code app --template template.yaml -o incident.cartridge",
        "  tapedeck extract recording/ --trace 6b01521fdb59c08b9d76994d29a3eb77 --plan"})
final class ExtractCommand extends Common {

    /** What to cut out. */
    static final class Which {
        @Option(names = "--correlation", paramLabel = "ID", description = "The workflow with this correlation id.")
        private @Nullable String correlation;

        @Option(names = "--trace", paramLabel = "ID", description = "What hangs together with this trace.")
        private @Nullable String trace;

        @Option(names = "--tenant", paramLabel = "VALUE", description = "All workflows of this tenant.")
        private @Nullable String tenant;

        Scope scope() {
            if (correlation != null) {
                return Scope.correlation(correlation);
            }
            return trace != null ? Scope.trace(trace) : Scope.tenant(String.valueOf(tenant));
        }
    }

    @Mixin
    private TelemetryArguments telemetry = new TelemetryArguments();

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    @Mixin
    private SealArguments sealing = new SealArguments();

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "The cartridge to write.")
    private @Nullable Path output;

    @Option(names = "--force", description = "Write over an existing file.")
    private boolean force;

    @Option(names = "--plan", description = "Write nothing; show what would be done to each field, and which evidence there would be.")
    private boolean plan;

    @Override
    Exit run(Console console) throws IOException {
        Path file = output;
        if (!plan && file == null) {
            throw CommandFailure.usage("`extract` needs to know where to write",
                    "add `-o incident.cartridge`, or `--plan` to write nothing");
        }
        Output.check(plan ? null : file, force);
        TelemetryIndex index = telemetry.read(console);
        TelemetryArguments.report(console, index.report());
        Extracted cut = Extraction.cut(index, sealing.limited(which.scope()), telemetry.hints());
        Stream.concat(cut.notes().stream(), Stream.of(sealing.warning())).filter(note -> !note.isEmpty())
                .forEach(note -> console.say("note: " + note));
        Redacted redacted = sealing.redact(cut.recording(), console);
        if (plan || file == null) {
            plan(console, redacted);
            return Exit.EXPECTED;
        }
        Cartridge cartridge = sealing.seal(redacted, index.report(), file);
        summary(console, cartridge, redacted, file);
        return Exit.EXPECTED;
    }

    private static void plan(Console console, Redacted redacted) {
        Plan plan = redacted.plan();
        plan.fields().forEach(line -> console.say(String.format(Locale.ROOT, "%-13s %6d  %-60s %s", spelled(line.action()), line.count(),
                line.field(), line.reason())));
        if (!plan.suggestions().isEmpty()) {
            console.say("");
            console.say("lines of policy that may be worth writing:");
            plan.suggestions().forEach(s -> console.say("  " + s));
        }
        console.say("");
        console.say("evidence " + evidence(redacted.recording()));
        gaps(console, redacted.recording().gaps());
        ObjectNode out = Json.object().put("version", 1);
        ArrayNode fields = out.putArray("fields");
        plan.fields().forEach(l -> fields.addObject().put("field", l.field()).put("action", spelled(l.action())).put("reason", l.reason())
                .put("count", l.count()));
        ArrayNode suggestions = out.putArray("suggestions");
        plan.suggestions().forEach(s -> suggestions.addObject().put("field", s.field()).put("action", spelled(s.action())).put("because",
                s.because()));
        out.put("evidence", lowest(redacted.recording()).name().toLowerCase(Locale.ROOT));
        gaps(out.putArray("gaps"), redacted.recording().gaps());
        console.result(out);
    }

    private void summary(Console console, Cartridge cartridge, Redacted redacted, Path file) {
        Recording recording = redacted.recording();
        console.say("sealed " + console.bold(file.toString()) + "  sha256:" + cartridge.identity());
        console.say(recording.invocations().size() + " invocations, " + recording.calls().size() + " calls, " + recording.messages().size()
                + " messages; evidence " + evidence(recording));
        console.say("redaction: " + Arrays.stream(Action.values()).map(a -> redacted.plan().count(a) + " " + spelled(a))
                .collect(Collectors.joining(", ")) + "; the leak gate found nothing");
        recording.invariants().forEach(i -> console.say("sealed as broken: " + console.red(i.name()) + " (" + i.component() + ")"));
        gaps(console, recording.gaps());
        ObjectNode out = Json.object().put("version", 1).put("file", file.toString()).put("identity", cartridge.identity());
        out.put("evidence", lowest(recording).name().toLowerCase(Locale.ROOT));
        ArrayNode invariants = out.putArray("invariants");
        recording.invariants().forEach(i -> invariants.add(i.name()));
        gaps(out.putArray("gaps"), recording.gaps());
        console.result(out);
        console.next("tapedeck inspect " + Shell.word(file));
    }

    private static void gaps(Console console, List<Gap> gaps) {
        gaps.forEach(gap -> console.say("not known: " + gap.component() + ": " + gap.detail() + " (" + gap.remedy() + ")"));
    }

    private static void gaps(ArrayNode out, List<Gap> gaps) {
        gaps.forEach(g -> out.addObject().put("kind", g.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("component", g.component()).put("detail", g.detail()).put("remedy", g.remedy()));
    }

    private static String evidence(Recording recording) {
        Map<Rung, Integer> byRung = new TreeMap<>();
        recording.invocations().forEach(i -> byRung.merge(i.evidence(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        byRung.forEach((rung, count) -> parts.add(count + " " + rung.name().toLowerCase(Locale.ROOT)));
        return String.join(", ", parts);
    }

    private static Rung lowest(Recording recording) {
        return recording.invocations().stream().map(Invocation::evidence).reduce(Rung::min).orElse(Rung.SEQUENCE);
    }

    private static String spelled(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
