package dev.tapedeck.sandbox;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The corpus again and again in cold processes, two at a time so that they disturb each other: how many different transcripts each handler yielded.
 * A plain program for long runs; its argument is the number of rounds. It ends with 1 where a handler yielded more than one.
 */
public final class GuestSoak {

    private GuestSoak() {}

    public static void main(String[] args) throws InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        List<String> corpus = Corpus.controlled().files();
        SortedMap<String, SortedMap<String, Integer>> seen = new TreeMap<>();
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(),
                TestBench.options(corpus.toArray(String[]::new)))) {
            Thread other = Thread.ofPlatform().start(() -> rounds(sandbox, corpus.reversed(), rounds, seen));
            rounds(sandbox, corpus, rounds, seen);
            other.join();
        }
        boolean same = seen.values().stream().allMatch(transcripts -> transcripts.size() == 1);
        seen.forEach((file, transcripts) -> System.out
                .println(file + ", different transcripts in " + 2 * rounds + " runs: " + transcripts.size()));
        if (!same) {
            seen.values().stream().filter(transcripts -> transcripts.size() > 1)
                    .forEach(transcripts -> transcripts.keySet().forEach(System.out::println));
            System.exit(1);
        }
    }

    private static void rounds(Sandbox sandbox, List<String> corpus, int rounds, SortedMap<String, SortedMap<String, Integer>> seen) {
        for (int round = 0; round < rounds; round++) {
            for (String file : corpus) {
                String transcript = new Play(sandbox.open(file, 0)).start(1).invoke("{}", 1).invoke("{}", 2).close()
                        .transcript();
                synchronized (seen) {
                    seen.computeIfAbsent(file, _ -> new TreeMap<>()).merge(transcript, 1, Integer::sum);
                }
            }
        }
    }
}
