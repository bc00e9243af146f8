package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds Python interpreters: first the programs on the PATH, then what version managers keep, then their shims, which take a while to answer. Each
 * minor version is looked for once.
 */
final class PythonSearch {

    static final List<String> MINORS = List.of("3.11", "3.12", "3.13");

    private static final Pattern VERSION = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+");

    private final SearchPath path;
    private final List<Path> kept;
    private final SortedMap<String, Optional<PythonBinary>> found = new TreeMap<>();

    /** @param kept directories in which each entry is an installation, as pyenv and uv have them */
    PythonSearch(SearchPath path, List<Path> kept) {
        this.path = path;
        this.kept = List.copyOf(kept);
    }

    static PythonSearch ofEnvironment() {
        return new PythonSearch(SearchPath.ofEnvironment(), UserHome.directory()
                .map(home -> List.of(home.resolve(".pyenv/versions"), home.resolve(".local/share/uv/python"))).orElse(List.of()));
    }

    /** The installation of a minor version, {@code 3.12}. */
    synchronized Optional<PythonBinary> find(String minor) {
        return found.computeIfAbsent(minor, this::look);
    }

    /** Those of the supported minor versions that are there. */
    List<PythonBinary> all() {
        return MINORS.stream().flatMap(minor -> find(minor).stream()).toList();
    }

    /**
     * The one for a runtime as Lambda names it, {@code python3.12}. No other minor version is taken in its place.
     *
     * @throws SandboxException if it is not there, naming what to install
     */
    PythonBinary deployed(String runtime) {
        String minor = runtime.replaceFirst("^python", "");
        if (!MINORS.contains(minor)) {
            throw new SandboxException("there is no guest for the runtime `" + runtime + "`", "Python guests are " + named(MINORS)
                    + ": name one of them as its runtime (`runtime` in the blueprint, or --runtime), or have it take part as `recorded`");
        }
        return find(minor).orElseThrow(() -> new SandboxException("Python " + minor + " is not on this machine", install(minor)));
    }

    private String install(String minor) {
        String install = "install it (`apt-get install python" + minor + "` where Debian has it, `pyenv install " + minor + "` elsewhere)";
        List<String> others = all().stream().map(PythonBinary::minor).toList();
        return others.isEmpty() ? install : install + ", or run it on " + named(others) + " by naming that as its runtime (--runtime)";
    }

    /** The newest there is, for a function of which nobody says what it was deployed for. */
    PythonBinary any() {
        List<PythonBinary> all = all();
        if (all.isEmpty()) {
            throw new SandboxException("none of " + named(MINORS) + " is on this machine",
                    "install one, for example `apt-get install python3`");
        }
        return all.getLast();
    }

    private static String named(List<String> minors) {
        return minors.stream().map(minor -> "`python" + minor + "`").collect(Collectors.joining(", "));
    }

    private Optional<PythonBinary> look(String minor) {
        String program = "python" + minor;
        List<Path> named = new ArrayList<>();
        path.directories().forEach(directory -> Stream.of(program, "python3").map(directory::resolve).forEach(named::add));
        Stream<Path> installed = kept.stream().flatMap(PythonSearch::entries).map(entry -> entry.resolve("bin").resolve(program));
        Stream<Path> binaries = Stream.concat(named.stream().filter(Interpreter::isBinary), installed.filter(Interpreter::isBinary));
        Stream<Path> shims = named.stream()
                .filter(shim -> shim.endsWith(program) && Files.isExecutable(shim) && !Interpreter.isBinary(shim));
        return Stream.concat(binaries, shims).flatMap(candidate -> asked(candidate).stream()).filter(python -> python.minor().equals(minor))
                .findFirst();
    }

    private static Optional<PythonBinary> asked(Path candidate) {
        return Interpreter.said(candidate, "-I", "-S", "-c", PythonBinary.QUESTIONS).map(said -> said.lines().toList())
                .filter(lines -> lines.size() == 3 && VERSION.matcher(lines.get(2)).matches())
                .map(lines -> new PythonBinary(Path.of(lines.get(0)), Path.of(lines.get(1)), lines.get(2)))
                .filter(python -> python.path().startsWith(python.prefix()));
    }

    /** The newest patch version first. */
    private static Stream<Path> entries(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted(Comparator.comparing(PythonSearch::padded).reversed()).toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /** 3.9 comes before 3.13. */
    private static String padded(Path entry) {
        return Pattern.compile("[0-9]+").matcher(entry.getFileName().toString()).replaceAll(number -> "0".repeat(
                Math.max(0, 6 - number.group().length())) + number.group());
    }
}
