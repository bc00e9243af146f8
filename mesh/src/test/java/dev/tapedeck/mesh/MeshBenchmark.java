package dev.tapedeck.mesh;

import java.util.Locale;

/**
 * What the mesh itself costs, without a process beside it: invocations a second of a function that a queue feeds and that makes two calls each,
 * by guests written in Java. A plain program: {@code java -cp … dev.tapedeck.mesh.MeshBenchmark [invocations]}.
 */
public final class MeshBenchmark {

    private static final int INVOCATIONS = 20_000;
    private static final int ROUNDS = 5;

    private MeshBenchmark() {}

    /** Runs {@code invocations}, {@code gapMillis} apart; returns how many a second it made. */
    static double invocationsPerSecond(int invocations, long gapMillis) {
        Scene scene = new Scene().function("f", Codes.incrementing("n")).queue("q", p -> p).subscribe("q", "f");
        for (int i = 0; i < invocations; i++) {
            scene.root("q", "m" + i, i * gapMillis, "", "{}");
        }
        long start = System.nanoTime();
        Run run = scene.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (run.recording().invocations().size() != invocations) {
            throw new IllegalStateException("of " + invocations + " invocations " + run.recording().invocations().size() + " were made");
        }
        return invocations / seconds;
    }

    public static void main(String[] args) {
        int invocations = args.length > 0 ? Integer.parseInt(args[0]) : INVOCATIONS;
        for (long gapMillis : new long[]{50, 0}) {
            double best = 0;
            for (int round = 0; round < ROUNDS; round++) {
                best = Math.max(best, invocationsPerSecond(invocations, gapMillis));
            }
            System.out.printf(Locale.ROOT, "mesh invocations of two calls each, %s: %,.0f /s%n",
                    gapMillis == 0 ? "all at once" : "one after another", best);
        }
    }
}
