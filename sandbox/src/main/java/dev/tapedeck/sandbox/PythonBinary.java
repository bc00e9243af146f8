package dev.tapedeck.sandbox;

import dev.tapedeck.guest.PythonRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The Python that guests run on: the real interpreter with its libraries, not the shim of a version manager. User's packages that are installed with it
 * are not seen: a function brings its own, as on Lambda.
 *
 * @param path the interpreter on the host
 * @param prefix the directory that holds its {@code bin} and {@code lib}
 * @param version as Python says, {@code 3.12.1}
 * @param steady whether objects lie, and texts hash, alike in every run; only a control test has it otherwise
 * @param compiled the modules of the code, compiled
 */
public record PythonBinary(Path path, Path prefix, String version, boolean steady, Optional<Path> compiled) implements GuestRuntime {

    /** Where an installation that the system's directories do not hold is shown in the fence. */
    static final Path BOUND_AT = Path.of("/var/lang");

    static final Path COMPILED_AT = Path.of("/var/compiled");

    /** What is asked of a candidate, a line each. */
    static final String QUESTIONS = "import os, sys; print(os.path.realpath(getattr(sys, '_base_executable', '') or sys.executable)); "
            + "print(sys.base_prefix); print('%d.%d.%d' % sys.version_info[:3])";

    PythonBinary(Path path, Path prefix, String version) {
        this(path, prefix, version, true, Optional.empty());
    }

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
    public SortedMap<String, String> lambdaVariables() {
        SortedMap<String, String> variables = new TreeMap<>();
        variables.put("PYTHONPATH", FenceCommand.RUNTIME_ROOT.toString());
        return variables;
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
        compiled.ifPresent(modules -> binds.put(modules, COMPILED_AT));
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
        return new PythonBinary(copy.resolve(prefix.relativize(path)), copy, version, steady, compiled);
    }

    @Override
    public GuestRuntime without(List<String> disabledHooks) {
        return new PythonBinary(path, prefix, version, !disabledHooks.contains("addresses"), compiled);
    }

    @Override
    public List<String> compiler() {
        return interpreter(PythonRuntime.COMPILER);
    }

    @Override
    public GuestRuntime withCompiled(Path modules) {
        return new PythonBinary(path, prefix, version, steady, Optional.of(modules));
    }

    /** One arena, and hashes of text that are the same in every process: with addresses fixed, objects then lie where they lay in another run. */
    @Override
    public SortedMap<String, String> variables() {
        SortedMap<String, String> variables = new TreeMap<>();
        if (steady) {
            variables.put("PYTHONHASHSEED", "0");
        }
        variables.put("MALLOC_ARENA_MAX", "1");
        if (!prefix.equals(Path.of("/usr"))) {
            variables.put("LD_LIBRARY_PATH", (ofTheSystem() ? prefix : BOUND_AT).resolve("lib").toString());
        }
        return variables;
    }

    @Override
    public boolean needsFixedAddresses() {
        return steady;
    }

    @Override
    public List<String> command(int memoryMegabytes) {
        return interpreter(PythonRuntime.ENTRY);
    }

    private List<String> interpreter(String file) {
        Path inside = ofTheSystem() ? path : BOUND_AT.resolve(prefix.relativize(path));
        return List.of(inside.toString(), "-S", "-s", "-P", "-B", FenceCommand.RUNTIME_ROOT.resolve(file).toString());
    }
}
