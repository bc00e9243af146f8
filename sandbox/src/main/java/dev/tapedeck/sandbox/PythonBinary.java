package dev.tapedeck.sandbox;

import dev.tapedeck.guest.PythonRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The Python that guests run on: the real interpreter with its libraries, not the shim of a version manager. User's packages that are installed with it
 * are not seen: a function brings its own, as on Lambda.
 *
 * @param path the interpreter on the host
 * @param prefix the directory that holds its {@code bin} and {@code lib}
 * @param version as Python says, {@code 3.12.1}
 */
public record PythonBinary(Path path, Path prefix, String version) implements GuestRuntime {

    /** Where an installation that the system's directories do not hold is shown in the fence. */
    static final Path BOUND_AT = Path.of("/var/lang");

    /** What is asked of a candidate, a line each. */
    static final String QUESTIONS = "import os, sys; print(os.path.realpath(getattr(sys, '_base_executable', '') or sys.executable)); "
            + "print(sys.base_prefix); print('%d.%d.%d' % sys.version_info[:3])";

    /** {@code 3.12}. */
    public String minor() {
        return version.substring(0, version.lastIndexOf('.'));
    }

    private boolean ofTheSystem() {
        return path.startsWith("/usr");
    }

    @Override
    public String label() {
        return "python " + version;
    }

    @Override
    public String executionEnvironment() {
        return "AWS_Lambda_python" + minor();
    }

    @Override
    public List<Path> entries(String handler) {
        return entriesOf(handler);
    }

    static List<Path> entriesOf(String handler) {
        String file = handler.replaceFirst("\\.[^./]*$", "").replace('.', '/');
        return List.of(Path.of(file + ".py"), Path.of(file, "__init__.py"));
    }

    @Override
    public SortedMap<String, byte[]> files() {
        return PythonRuntime.files();
    }

    @Override
    public SortedMap<Path, Path> binds() {
        SortedMap<Path, Path> binds = new TreeMap<>();
        if (!ofTheSystem()) {
            binds.put(prefix, BOUND_AT);
        }
        return binds;
    }

    @Override
    public List<Path> reached() {
        return List.of(path, prefix.resolve("lib"));
    }

    @Override
    public GuestRuntime within(StateDirectory state) throws IOException {
        if (StateDirectory.closedToTheFence(path).isEmpty()) {
            return this;
        }
        Path copy = new InterpreterCopy(state).of(prefix, minor());
        return new PythonBinary(copy.resolve(prefix.relativize(path)), copy, version);
    }

    /** One arena, and hashes of text that are the same in every process: with addresses fixed, objects then lie where they lay in another run. */
    @Override
    public SortedMap<String, String> variables() {
        SortedMap<String, String> variables = new TreeMap<>();
        variables.put("PYTHONHASHSEED", "0");
        variables.put("MALLOC_ARENA_MAX", "1");
        if (!prefix.equals(Path.of("/usr"))) {
            variables.put("LD_LIBRARY_PATH", (ofTheSystem() ? prefix : BOUND_AT).resolve("lib").toString());
        }
        return variables;
    }

    @Override
    public boolean needsFixedAddresses() {
        return true;
    }

    @Override
    public List<String> command(int memoryMegabytes) {
        Path inside = ofTheSystem() ? path : BOUND_AT.resolve(prefix.relativize(path));
        return List.of(inside.toString(), "-S", "-s", "-P", "-B", FenceCommand.RUNTIME_ROOT.resolve(PythonRuntime.ENTRY).toString());
    }
}
