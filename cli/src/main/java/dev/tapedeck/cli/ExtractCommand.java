package dev.tapedeck.cli;

import dev.tapedeck.capture.Extracted;
import dev.tapedeck.capture.Extraction;
import dev.tapedeck.capture.Scope;
import dev.tapedeck.capture.TelemetryIndex;
import dev.tapedeck.cartridge.Cartridge;
import dev.tapedeck.recording.Fields;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.redaction.Action;
import dev.tapedeck.redaction.Redacted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
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

        String typed() {
            String option = correlation != null
                    ? "--correlation " + correlation
                    : trace != null ? "--trace " + trace : "--tenant " + tenant;
            return option.startsWith("--tenant") ? "--tenant " + Shell.word(String.valueOf(tenant)) : option;
        }

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
                .forEach(note -> console.text("note: " + note));
        Redacted redacted = sealing.redact(cut.recording(), console);
        if (plan || file == null) {
            new PlanView(redacted).show(console);
            next(console);
            return Exit.EXPECTED;
        }
        Cartridge cartridge = sealing.seal(redacted, index.report(), file);
        summary(console, cartridge, redacted, file);
        return Exit.EXPECTED;
    }

    /** The same without `--plan`. */
    private void next(Console console) {
        console.next("tapedeck extract " + telemetry.typed() + " " + which.typed() + sealing.typed() + " -o "
                + Shell.word(output == null ? Path.of("incident.cartridge") : output));
    }

    private void summary(Console console, Cartridge cartridge, Redacted redacted, Path file) {
        Recording recording = redacted.recording();
        console.say("sealed " + console.bold(file.toString()) + "  sha256:" + cartridge.identity());
        console.say(recording.invocations().size() + " invocations, " + recording.calls().size() + " calls, " + recording.messages().size()
                + " messages; evidence " + Known.evidence(recording));
        console.text("redaction: " + Arrays.stream(Action.values()).map(a -> redacted.plan().count(a) + " " + spelled(a))
                .collect(Collectors.joining(", ")) + "; the leak gate found nothing");
        recording.invariants().forEach(i -> console.say("sealed as broken: " + console.red(i.name()) + " (" + i.component() + ")"));
        Known.gaps(console, recording.gaps());
        ObjectNode out = Json.object().put("version", 1).put("file", file.toString()).put("identity", cartridge.identity());
        out.put("evidence", Fields.word(Known.lowest(recording)));
        ArrayNode invariants = out.putArray("invariants");
        recording.invariants().forEach(i -> invariants.add(i.name()));
        Known.gaps(out.putArray("gaps"), recording.gaps());
        console.result(out);
        console.next("tapedeck inspect " + Shell.word(file));
    }

    private static String spelled(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
