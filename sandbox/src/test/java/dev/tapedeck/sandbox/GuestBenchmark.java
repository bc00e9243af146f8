package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * What guests cost: calls, sleeps and invocations a second through the channel, and starts, these side by side with Node's own in one run. Fenced, warm where
 * it says so, one guest at a time; the best of several rounds. A plain program: {@code ./dev/bench guest}.
 */
public final class GuestBenchmark {

    private static final int ROUNDS = 7;
    private static final int STARTS = 30;

    private final Guest guest;
    private final Deque<Completion> due = new ArrayDeque<>();
    private long now;

    private GuestBenchmark(Guest guest) {
        this.guest = guest;
        drive(guest.start(clock(), new Guest.Entropy(1, 1)));
    }

    private void invoke(String event) {
        drive(guest.invoke(clock(), new Guest.Entropy(1, 2), new Guest.Invoke("id", event, now / 1_000_000 + 60_000, "arn", "")));
    }

    private void drive(Guest.Yield first) {
        Guest.Yield yield = first;
        while (!take(yield)) {
            Completion next = due.poll();
            if (next == null) {
                now = Math.max(now, Math.min(yield.timers().olderNanos(), yield.timers().freshNanos()));
                next = new Completion.TimerDue();
            }
            yield = guest.resume(clock(), next);
        }
    }

    private boolean take(Guest.Yield yield) {
        boolean ended = false;
        for (Step step : yield.steps()) {
            switch (step) {
                case Step.Call(int id, var _) -> due.add(new Completion.Answered(id, 200, new TreeMap<>(), "{}"));
                case Step.Ready(),Step.Returned(var _) -> ended = true;
                case Step.Log(var _, var _),Step.Abandon(var _),Step.Uncontrolled(var _, var _) -> {
                }
                case Step.Raised(var _, var _, var _),Step.Died(var _),Step.Overran(var _) ->
                    throw new IllegalStateException(step.toString());
            }
        }
        return ended;
    }

    private Guest.Clock clock() {
        return new Guest.Clock(now, Play.EPOCH_NANOS + now, 0);
    }

    static double perSecond(Sandbox sandbox, String handler, int count, int invocations) {
        Guest guest = sandbox.open(handler, 0);
        GuestBenchmark benchmark = new GuestBenchmark(guest);
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < invocations; i++) {
                benchmark.invoke("{\"count\":" + count + "}");
            }
            best = Math.max(best, (double) count * invocations * 1e9 / (System.nanoTime() - start));
        }
        guest.close();
        return best;
    }

    /** From the decision to start to a handler that is there, the median. */
    static double startMillis(Sandbox sandbox, String handler) {
        long[] nanos = new long[STARTS];
        for (int i = 0; i < STARTS; i++) {
            nanos[i] = startNanos(sandbox, handler);
        }
        return medianMillis(nanos);
    }

    private static long startNanos(Sandbox sandbox, String handler) {
        long began = System.nanoTime();
        Guest guest = sandbox.open(handler, 0);
        new GuestBenchmark(guest);
        long nanos = System.nanoTime() - began;
        guest.close();
        return nanos;
    }

    /** Node that does nothing, from its start to its end; without a variable, as in the fence: some of them make it read files. */
    private static long bareNanos(NodeBinary node) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(node.path().toString(), "-e", "0");
        builder.environment().clear();
        long began = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        if (process.waitFor() != 0) {
            throw new IOException("Node ended with " + process.exitValue());
        }
        return System.nanoTime() - began;
    }

    /** The two in turn, so that whatever else the machine does falls on both. */
    private static void startsBesideNode(int major) throws IOException, InterruptedException {
        NodeBinary node = NodeVersions.of(major);
        String handler = "bench/light";
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), TestBench.options(node, List.of(handler)))) {
            startNanos(sandbox, handler); // the one that was started ahead
            long[] bare = new long[STARTS];
            long[] fenced = new long[STARTS];
            for (int i = 0; i < STARTS; i++) {
                bare[i] = bareNanos(node);
                fenced[i] = startNanos(sandbox, handler);
            }
            print("Node " + major + " alone, start and end, median of " + STARTS, "%.0f ms", medianMillis(bare));
            print("Node " + major + " guest in turn with it, start to handler, median of " + STARTS, "%.0f ms", medianMillis(fenced));
            print("Node " + major + " guest over Node alone", "%.0f ms (goal: 50)", medianMillis(fenced) - medianMillis(bare));
        }
    }

    private static double medianMillis(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e6;
    }

    private static void print(String what, String format, double figure) {
        System.out.println(what + ": " + String.format(Locale.ROOT, format, figure));
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        SandboxOptions options = TestBench.options("bench/calls", "bench/fetches", "bench/sleeps", "bench/light", "sqs");
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), options)) {
            print("Node HTTP calls through the channel", "%,.0f /s (goal: 8,000)", perSecond(sandbox, "bench/calls", 4000, 1));
            print("Node fetches through the channel", "%,.0f /s", perSecond(sandbox, "bench/fetches", 2000, 1));
            print("Node virtual sleeps", "%,.0f /s (goal: 25,000)", perSecond(sandbox, "bench/sleeps", 10_000, 1));
            print("Node warm light invocations", "%,.0f /s (goal: 2,000)", perSecond(sandbox, "bench/light", 1, 4000));
            print("Node start in the fence with an SQS client, median of " + STARTS, "%.0f ms", startMillis(sandbox, "sqs"));
            long start = System.nanoTime();
            TestBench.staged();
            print("Staging 2,800 files that have not changed", "%.0f ms", (System.nanoTime() - start) / 1e6);
        }
        for (int major : NodeVersions.MAJORS) {
            startsBesideNode(major);
        }
    }
}
