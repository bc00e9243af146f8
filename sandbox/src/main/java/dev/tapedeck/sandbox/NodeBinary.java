package dev.tapedeck.sandbox;

import dev.tapedeck.guest.NodeRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Node that guests run on: the real binary, not the shim of a version manager.
 *
 * @param path the binary on the host
 * @param version as {@code node --version} says, {@code v20.11.0}
 * @param compiled the hooks, compiled by this Node
 */
public record NodeBinary(Path path, String version, Optional<Path> compiled) implements GuestRuntime {

    /** Where a binary that the system's directories do not hold is shown in the fence. */
    static final Path BOUND_AT = Path.of("/var/lang/bin");

    /** Where entry.js looks for the compiled hooks. */
    static final Path COMPILED_AT = Path.of("/var/compiled");

    /**
     * For the start alone; entry.js takes them back. Without the first V8 draws a seed for its tables of names, and fills all of them anew: a fifth of the start
     * of bare Node. It keeps strangers from choosing names that collide, and in the fence there are none. With the second the hooks find room without a
     * collection of garbage.
     */
    private static final List<String> QUICK_START = List.of("--no-rehash-snapshot", "--min-semi-space-size=4");

    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final int OLDEST = 18;
    private static final int COMPILER_MEGABYTES = 128;

    /** Later ones hand out what numbers.js needs only where a flag says so. */
    private static final int LAST_WITH_BINDINGS = 22;

    /** Later ones reserve the range for compiled code as writable: seen in {@code /proc/self/maps} of Node 24, not of Node 22. */
    private static final int LAST_TO_PROTECT_CODE = 22;
    private static final int CODE_RANGE_MEGABYTES = 512;

    /** From here on the runtime loads TypeScript: https://docs.aws.amazon.com/lambda/latest/dg/lambda-typescript.html. */
    private static final int STRIPS_TYPES = 24;

    /** Asking Node for its version takes as long as starting it: once is enough. */
    private static @Nullable NodeBinary here;

    NodeBinary(Path path, String version) {
        this(path, version, Optional.empty());
    }

    /** Finds it on the PATH. */
    public static synchronized NodeBinary locate() {
        if (here == null) {
            here = locate(SearchPath.ofEnvironment());
        }
        return here;
    }

    static NodeBinary locate(SearchPath path) {
        NodeBinary node = path.find("node").map(NodeBinary::at)
                .orElseThrow(() -> new SandboxException("`node` is not on the PATH", "install Node 20 or later, or put it on the PATH"));
        if (node.major() < OLDEST) {
            throw new SandboxException("`" + node.path() + "` is Node " + node.version(), "put Node " + OLDEST + " or later on the PATH");
        }
        return node;
    }

    /** The binary behind a link or a version manager's shim. */
    static NodeBinary at(Path program) {
        Path found = real(program);
        Path binary = isBinary(found) ? found : Path.of(said(found, "-p", "process.execPath"));
        return new NodeBinary(binary, said(binary, "--version"));
    }

    int major() {
        return Integer.parseInt(version.substring(1, version.indexOf('.')));
    }

    /** The path inside the fence. */
    Path inside() {
        return path.startsWith("/usr") ? path : BOUND_AT.resolve(path.getFileName());
    }

    @Override
    public String label() {
        return "node " + version;
    }

    @Override
    public String executionEnvironment() {
        return "AWS_Lambda_nodejs" + major() + ".x";
    }

    @Override
    public List<Path> entries(String handler) {
        return entriesOf(handler).stream().filter(entry -> major() >= STRIPS_TYPES || !entry.toString().matches(".*\\.[mc]?ts")).toList();
    }

    static List<Path> entriesOf(String handler) {
        String file = handler.replaceFirst("\\.[^./]*$", "");
        return Stream.of("", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts").map(ending -> Path.of(file + ending)).toList();
    }

    @Override
    public SortedMap<String, String> lambdaVariables() {
        SortedMap<String, String> variables = new TreeMap<>();
        variables.put("NODE_PATH", "/opt/nodejs/node" + major() + "/node_modules:/opt/nodejs/node_modules:"
                + FenceCommand.RUNTIME_ROOT.resolve("node_modules"));
        return variables;
    }

    @Override
    public SortedMap<String, byte[]> files() {
        return NodeRuntime.files();
    }

    @Override
    public SortedMap<Path, Path> binds() {
        SortedMap<Path, Path> binds = new TreeMap<>();
        if (!path.startsWith("/usr")) {
            binds.put(Objects.requireNonNull(path.getParent()), BOUND_AT);
        }
        compiled.ifPresent(hooks -> binds.put(hooks, COMPILED_AT));
        return binds;
    }

    @Override
    public List<Path> reached() {
        return List.of(path);
    }

    @Override
    public NodeBinary within(StateDirectory state) {
        return new NodeBinary(BinaryCopy.in(state).reachable(path), version, compiled);
    }

    @Override
    public List<String> compiler() {
        List<String> command = new ArrayList<>(command(COMPILER_MEGABYTES));
        command.add(NodeRuntime.COMPILE);
        return command;
    }

    /** The hooks only: of the code it is not known which part will run. */
    @Override
    public String compiledFrom(Path hooks, Path code) {
        return path + "\n" + hooks;
    }

    @Override
    public GuestRuntime withCompiled(Path hooks) {
        return new NodeBinary(path, version, Optional.of(hooks));
    }

    @Override
    public int reservedMegabytes() {
        return major() > LAST_TO_PROTECT_CODE ? CODE_RANGE_MEGABYTES : 0;
    }

    @Override
    public List<String> command(int memoryMegabytes) {
        List<String> command = new ArrayList<>(List.of(inside().toString(), "--no-warnings", "--max-old-space-size=" + memoryMegabytes));
        command.addAll(QUICK_START);
        if (major() > LAST_WITH_BINDINGS) {
            command.add("--expose-internals");
        }
        command.add(FenceCommand.RUNTIME_ROOT.resolve(NodeRuntime.ENTRY).toString());
        return command;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new SandboxException("`" + path + "` cannot be resolved: " + e.getMessage(), "check that link");
        }
    }

    private static boolean isBinary(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(ELF.length), ELF);
        } catch (IOException e) {
            return false;
        }
    }

    private static String said(Path program, String... arguments) {
        try {
            List<String> command = new ArrayList<>(List.of(program.toString()));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8).strip();
            if (process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 && !said.isEmpty()) {
                return said;
            }
            process.destroyForcibly();
            throw new SandboxException("`" + String.join(" ", command) + "` did not work", "check the Node on the PATH");
        } catch (IOException e) {
            throw new SandboxException("`" + program + "` cannot be started: " + e.getMessage(), "check the Node on the PATH");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("the look for Node was interrupted", "try again");
        }
    }
}
