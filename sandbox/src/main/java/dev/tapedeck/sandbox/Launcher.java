package dev.tapedeck.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Starts processes, and sees to it that none is left. All are started from one thread that lives as long as the launcher: the system ends a fenced
 * process when the thread that started it ends (PR_SET_PDEATHSIG), so none survives this JVM, however it dies.
 */
final class Launcher implements AutoCloseable {

    private static final long LEAVE_NANOS = 2_000_000_000L;

    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("tapedeck-launcher").factory());
    private final Map<String, Future<Process>> ahead = new ConcurrentHashMap<>();
    private final Set<Process> live = ConcurrentHashMap.newKeySet();

    /**
     * Starts a process before anybody asks for it, to be had from {@link #launch} once: on a core that has nothing else to do Node is up and its hooks
     * are loaded by then. It knows nothing of the run, which is the same with and without.
     */
    void launchAhead(String component, List<String> command) {
        ahead.put(component, thread.submit(() -> start(command)));
    }

    Process launch(String component, List<String> command) {
        Future<Process> spare = ahead.remove(component);
        try {
            return (spare == null ? thread.submit(() -> start(command)) : spare).get();
        } catch (ExecutionException e) {
            throw new SandboxException("a guest cannot be started: " + e.getCause(),
                    "check the limits on processes and memory (`ulimit -a`)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("the start of a guest was interrupted", "try again");
        }
    }

    private Process start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        live.removeIf(earlier -> !earlier.isAlive());
        live.add(process);
        return process;
    }

    /** Ends every process; each has a moment to go by itself, which leaves nothing for the system to clear away. */
    @Override
    public void close() {
        ahead.values().forEach(process -> process.cancel(false));
        live.forEach(Launcher::closeChannel);
        long deadline = System.nanoTime() + LEAVE_NANOS;
        live.forEach(process -> end(process, deadline - System.nanoTime()));
        thread.shutdown();
    }

    private static void closeChannel(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // the pipe is broken: the process is going or gone
        }
    }

    private static void end(Process process, long nanos) {
        try {
            if (process.waitFor(nanos, TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
