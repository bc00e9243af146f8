package dev.tapedeck.sandbox;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The long form of what {@link DeterminismTest} shows, in two parts: a chain of steps by a Node and by a Python guest, each beside its twin, until one of the
 * two does otherwise; and the handlers of both corpora again and again in cold processes, two at a time so that they disturb each other. A plain
 * program for long runs; its arguments are how often (50: a million steps, each handler a hundred times) and a seed. It ends with 1 where anything differed.
 */
public final class GuestSoak {

    private static final int STEPS_A_TIME = 20_000;
    private static final int DEEDS = 250;
    private static final int INVOCATIONS_OF_AN_INSTANCE = 40;
    private static final int PROGRESS = 100_000;

    private GuestSoak() {}

    /** A sandbox, and the handlers in it. */
    private record Handlers(String language, SandboxOptions options, List<String> names) {}

    public static void main(String[] args) throws InterruptedException {
        int times = args.length > 0 ? Integer.parseInt(args[0]) : 50;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
        PythonBinary python = PythonBench.anyPython();
        List<String> node = Corpus.controlled().files();
        List<String> pythons = PythonBench.corpus();
        boolean same = chain(new Handlers(NodeBinary.locate().label(), TestBench.options("soak/mixed"), List.of("soak/mixed")), times,
                seed);
        same = chain(new Handlers(python.label(), PythonBench.options(python.minor(), "soak/mixed.handler"), List.of("soak/mixed.handler")),
                times, seed) && same;
        same = corpus(new Handlers("Node", TestBench.options(node.toArray(String[]::new)), node), times) && same;
        same = corpus(new Handlers("Python", PythonBench.options(python.minor(), pythons.toArray(String[]::new)), pythons), times) && same;
        System.exit(same ? 0 : 1);
    }

    /** Half of the steps: the other language does the other half. */
    private static boolean chain(Handlers handlers, int times, long seed) {
        String handler = handlers.names().getFirst();
        int wanted = times * STEPS_A_TIME / 2;
        int steps = 0;
        int instances = 0;
        long began = System.nanoTime();
        try (Sandbox one = Sandbox.open(TestBench.fence(), handlers.options());
                Sandbox other = Sandbox.open(TestBench.fence(), handlers.options())) {
            while (steps < wanted) {
                Play first = new Play(one.open(handler, instances));
                Play second = new Play(other.open(handler, instances));
                long drawn = seed + instances++;
                first.start(drawn);
                second.start(drawn);
                for (int i = 0; i < INVOCATIONS_OF_AN_INSTANCE && steps < wanted; i++) {
                    long draws = seed * 1_000_003 + steps;
                    CompletableFuture<String> beside = CompletableFuture.supplyAsync(() -> invoked(second, draws));
                    String here = invoked(first, draws);
                    String there = beside.join();
                    if (!here.equals(there)) {
                        System.out.println(handlers.language() + ", seed " + seed + ": step " + (steps + difference(here, there)));
                        return false;
                    }
                    int before = steps;
                    steps += (int) here.lines().count();
                    if (before / PROGRESS < steps / PROGRESS) {
                        System.out.println("  " + handlers.language() + ": " + steps + " steps");
                    }
                }
                first.close();
                second.close();
            }
        }
        System.out.println(handlers.language() + ", seed " + seed + ": " + steps + " steps in " + instances
                + " instances, each beside its twin, without a divergence, in " + seconds(began));
        return true;
    }

    private static String invoked(Play play, long seed) {
        return play.forget().invoke("{\"count\":" + DEEDS + "}", seed).transcript();
    }

    /** The number of the first line that differs, and both of it. */
    private static String difference(String here, String there) {
        List<String> one = here.lines().toList();
        List<String> other = there.lines().toList();
        int at = 0;
        while (at < one.size() && at < other.size() && one.get(at).equals(other.get(at))) {
            at++;
        }
        return at + " differs:\n< " + (at < one.size() ? one.get(at) : "") + "\n> " + (at < other.size() ? other.get(at) : "");
    }

    private static boolean corpus(Handlers handlers, int rounds) throws InterruptedException {
        SortedMap<String, SortedMap<String, Integer>> seen = new TreeMap<>();
        AtomicInteger done = new AtomicInteger();
        long began = System.nanoTime();
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), handlers.options())) {
            Thread other = Thread.ofPlatform().start(() -> rounds(sandbox, handlers.names().reversed(), rounds, seen, done));
            rounds(sandbox, handlers.names(), rounds, seen, done);
            other.join();
        }
        seen.forEach((file, transcripts) -> {
            if (transcripts.size() > 1) {
                System.out.println(file + ", different transcripts in " + 2 * rounds + " runs: " + transcripts.size());
                transcripts.keySet().forEach(System.out::println);
            }
        });
        long single = seen.values().stream().filter(transcripts -> transcripts.size() == 1).count();
        System.out.println(
                handlers.language() + ": " + single + " of " + handlers.names().size() + " handlers had one transcript in " + 2 * rounds
                        + " cold processes, in " + seconds(began));
        return single == handlers.names().size();
    }

    private static void rounds(Sandbox sandbox, List<String> corpus, int rounds, SortedMap<String, SortedMap<String, Integer>> seen,
            AtomicInteger done) {
        for (int round = 0; round < rounds; round++) {
            for (String file : corpus) {
                String transcript = new Play(sandbox.open(file, 0)).start(1).invoke("{}", 1).invoke("{}", 2).close().transcript();
                synchronized (seen) {
                    seen.computeIfAbsent(file, _ -> new TreeMap<>()).merge(transcript, 1, Integer::sum);
                }
            }
            int whole = done.incrementAndGet();
            if (whole % 10 == 0) {
                System.out.println("  " + whole + " of " + 2 * rounds + " rounds");
            }
        }
    }

    private static String seconds(long began) {
        return (System.nanoTime() - began) / 1_000_000_000L + " s";
    }
}
