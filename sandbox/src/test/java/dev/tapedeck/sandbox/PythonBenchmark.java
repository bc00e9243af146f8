package dev.tapedeck.sandbox;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * What Python guests cost: calls, sleeps and invocations a second through the channel, and a cold start beside that of the bare interpreter. Fenced,
 * one guest at a time, the best of several rounds. A plain program: {@code ./dev/bench python}.
 */
public final class PythonBenchmark {

    private static final int STARTS = 30;
    private static final String[] HANDLERS = {"bench/raw.handler", "bench/calls.handler", "bench/requests_session.handler",
            "bench/sleeps.handler",
            "bench/loop_sleeps.handler", "bench/light.handler", "bench/aws.handler"};

    private PythonBenchmark() {}

    private static void print(String what, String format, double figure) {
        System.out.println("Python " + what + ": " + String.format(Locale.ROOT, format, figure));
    }

    /** The interpreter alone, which does nothing: the median. */
    private static double bareMillis(PythonBinary python) throws IOException, InterruptedException {
        long[] nanos = new long[STARTS];
        for (int i = 0; i < STARTS; i++) {
            long start = System.nanoTime();
            new ProcessBuilder(python.path().toString(), "-S", "-c", "pass").start().waitFor();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[STARTS / 2] / 1e6;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        PythonBinary python = PythonBench.anyPython();
        System.out.println("Python: " + python.version());
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), PythonBench.options(python.minor(), HANDLERS))) {
            print("HTTP calls through the channel, raw socket", "%,.0f /s (goal: 6,000)",
                    GuestBenchmark.perSecond(sandbox, HANDLERS[0], 4000, 1));
            print("HTTP calls with http.client", "%,.0f /s", GuestBenchmark.perSecond(sandbox, HANDLERS[1], 2000, 1));
            print("HTTP calls with requests", "%,.0f /s", GuestBenchmark.perSecond(sandbox, HANDLERS[2], 500, 1));
            print("virtual sleeps", "%,.0f /s (goal: 25,000)", GuestBenchmark.perSecond(sandbox, HANDLERS[3], 10_000, 1));
            print("virtual sleeps of an event loop", "%,.0f /s", GuestBenchmark.perSecond(sandbox, HANDLERS[4], 5000, 1));
            print("warm light invocations", "%,.0f /s", GuestBenchmark.perSecond(sandbox, HANDLERS[5], 1, 4000));
            double bare = bareMillis(python);
            double start = GuestBenchmark.startMillis(sandbox, HANDLERS[5]);
            print("start of the bare interpreter, median of " + STARTS, "%.0f ms", bare);
            print("start in the fence, median of " + STARTS, "%.0f ms", start);
            print("start in the fence over the bare interpreter", "%.0f ms (goal: 50)", start - bare);
            print("start in the fence with an SQS client, median of " + STARTS, "%.0f ms",
                    GuestBenchmark.startMillis(sandbox, HANDLERS[6]));
        }
    }
}
