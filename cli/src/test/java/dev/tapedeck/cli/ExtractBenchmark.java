package dev.tapedeck.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.tapedeck.capture.Capture;
import dev.tapedeck.capture.Extraction;
import dev.tapedeck.capture.Progress;
import dev.tapedeck.capture.ReadOptions;
import dev.tapedeck.capture.Scope;
import dev.tapedeck.capture.Source;
import dev.tapedeck.capture.TelemetryIndex;
import dev.tapedeck.cartridge.Cartridge;
import dev.tapedeck.cartridge.SealRequest;
import dev.tapedeck.cartridge.SigningKey;
import dev.tapedeck.cartridge.Statement;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.redaction.LeakGate;
import dev.tapedeck.redaction.Literals;
import dev.tapedeck.redaction.Policy;
import dev.tapedeck.redaction.PseudonymKey;
import dev.tapedeck.redaction.Redacted;
import dev.tapedeck.redaction.Redaction;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Telemetry to a sealed cartridge, in megabytes of (uncompressed) telemetry a second of one core, warm: reading alone; one incident out of the
 * whole, of which little has to be redacted; and the heaviest case, one tenant to whom all of it belongs, so that everything read is also joined,
 * redacted, encoded, passed through the gate and written: with redaction and gate, and without. What counts is the time of the processor, that of
 * the collector and the compiler included. Run by {@code dev/bench}; the arguments are how many copies of the example's recording, and rounds.
 */
final class ExtractBenchmark {

    private static final Path HOME = Path.of(System.getProperty("tapedeck.root", "."), "examples/invoice-close");
    private static final OperatingSystemMXBean PROCESS = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Statement STATEMENT = new Statement("0.0.0", List.of(), "sha256:" + "0".repeat(64), "bench", "",
            Statement.Classification.INTERNAL, "bench", new Moment(0), null, new Moment(1));

    private final ManyWorkflows telemetry;
    private final Literals literals = Literals.of(List.of(HOME.resolve("app")), Optional.of(HOME.resolve("template.yaml")));
    private final SigningKey key = SigningKey.generate();
    private final Path file;

    private ExtractBenchmark(int copies, Path file) {
        this.telemetry = new ManyWorkflows(HOME.resolve("recording"), copies, 7);
        this.file = file;
    }

    private interface Work {
        void run() throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        int copies = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        Path directory = Files.createTempDirectory("extract-benchmark");
        try {
            new ExtractBenchmark(copies, directory.resolve("x.cartridge")).run(rounds);
        } finally {
            Files.deleteIfExists(directory.resolve("x.cartridge"));
            Files.delete(directory);
        }
    }

    private void run(int rounds) throws IOException {
        List<byte[]> files = telemetry.files();
        Scope incident = Scope.correlation(telemetry.anyCorrelation());
        List<byte[]> ofOne = telemetry.filesOfOneTenant();
        say("reading telemetry", files, rounds, () -> read(files), "");
        say("extract one incident out of it, redacted", files, rounds, () -> extract(files, incident, true), " (goal: 30)");
        Scope whole = Scope.tenant(ManyWorkflows.onlyTenant());
        say("extract all of it as one tenant's, redacted", ofOne, rounds, () -> extract(ofOne, whole, true), " (goal: 30)");
        say("extract all of it as one tenant's, not redacted", ofOne, rounds, () -> extract(ofOne, whole, false), "");
    }

    private static TelemetryIndex read(List<byte[]> files) {
        List<Source> sources = files.stream().map(bytes -> Source.of("memory", bytes)).toList();
        return Capture.read(sources, ReadOptions.DEFAULT, Progress.NONE);
    }

    private void extract(List<byte[]> files, Scope scope, boolean redacted) {
        sealed(Extraction.extract(read(files), scope, Scope.Hints.NONE), redacted);
    }

    private void sealed(Recording recording, boolean redacted) {
        if (!redacted) {
            ObjectNode none = Json.object();
            Cartridge.of(new SealRequest(recording, none, STATEMENT), key).writeTo(file);
            return;
        }
        Redacted made = Redaction.apply(recording, Policy.DEFAULT, PseudonymKey.random(), literals);
        Cartridge cartridge = Cartridge.of(new SealRequest(made.recording(), made.redactionJson(), STATEMENT), key);
        if (LeakGate.check(cartridge.entries(), made.replaced()) instanceof LeakGate.Leaks leaks) {
            throw new IllegalStateException(leaks.toString());
        }
        cartridge.writeTo(file);
    }

    /** The median of the later half of the rounds: the earlier ones warm up. */
    private void say(String what, List<byte[]> files, int rounds, Work work, String goal) throws IOException {
        List<Long> nanos = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            long start = PROCESS.getProcessCpuTime();
            work.run();
            nanos.add(PROCESS.getProcessCpuTime() - start);
            Files.deleteIfExists(file);
        }
        List<Long> warm = new ArrayList<>(nanos.subList(rounds / 2, rounds));
        Collections.sort(warm);
        long bytes = files.stream().mapToLong(file -> file.length).sum();
        double speed = bytes * 1e3 / warm.get(warm.size() / 2);
        System.out.printf(Locale.ROOT, "%s (%.0f MB): %.1f MB/s a core%s%n", what, bytes / 1e6, speed, goal);
    }
}
