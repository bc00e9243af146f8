package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Guest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A hundred guests at once, and what each takes of the memory. A plain program: {@code ./dev/bench crowd}.
 */
public final class CrowdBenchmark {

    private static final int GUESTS = 100;

    private CrowdBenchmark() {}

    public static void main(String[] args) throws IOException {
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), TestBench.options("bench/light"))) {
            crowd(sandbox, "Node", "bench/light", command -> command.endsWith("/node"));
        }
        PythonBinary python = PythonBench.anyPython();
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), PythonBench.options(python.minor(), "bench/light.handler"))) {
            crowd(sandbox, "Python " + python.minor(), "bench/light.handler", command -> command.matches(".*/python[0-9.]*"));
        }
    }

    private static void crowd(Sandbox sandbox, String language, String handler, Predicate<String> isOne) throws IOException {
        long began = System.nanoTime();
        List<Guest> guests = new ArrayList<>();
        for (int i = 0; i < GUESTS; i++) {
            guests.add(sandbox.open(handler, i));
        }
        guests.forEach(CrowdBenchmark::start);
        print(GUESTS + " " + language + " guests at once, all ready after", "%.1f s", (System.nanoTime() - began) / 1e9);
        began = System.nanoTime();
        for (Guest guest : guests) {
            invoke(guest);
        }
        print("an invocation of each of " + GUESTS + " " + language + " guests, one after the other", "%.0f ms",
                (System.nanoTime() - began) / 1e6);
        print("memory of a " + language + " guest, shared pages divided among those that share them", "%.0f MB",
                megabytes("Pss:", isOne) / GUESTS);
        print("memory of a " + language + " guest, shared pages counted in full", "%.0f MB", megabytes("Rss:", isOne) / GUESTS);
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

    /** Of every such process below this one; there have to be as many as guests. */
    private static double megabytes(String line, Predicate<String> isOne) throws IOException {
        List<Path> processes = ProcessHandle.current().descendants().filter(process -> isOne.test(process.info().command().orElse("")))
                .map(process -> Path.of("/proc", Long.toString(process.pid()), "smaps_rollup")).filter(Files::isReadable).toList();
        if (processes.size() < GUESTS) {
            throw new IllegalStateException("the memory of " + processes.size() + " processes can be read, of " + GUESTS + " guests");
        }
        double kilobytes = 0;
        for (Path rollup : processes) {
            kilobytes += Files.readAllLines(rollup).stream().filter(each -> each.startsWith(line))
                    .mapToLong(each -> Long.parseLong(each.replaceAll("[^0-9]", ""))).sum();
        }
        return kilobytes / 1024;
    }

    private static void print(String what, String format, double figure) {
        System.out.println(what + ": " + String.format(Locale.ROOT, format, figure));
    }
}
