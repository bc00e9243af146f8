package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Guest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A hundred Node guests at once, what each takes of the memory, and what a start costs over that of Node alone. A plain program:
 * {@code ./dev/bench crowd}.
 */
public final class CrowdBenchmark {

    private static final int GUESTS = 100;
    private static final int STARTS = 15;
    private static final String HANDLER = "bench/light";

    private CrowdBenchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        for (int major : NodeVersions.MAJORS) {
            NodeBinary node = NodeVersions.of(major);
            try (Sandbox sandbox = Sandbox.open(TestBench.fence(), TestBench.options(node, List.of(HANDLER)))) {
                double bare = bareMillis(node);
                double fenced = startMillis(sandbox);
                print("Node " + major + " alone, start and end, median of " + STARTS, "%.0f ms", bare);
                print("Node " + major + " guest, start to handler, median of " + STARTS, "%.0f ms", fenced);
                print("Node " + major + " guest over Node alone", "%.0f ms (goal: 50)", fenced - bare);
            }
        }
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), TestBench.options(HANDLER))) {
            crowd(sandbox);
        }
    }

    private static void crowd(Sandbox sandbox) throws IOException {
        long began = System.nanoTime();
        List<Guest> guests = new ArrayList<>();
        for (int i = 0; i < GUESTS; i++) {
            guests.add(sandbox.open(HANDLER, i));
        }
        guests.forEach(CrowdBenchmark::start);
        print(GUESTS + " Node guests at once, all ready after", "%.1f s", (System.nanoTime() - began) / 1e9);
        began = System.nanoTime();
        for (Guest guest : guests) {
            invoke(guest);
        }
        print("an invocation of each of " + GUESTS + " guests, one after the other", "%.0f ms", (System.nanoTime() - began) / 1e6);
        print("memory of a Node guest, shared pages divided among those that share them", "%.0f MB", memoryMegabytes() / GUESTS);
        guests.forEach(Guest::close);
    }

    private static void start(Guest guest) {
        guest.start(clock(), new Guest.Entropy(1, 1));
    }

    private static void invoke(Guest guest) {
        guest.invoke(clock(), new Guest.Entropy(1, 2), new Guest.Invoke("id", "{}", 60_000, "arn", ""));
    }

    private static Guest.Clock clock() {
        return new Guest.Clock(0, Play.EPOCH_NANOS, 0);
    }

    /** Of every Node below this process. */
    private static double memoryMegabytes() throws IOException {
        double kilobytes = 0;
        for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
            Path rollup = Path.of("/proc", Long.toString(process.pid()), "smaps_rollup");
            if (process.info().command().orElse("").endsWith("/node") && Files.isReadable(rollup)) {
                kilobytes += Files.readAllLines(rollup).stream().filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).sum();
            }
        }
        return kilobytes / 1024;
    }

    private static double startMillis(Sandbox sandbox) {
        long[] nanos = new long[STARTS];
        for (int i = 0; i < STARTS; i++) {
            long began = System.nanoTime();
            Guest guest = sandbox.open(HANDLER, 0);
            start(guest);
            nanos[i] = System.nanoTime() - began;
            guest.close();
        }
        return medianMillis(nanos);
    }

    private static double bareMillis(NodeBinary node) throws IOException, InterruptedException {
        long[] nanos = new long[STARTS];
        for (int i = 0; i < STARTS; i++) {
            long began = System.nanoTime();
            if (!new ProcessBuilder(node.path().toString(), "-e", "0").start().waitFor(1, TimeUnit.MINUTES)) {
                throw new IOException("Node did not end");
            }
            nanos[i] = System.nanoTime() - began;
        }
        return medianMillis(nanos);
    }

    private static double medianMillis(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e6;
    }

    private static void print(String what, String format, double figure) {
        System.out.println(what + ": " + String.format(Locale.ROOT, format, figure));
    }
}
