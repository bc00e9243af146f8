package dev.tapedeck.sandbox;

import dev.tapedeck.guest.NodeRuntime;
import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Guests;
import dev.tapedeck.recording.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/**
 * Real and modelled programs as guests, each instance a process in the fence. There is no way to open one without a fence.
 *
 * <p>
 * All processes are started from one thread that lives as long as the sandbox: the kernel ends a fenced process when the thread that started it
 * ends (PR_SET_PDEATHSIG), so none survives this JVM, however it dies.
 */
public final class Sandbox implements Guests, AutoCloseable {

    private static final long LEAVE_NANOS = 2_000_000_000L;

    private final Fence.Fenced fence;
    private final SandboxOptions options;
    private final Path runtime;
    private final Path seccomp;
    private final Watchdog watchdog;
    private final ExecutorService launcher = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("tapedeck-launcher").factory());
    private final Set<Process> live = ConcurrentHashMap.newKeySet();

    private Sandbox(Fence.Fenced fence, SandboxOptions options, Path runtime) {
        this.fence = fence;
        this.options = options;
        this.runtime = runtime;
        this.seccomp = runtime.resolve("seccomp.bpf");
        this.watchdog = new Watchdog(options.segmentBudget());
    }

    public static Sandbox open(Fence.Fenced fence, SandboxOptions options) {
        try {
            return new Sandbox(fence, options, unpackedRuntime(options.state()));
        } catch (IOException e) {
            throw new SandboxException("the guest runtime cannot be unpacked: " + e, "check that the state directory's disk is not full");
        }
    }

    /** What a component's process is shown. */
    FenceCommand.Spec spec(Program program) {
        return new FenceCommand.Spec(seccomp, program.code().directory(), runtime, options.node(), program.memoryMegabytes());
    }

    @Override
    public Guest open(String component, int ordinal) {
        Program program = options.programs().get(component);
        if (program == null) {
            throw new IllegalArgumentException("no program runs as `" + component + "`; there are " + options.programs().keySet());
        }
        FenceCommand.Spec spec = new FenceCommand.Spec(seccomp, program.code().directory(), runtime, options.node(),
                program.memoryMegabytes());
        Process process = started(FenceCommand.of(fence, spec));
        live.removeIf(earlier -> !earlier.isAlive());
        live.add(process);
        return new GuestProcess(new FencedLaunch(process, program.memoryMegabytes()), watchdog, greeting(program, ordinal));
    }

    private static void end(Process process, long nanos) {
        try {
            process.getOutputStream().close();
            if (process.waitFor(nanos, TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // the pipe is broken: the process is going or gone
        }
        process.destroyForcibly();
    }

    private Process started(List<String> command) {
        try {
            return launcher.submit(() -> new ProcessBuilder(command).start()).get();
        } catch (ExecutionException e) {
            throw new SandboxException("a guest cannot be started: " + e.getCause(),
                    "check the limits on processes and memory (`ulimit -a`)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("the start of a guest was interrupted", "try again");
        }
    }

    private String greeting(Program program, int ordinal) {
        ObjectNode greeting = Json.object();
        greeting.put("handler", program.handler()).put("taskRoot", FenceCommand.TASK_ROOT.toString()).put("memoryMegabytes",
                program.memoryMegabytes());
        texts(greeting.putObject("environment"), GuestEnvironment.of(program, ordinal));
        texts(greeting.putObject("constants"), options.constants());
        options.disabledHooks().forEach(greeting.putArray("disabledHooks")::add);
        return greeting.toString();
    }

    private static void texts(ObjectNode object, SortedMap<String, String> values) {
        values.forEach(object::put);
    }

    /** The hooks and the filter, under a name made of their content: another version of Tapedeck has another directory. */
    private static Path unpackedRuntime(StateDirectory state) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>(NodeRuntime.files());
        String arch = System.getProperty("os.arch", "");
        files.put("seccomp.bpf", SeccompFilter.forProcessor(arch)
                .orElseThrow(() -> new SandboxException("no filter of system calls is known for the processor `" + arch + "`",
                        "run it on x86-64 or arm64")));
        MessageDigest digest = FileDigests.sha256();
        files.forEach((name, content) -> {
            digest.update((name + "\0" + content.length + "\0").getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        Path target = state.runtime().resolve(FileDigests.hex(digest.digest()).substring(0, 32));
        if (!Files.isDirectory(target)) {
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

    /** Ends every guest it opened: those that were closed have a moment to go by themselves. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + LEAVE_NANOS;
        live.forEach(process -> end(process, deadline - System.nanoTime()));
        launcher.shutdown();
        watchdog.close();
    }
}
