package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.provider.Arguments;

/**
 * What tests with real Python guests stand on: each supported version that is on the machine (in CI all have to be), the packages that the handlers
 * import, installed beside the build for each of them, the handlers of {@code src/test/guests/python} staged together with those.
 */
final class PythonBench {

    static final Path ROOT = Path.of(System.getProperty("tapedeck.root", "..")).toAbsolutePath().normalize();
    static final Path GUESTS = TestBench.GUESTS.resolve("python");

    private static final PythonSearch SEARCH = PythonSearch.ofEnvironment();
    private static final SortedMap<String, StagedCode> STAGED = new TreeMap<>();

    private PythonBench() {}

    /** The versions to test, as {@code 3.12}. */
    static Stream<String> versions() {
        List<String> there = PythonSearch.MINORS.stream().filter(minor -> SEARCH.find(minor).isPresent()).toList();
        if ("true".equals(System.getenv("CI")) && !there.equals(PythonSearch.MINORS)) {
            throw new AssertionError("of Python " + PythonSearch.MINORS + " there are only " + there + ", and in CI nothing is skipped");
        }
        if (there.isEmpty()) {
            Assumptions.abort("skipped, since there is no Python " + PythonSearch.MINORS + " on this machine");
        }
        return there.stream();
    }

    /** Each of them with each of the given rows, whose parts are told apart by a bar. */
    static Stream<Arguments> versions(String rows) {
        return versions().flatMap(python -> rows.lines().map(row -> Arguments.of(
                Stream.concat(Stream.of(python), Arrays.stream(row.split("\\|")).map(String::strip)).toArray())));
    }

    /** One of them for what does not differ between versions. */
    static PythonBinary anyPython() {
        return python(versions().toList().getFirst());
    }

    static PythonBinary python(String minor) {
        return SEARCH.find(minor).orElseThrow();
    }

    static synchronized StagedCode staged(String minor) {
        return STAGED.computeIfAbsent(minor, version -> new Staging(TestBench.state()).stage(packages(version), List.of(GUESTS)));
    }

    private static Path packages(String minor) {
        Path target = ROOT.resolve("sandbox/target/python-packages").resolve(minor);
        try {
            int exit = new ProcessBuilder(ROOT.resolve("dev/python-packages").toString(), minor, target.toString()).inheritIO().start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError(
                        "the test guests' packages cannot be installed: `dev/python-packages " + minor + "` ended with " + exit);
            }
            return target;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("dev/python-packages cannot be run", e);
        }
    }

    /** @param handlers as {@code corpus/clocks.handler} */
    static SandboxOptions options(String minor, String... handlers) {
        StagedCode code = staged(minor);
        SortedMap<String, String> variables = new TreeMap<>();
        variables.put("STAGE", "test");
        return SandboxOptions.of(TestBench.state(), Arrays.stream(handlers)
                .map(handler -> new Program(handler, python(minor), code, handler, variables, 256, Program.Kind.FUNCTION)).toList());
    }

    /** The handlers whose runs have to be equal. */
    static List<String> corpus() {
        return handlers("corpus");
    }

    static List<String> handlers(String directory) {
        try (Stream<Path> files = Files.list(GUESTS.resolve(directory))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".py"))
                    .map(name -> directory + "/" + name.substring(0, name.length() - 3) + ".handler").sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
