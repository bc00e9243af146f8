package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/**
 * What tests with real guests stand on: a fence (in CI it has to be there; elsewhere its lack is said and the test skipped), a state directory that
 * the fence's user can enter, the handlers of {@code src/test/guests} staged.
 */
final class TestBench {

    static final Path ROOT = Path.of(System.getProperty("tapedeck.root", "..")).toAbsolutePath().normalize();
    static final Path GUESTS = ROOT.resolve("sandbox/src/test/guests");

    static final String SHARED_STATE = "tapedeck.test.state";

    private static final StateDirectory STATE = StateDirectory.open(temporary());
    private static final NodeBinary NODE = NodeBinary.locate();

    private TestBench() {}

    static Fence.Fenced fence() {
        return switch (Fence.detect()) {
            case Fence.Fenced fenced -> fenced;
            case Fence.Unavailable(String reason, String remedy) -> {
                if ("true".equals(System.getenv("CI"))) {
                    throw new AssertionError("no fence, and in CI nothing is skipped: " + reason + "; " + remedy);
                }
                Assumptions.abort("skipped, since there is no fence: " + reason + "; to run it: " + remedy);
                throw new AssertionError();
            }
        };
    }

    static StateDirectory state() {
        return STATE;
    }

    static StagedCode staged() {
        installPackages(GUESTS);
        return new Staging(STATE).stage(GUESTS);
    }

    /** {@code dev/test} installs them beforehand; alone a test does it itself, once. */
    static synchronized void installPackages(Path directory) {
        if (Files.isRegularFile(directory.resolve("node_modules/.package-lock.json"))) {
            return;
        }
        try {
            int exit = new ProcessBuilder("npm", "ci", "--silent", "--prefix", directory.toString()).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new AssertionError("its packages cannot be installed: `npm ci --prefix " + directory + "` ended with " + exit);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("npm cannot be run", e);
        }
    }

    static SandboxOptions options(String... files) {
        return options(NODE, List.of(files));
    }

    static SandboxOptions options(NodeBinary node, List<String> files) {
        return options(node, staged(), files);
    }

    static SandboxOptions options(NodeBinary node, StagedCode code, List<String> files) {
        return SandboxOptions.of(STATE, files.stream()
                .map(file -> new Program(file, node, code, file + ".handler", variables(), 256, Program.Kind.FUNCTION)).toList());
    }

    private static SortedMap<String, String> variables() {
        SortedMap<String, String> variables = new TreeMap<>();
        variables.put("STAGE", "test");
        return variables;
    }

    /** A process that a test starts, to kill it, shares the test's. */
    private static Path temporary() {
        String shared = System.getProperty(SHARED_STATE);
        if (shared != null) {
            return Path.of(shared);
        }
        try {
            Path directory = Files.createTempDirectory("tapedeck-sandbox-test");
            Files.setPosixFilePermissions(directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    StateDirectory.remove(directory);
                } catch (IOException e) {
                    System.err.println("could not remove " + directory + ": " + e);
                }
            }));
            return directory;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
