package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Guests;
import dev.tapedeck.recording.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Real and modelled programs as guests, each instance a process in the fence. There is no way to open one without a fence. */
public final class Sandbox implements Guests, AutoCloseable {

    private static final int MOST_AHEAD = 8;
    private static final Limits COMPILER_LIMITS = Limits.ofFunction(1024);
    private static final String FILTER = "seccomp.bpf";
    private static final String LOOPBACK_FILTER = "seccomp-loopback.bpf";

    private final Fence.Fenced fence;
    private final SandboxOptions options;
    private final Path fittings;
    private final Map<String, GuestRuntime> runtimes;
    private final Map<String, Path> hooks;
    private final Watchdog watchdog;
    private final Launcher launcher = new Launcher(ControlGroups.here());

    private Sandbox(Fence.Fenced fence, SandboxOptions options, Path fittings, Map<String, GuestRuntime> runtimes,
            Map<String, Path> hooks) {
        this.fence = fence;
        this.options = options;
        this.fittings = fittings;
        this.runtimes = runtimes;
        this.hooks = hooks;
        this.watchdog = new Watchdog(options.segmentBudget());
    }

    public static Sandbox open(Fence.Fenced fence, SandboxOptions options) {
        try {
            Map<String, Path> hooks = new TreeMap<>();
            Map<String, GuestRuntime> byLabel = new TreeMap<>();
            Map<String, GuestRuntime> runtimes = new TreeMap<>();
            for (Program program : options.programs().values()) {
                String label = program.runtime().label();
                if (!byLabel.containsKey(label)) {
                    byLabel.put(label, program.runtime().without(options.disabledHooks()).within(options.state()));
                    checkReachable(Objects.requireNonNull(byLabel.get(label)));
                    hooks.put(label, unpacked(options.state(), program.runtime().files()));
                }
                runtimes.put(program.component(), Objects.requireNonNull(byLabel.get(label)));
            }
            Sandbox sandbox = new Sandbox(fence, options, unpacked(options.state(), fittings()), runtimes, hooks);
            sandbox.compileAhead();
            sandbox.startAhead();
            return sandbox;
        } catch (IOException e) {
            throw new SandboxException("the guest runtime cannot be unpacked: " + SandboxException.reason(e),
                    "check that the state directory's disk is not full");
        }
    }

    private static void checkReachable(GuestRuntime runtime) throws IOException {
        for (Path path : runtime.reached()) {
            Optional<Path> closed = StateDirectory.closedToTheFence(path);
            if (closed.isPresent()) {
                throw new SandboxException("the fence's user cannot enter `" + closed.get() + "`, which holds `" + path + "`",
                        "install " + runtime.label() + " under /usr or /opt, or run as another user than root");
            }
        }
    }

    private void compileAhead() throws IOException {
        for (Program program : options.programs().values()) {
            FenceCommand.Spec spec = spec(program);
            List<String> compiler = spec.runtime().compiler();
            if (!compiler.isEmpty()) {
                compiled(program, spec, compiler)
                        .ifPresent(modules -> runtimes.put(program.component(), spec.runtime().withCompiled(modules)));
            }
        }
    }

    private Optional<Path> compiled(Program program, FenceCommand.Spec spec, List<String> compiler) throws IOException {
        CompiledCode code = new CompiledCode(options.state(),
                spec.runtime().label() + "\n" + spec.runtime().compiledFrom(spec.hooks(), spec.code()));
        Optional<Path> known = code.known();
        if (known.isPresent()) {
            return known;
        }
        Launcher.Order order = new Launcher.Order(COMPILER_LIMITS, group -> FenceCommand.around(fence, spec, group, compiler));
        Process process = launcher.launch("the compiler of " + program.component(), order).process();
        process.getOutputStream().close();
        return code.unpack(process.getInputStream());
    }

    /** The first instance of each component will be wanted, in all likelihood. */
    private void startAhead() {
        options.programs().values().stream().limit(MOST_AHEAD)
                .forEach(program -> launcher.launchAhead(program.component(), order(program)));
    }

    /** What a component's process is shown. */
    FenceCommand.Spec spec(Program program) {
        Path filter = fittings.resolve(program.runtime().needsLoopback() ? LOOPBACK_FILTER : FILTER);
        return new FenceCommand.Spec(filter, program.code().directory(),
                program.layers() == null ? null : program.layers().directory(),
                Objects.requireNonNull(hooks.get(program.runtime().label())),
                Objects.requireNonNull(runtimes.get(program.component())),
                Limits.ofFunction(program.memoryMegabytes(), program.scratchMegabytes()));
    }

    private Launcher.Order order(Program program) {
        FenceCommand.Spec spec = spec(program);
        return new Launcher.Order(spec.limits(), group -> FenceCommand.of(fence, spec, group));
    }

    @Override
    public Guest open(String component, int ordinal) {
        Program program = options.programs().get(component);
        if (program == null) {
            throw new IllegalArgumentException("no program runs as `" + component + "`; there are " + options.programs().keySet());
        }
        return process(program, ordinal, null);
    }

    private GuestProcess process(Program program, int ordinal, Inheritance.@Nullable Left left) {
        Launcher.Order order = order(program);
        FencedLaunch launch = new FencedLaunch(fence, launcher.launch(program.component(), order), order.limits());
        return new GuestProcess(launch, watchdog, greeting(program, ordinal, left != null), left, next -> process(program, ordinal, next));
    }

    /** @param inherits whether there was a process before it in its execution environment */
    String greeting(Program program, int ordinal, boolean inherits) {
        ObjectNode greeting = Json.object();
        greeting.put("handler", program.handler()).put("taskRoot", FenceCommand.TASK_ROOT.toString()).put("memoryMegabytes",
                program.memoryMegabytes());
        texts(greeting.putObject("environment"), GuestEnvironment.of(program, ordinal));
        texts(greeting.putObject("constants"), options.constants());
        greeting.put("addressesVary", program.runtime().needsFixedAddresses() && !FixedAddresses.available());
        greeting.put("inherits", inherits);
        options.disabledHooks().forEach(greeting.putArray("disabledHooks")::add);
        return greeting.toString();
    }

    private static void texts(ObjectNode object, SortedMap<String, String> values) {
        values.forEach(object::put);
    }

    /** What the fence itself consists of: the filters, and what covers the kernel's files. */
    private static SortedMap<String, byte[]> fittings() {
        SortedMap<String, byte[]> files = KernelFiles.files();
        files.put(FILTER, filter(SeccompFilter.Sockets.NONE));
        files.put(LOOPBACK_FILTER, filter(SeccompFilter.Sockets.LOOPBACK));
        return files;
    }

    private static byte[] filter(SeccompFilter.Sockets sockets) {
        String arch = System.getProperty("os.arch", "");
        return SeccompFilter.forProcessor(arch, sockets)
                .orElseThrow(() -> new SandboxException("no filter of system calls is known for the processor `" + arch + "`",
                        "run it on x86-64 or arm64"));
    }

    /** A runtime's hooks, or the fence's fittings, under a name made of their content: another version of Tapedeck has another directory. */
    private static Path unpacked(StateDirectory state, SortedMap<String, byte[]> files) throws IOException {
        MessageDigest digest = FileDigests.sha256();
        files.forEach((name, content) -> {
            digest.update((name + "\0" + content.length + "\0").getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        Path target = state.runtime().resolve(FileDigests.hex(digest.digest()).substring(0, 32));
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            Path built = state.newBuilding();
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = Files.write(built.resolve(file.getKey()), file.getValue());
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--r--r--"));
            }
            Files.setPosixFilePermissions(built, PosixFilePermissions.fromString("rwxr-xr-x"));
            state.publish(built, target);
        }
        return target;
    }

    /** Ends every guest it opened. */
    @Override
    public void close() {
        launcher.close();
        watchdog.close();
    }
}
