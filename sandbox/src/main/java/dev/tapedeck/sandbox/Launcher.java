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
import java.util.function.Function;

/**
 * Starts processes, and sees to it that none is left. All are started from one thread that lives as long as the launcher: the system ends a fenced
 * process when the thread that started it ends (PR_SET_PDEATHSIG), so none survives this JVM, however it dies.
 */
final class Launcher implements AutoCloseable {

    private static final long LEAVE_NANOS = 2_000_000_000L;
    private static final long REAP_NANOS = 1_000_000_000L;

    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("tapedeck-launcher").factory());
    private final ControlGroups groups;
    private final Map<String, Future<Started>> ahead = new ConcurrentHashMap<>();
    private final Set<Started> live = ConcurrentHashMap.newKeySet();

    Launcher(ControlGroups groups) {
        this.groups = groups;
    }

    /** What to start: the command depends on the group that the process is to join. */
    record Order(Limits limits, Function<ControlGroup, List<String>> command) {}

    /** A process, and the group that it and whatever it starts are in. */
    record Started(Process process, ControlGroup group) {

        boolean isOver() {
            return !process.isAlive();
        }
    }

    /**
     * Starts a process before anybody asks for it, to be had from {@link #launch} once: on a core that has nothing else to do Node is up and its hooks
     * are loaded by then. It knows nothing of the run, which is the same with and without.
     */
    void launchAhead(String component, Order order) {
        ahead.put(component, thread.submit(() -> start(order)));
    }

    Started launch(String component, Order order) {
        Future<Started> spare = ahead.remove(component);
        try {
            return (spare == null ? thread.submit(() -> start(order)) : spare).get();
        } catch (ExecutionException e) {
            throw new SandboxException("a guest cannot be started: " + e.getCause(),
                    "check the limits on processes and memory (`ulimit -a`)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("the start of a guest was interrupted", "try again");
        }
    }

    private Started start(Order order) throws IOException {
        live.stream().filter(Started::isOver).toList().forEach(this::forget);
        ControlGroup group = groups.make(order.limits());
        try {
            Started started = new Started(new ProcessBuilder(order.command().apply(group)).start(), group);
            live.add(started);
            return started;
        } catch (IOException e) {
            group.remove();
            throw e;
        }
    }

    private void forget(Started started) {
        if (live.remove(started)) {
            started.group().remove();
        }
    }

    /** Ends every process; each has a moment to go by itself, which leaves nothing for the system to clear away. */
    @Override
    public void close() {
        ahead.values().forEach(started -> started.cancel(false));
        live.forEach(started -> closeChannel(started.process()));
        long deadline = System.nanoTime() + LEAVE_NANOS;
        live.forEach(started -> end(started.process(), deadline - System.nanoTime()));
        live.forEach(this::forget);
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
            process.destroyForcibly();
            process.waitFor(REAP_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
