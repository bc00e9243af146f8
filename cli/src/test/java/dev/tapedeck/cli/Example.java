package dev.tapedeck.cli;

import dev.tapedeck.blueprint.Blueprint;
import dev.tapedeck.capture.Capture;
import dev.tapedeck.capture.Extraction;
import dev.tapedeck.capture.Progress;
import dev.tapedeck.capture.ReadOptions;
import dev.tapedeck.capture.Scope;
import dev.tapedeck.capture.Source;
import dev.tapedeck.capture.SymptomReport;
import dev.tapedeck.capture.Symptoms;
import dev.tapedeck.capture.TelemetryIndex;
import dev.tapedeck.recording.CausalOrder;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.RecordingCodec;
import dev.tapedeck.redaction.Literals;
import dev.tapedeck.redaction.Policy;
import dev.tapedeck.redaction.PseudonymKey;
import dev.tapedeck.redaction.Redacted;
import dev.tapedeck.redaction.Redaction;
import dev.tapedeck.replay.Report;
import dev.tapedeck.replay.Scenario;
import dev.tapedeck.testkit.Needs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * The example's recording beside the truth about it, and its incidents as they come out of a cartridge: extracted, redacted, through the codec. The
 * system property {@code example.recording} names another recording, made by {@code examples/invoice-close/record}.
 */
final class Example {

    private static final Path HOME = Path.of(System.getProperty("tapedeck.root"), "examples/invoice-close");
    private static final Path RECORDING = Path.of(System.getProperty("example.recording", HOME.resolve("recording").toString()));

    private final Path telemetry;
    private final TelemetryIndex index;
    private final Literals literals;
    private final Consumer<Plan> arranged;
    private final Console console = Console.of(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), true);

    /** The committed one. */
    Example() {
        this(RECORDING);
    }

    /** Needs a fence and Node; fetches the packages that the functions import where they are not there yet. */
    Example(Path telemetry) {
        this(telemetry, List.of(HOME.resolve("app")), plan -> {});
    }

    /**
     * @param code what ran, whose words redaction keeps
     * @param arranged what every replay of it has otherwise than the blueprint
     */
    Example(Path telemetry, List<Path> code, Consumer<Plan> arranged) {
        this.telemetry = telemetry;
        this.literals = Literals.of(code, Optional.of(HOME.resolve("template.yaml")));
        this.arranged = arranged;
        this.index = Capture.read(Source.of(List.of(telemetry)), ReadOptions.DEFAULT, Progress.NONE);
        Needs.bubblewrap();
        Needs.node();
        try {
            new Prerequisites(console).packages(HOME.resolve("app"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SymptomReport symptoms() {
        return Symptoms.of(index);
    }

    static Path recording() {
        return RECORDING;
    }

    static Path home() {
        return HOME;
    }

    /** What really became of each workflow: correlation id to {@code lost-update}, {@code double-posting}, both, or nothing. */
    SortedMap<String, SortedSet<String>> truth() {
        return truth(telemetry);
    }

    static SortedMap<String, SortedSet<String>> truth(Path telemetry) {
        SortedMap<String, SortedSet<String>> truth = new TreeMap<>();
        Path file = telemetry.resolveSibling(telemetry.getFileName() + ".truth.json");
        try {
            for (JsonNode invoice : Json.parse(Files.readString(file)).path("invoices")) {
                TreeSet<String> failures = new TreeSet<>();
                invoice.path("failures").forEach(failure -> failures.add(failure.asString()));
                truth.put(invoice.path("correlationId").asString(), failures);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return truth;
    }

    /** One workflow before redaction. */
    Recording raw(String correlationId) {
        return Extraction.extract(index, Scope.correlation(correlationId), Scope.Hints.NONE);
    }

    /** One workflow as a cartridge holds it. */
    Incident incident(String correlationId) {
        Recording raw = raw(correlationId);
        byte[] key = new byte[PseudonymKey.BYTES];
        key[0] = 7;
        Redacted redacted = Redaction.apply(raw, Policy.DEFAULT, PseudonymKey.of(key), literals);
        return new Incident(RecordingCodec.decode(RecordingCodec.encode(redacted.recording())), redacted.redactionJson());
    }

    /** An extracted, redacted workflow, ready to be replayed. */
    final class Incident {

        private final Recording recording;
        private final JsonNode redaction;

        private Incident(Recording recording, JsonNode redaction) {
            this.recording = recording;
            this.redaction = redaction;
        }

        Recording recording() {
            return recording;
        }

        Incident with(Recording other) {
            return new Incident(other, redaction);
        }

        Report replay(Consumer<Plan> changed) {
            Plan plan = new Plan(recording, Blueprint.read(HOME.resolve("blueprint.yaml")));
            arranged.accept(plan);
            changed.accept(plan);
            return Replayed.of(plan, redaction, console).report();
        }

        Report replay() {
            return replay(plan -> {});
        }

        /** The two deliveries to `close-invoice`, which nothing orders. */
        Scenario.Exchange closing() {
            List<Name> pair = CausalOrder.of(recording).unorderedPairs().getFirst();
            return new Scenario.Exchange(pair.getFirst(), pair.getLast());
        }
    }

    static CodeOption fixed(String function) {
        return new CodeOption(function, HOME.resolve("fixed").resolve(function), "");
    }
}
