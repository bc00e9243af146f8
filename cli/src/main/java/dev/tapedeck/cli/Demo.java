package dev.tapedeck.cli;

import dev.tapedeck.blueprint.Blueprint;
import dev.tapedeck.capture.Capture;
import dev.tapedeck.capture.Extraction;
import dev.tapedeck.capture.ReadOptions;
import dev.tapedeck.capture.Scope;
import dev.tapedeck.capture.Source;
import dev.tapedeck.capture.SymptomReport;
import dev.tapedeck.capture.SymptomReport.Affected;
import dev.tapedeck.capture.SymptomReport.Finding;
import dev.tapedeck.capture.Symptoms;
import dev.tapedeck.capture.TelemetryIndex;
import dev.tapedeck.cartridge.Cartridge;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.redaction.Redacted;
import dev.tapedeck.replay.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The example incident, taken step by step from its telemetry to its cause. */
final class Demo {

    private final Path example;
    private final Console console;
    private final TelemetryIndex index;
    private final SymptomReport symptoms;
    private final Affected incident;

    Demo(Path example, Console console) {
        this.example = example;
        this.console = console;
        console.progress("reading telemetry");
        this.index = Capture.read(Source.of(List.of(example.resolve("recording"))), ReadOptions.DEFAULT, (source, bytes) -> {});
        this.symptoms = Symptoms.of(index);
        this.incident = lostUpdate();
    }

    SymptomReport symptoms() {
        return symptoms;
    }

    Affected incident() {
        return incident;
    }

    /** A workflow that one finding names and no other: the invoice that never closed, and nothing else wrong with it. */
    private Affected lostUpdate() {
        Set<String> twice = new TreeSet<>();
        symptoms.findings().stream().filter(f -> f.kind() == SymptomReport.FindingKind.DONE_TWICE).map(Finding::workflows)
                .forEach(list -> list.forEach(a -> twice.add(a.correlationId())));
        return symptoms.findings().stream().filter(f -> f.kind() != SymptomReport.FindingKind.DONE_TWICE)
                .flatMap(f -> f.workflows().stream())
                .filter(a -> !twice.contains(a.correlationId())).min(Comparator.comparing(Affected::correlationId)).orElseThrow(
                        () -> CommandFailure.usage("the example's recording shows no lost update",
                                "record it again: examples/invoice-close/record"));
    }

    Cartridge extracted(Path file) throws IOException {
        console.progress("extracting, redacting, sealing");
        Recording recording = Extraction.extract(index, Scope.correlation(incident.correlationId()), Scope.Hints.NONE);
        SealArguments sealing = SealArguments.of(List.of(example.resolve("app")), example.resolve("template.yaml"), "demo");
        Redacted redacted = sealing.redact(recording, console);
        Files.createDirectories(file.toAbsolutePath().getParent());
        return sealing.seal(redacted, index.report(), file);
    }

    /** One replay of the cartridge with whatever {@code changed} does to the plan. */
    Replayed replay(Cartridge cartridge, String what, Consumer<Plan> changed) {
        console.progress("replaying: " + what);
        Plan plan = new Plan(cartridge.recording(), Blueprint.read(example.resolve("blueprint.yaml")));
        changed.accept(plan);
        return Replayed.of(plan, cartridge.redaction(), console);
    }

    /** The two deliveries to the function that was to close the invoice. */
    static Scenario.Exchange exchange(List<List<Name>> unordered) {
        List<Name> pair = unordered.stream().findFirst()
                .orElseThrow(() -> CommandFailure.usage("the example's recording has no unordered deliveries", "record it again"));
        return new Scenario.Exchange(pair.getFirst(), pair.getLast());
    }

    Path fixed() {
        return example.resolve("fixed/close-invoice").toAbsolutePath();
    }
}
