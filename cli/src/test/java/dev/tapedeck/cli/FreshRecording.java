package dev.tapedeck.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import static java.util.stream.Collectors.toCollection;

/**
 * A recording made now, by {@code examples/invoice-close/record}. Its failures come about by themselves, so a small recording may lack one kind: then
 * the next seed is tried. The system properties {@code example.seed}, {@code example.workflows} and {@code example.slow} say otherwise than usual.
 */
final class FreshRecording {

    private static final long SEED = Long.getLong("example.seed", 2026);
    private static final int WORKFLOWS = Integer.getInteger("example.workflows", 80);
    /** A bad hour of the dependency, for failures to be there in a small recording. */
    private static final String SLOW = System.getProperty("example.slow", "0.08");
    private static final int TRIES = 4;
    private static final Set<String> KINDS = new TreeSet<>(List.of("double-posting", "lost-update"));

    private FreshRecording() {}

    /** @return the directory of its telemetry, beside which stands the truth */
    static Path make(Path directory) throws IOException, InterruptedException {
        return make(directory, WORKFLOWS, List.of(), Map.of());
    }

    /**
     * @param options of {@code record}, beside those that say how much is recorded
     * @param environment beside what is there
     */
    static Path make(Path directory, int workflows, List<String> options, Map<String, String> environment)
            throws IOException, InterruptedException {
        for (long seed = SEED; seed < SEED + TRIES; seed++) {
            Path recording = directory.resolve("seed-" + seed);
            List<String> command = new ArrayList<>(List.of(Example.home().resolve("record").toString(), "--seed", Long.toString(seed),
                    "--workflows", Integer.toString(workflows), "--rate", "4", "--slow", SLOW, "-o", recording.toString()));
            command.addAll(options);
            String said = record(recording, command, environment);
            System.out.println("fresh recording: seed " + seed + ", " + workflows + " workflows: " + said.lines().toList().getLast());
            if (kinds(recording).equals(KINDS)) {
                return recording;
            }
        }
        throw new AssertionError("of " + TRIES + " recordings from seed " + SEED + " on none held failures of both kinds: " + KINDS);
    }

    private static Set<String> kinds(Path recording) {
        return Example.truth(recording).values().stream().flatMap(Collection::stream).collect(toCollection(TreeSet::new));
    }

    private static String record(Path recording, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(recording.getParent(), "record", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(30, TimeUnit.MINUTES)) {
            process.destroy();
            throw new AssertionError(String.join(" ", command) + " does not end");
        }
        String said = Files.readString(output).strip();
        if (process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + process.exitValue() + ":\n" + said);
        }
        return said;
    }
}
