package dev.tapedeck.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Killed or interrupted at any point, a command leaves no partial cartridge, no process, and after the next start no stray file. The points are drawn
 * from {@code crash.seed}; {@code crash.points} says how many there are of each kind.
 */
class CrashTest {

    private static final long SEED = Long.getLong("crash.seed", 1);
    private static final int POINTS = Integer.getInteger("crash.points", 3);
    private static final int FIRST_STEPS = 12;

    @TempDir
    private Path directory;

    private final SplittableRandom random = new SplittableRandom(SEED);

    private static long undisturbedMillis(Bench bench, List<String> command, String output) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Checkout.Ran ran = bench.start(command, output).ran();
        assertThat(ran.exit()).as(ran.text()).isZero();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    /** One point in each of so many equal parts. */
    private long point(int part, long wholeMillis) {
        return (long) ((part + random.nextDouble()) * wholeMillis / POINTS);
    }

    private void killedAtTimes(Bench bench, List<String> command) throws IOException, InterruptedException {
        long whole = undisturbedMillis(bench, command, "out/first");
        for (int part = 0; part < POINTS; part++) {
            long millis = point(part, whole);
            Running running = bench.start(command, "out/x" + part);
            running.process().waitFor(millis, TimeUnit.MILLISECONDS);
            running.kill();
            said(command, part, millis + " ms of " + whole, bench.wholeOrAbsent("out/x" + part));
            Files.deleteIfExists(directory.resolve("out/x" + part));
        }
        undisturbedMillis(bench, command, "out/first");
        bench.clean("first");
    }

    private static void said(List<String> command, int point, String where, boolean written) {
        System.out.println(
                "crash.seed " + SEED + ", point " + point + ": " + command.getFirst() + " killed at " + where + ", written: " + written);
    }

    @Test
    void extract_killedAtAnyTime_leavesNothing() throws IOException, InterruptedException {
        killedAtTimes(new Bench(directory), Bench.EXTRACT);
    }

    @Test
    void replay_killedAtAnyTime_leavesNothing() throws IOException, InterruptedException {
        killedAtTimes(new Bench(directory).withCartridge(), Bench.REPLAY);
    }

    /** From the first key on: each change of a directory is a step, and the next start finds its way whichever was the last. */
    @Test
    void extract_killedAtAStepOfWriting_isWholeAfterTheNextStart() throws IOException, InterruptedException {
        for (int part = 0; part < POINTS; part++) {
            int step = 1 + part * FIRST_STEPS / POINTS + random.nextInt(Math.max(1, FIRST_STEPS / POINTS));
            Bench bench = new Bench(Files.createDirectory(directory.resolve("step" + part)));
            Running running;
            try (Steps steps = new Steps(bench.directory, "out", "config/tapedeck")) {
                running = bench.start(Bench.EXTRACT, "out/x");
                steps.until(step, running.process());
            }
            running.kill();
            said(Bench.EXTRACT, part, "step " + step, bench.wholeOrAbsent("out/x"));
            undisturbedMillis(bench, Bench.EXTRACT, "out/x");
            bench.clean("x");
        }
    }

    /** With nothing staged yet, so that most steps are those of staging. */
    @Test
    void replay_killedAtAStepOfStaging_isWholeAfterTheNextStart() throws IOException, InterruptedException {
        Bench first = new Bench(directory).withCartridge();
        for (int part = 0; part < POINTS; part++) {
            int step = 1 + random.nextInt(FIRST_STEPS);
            Running running;
            Files.createDirectories(directory.resolve("state/building"));
            try (Steps steps = new Steps(directory, "state", "state/building", "out")) {
                running = first.start(Bench.REPLAY, "out/x");
                steps.until(step, running.process());
            }
            running.kill();
            said(Bench.REPLAY, part, "step " + step, first.wholeOrAbsent("out/x"));
        }
        undisturbedMillis(first, Bench.REPLAY, "out/x");
        first.clean("x");
    }

    @Test
    void replay_interrupted_leavesQuietly() throws IOException, InterruptedException {
        Bench bench = new Bench(directory).withCartridge();
        long whole = undisturbedMillis(bench, Bench.REPLAY, "out/x");
        for (int part = 0; part < POINTS; part++) {
            long millis = point(part, whole * 8 / 10);
            Running running = bench.start(Bench.REPLAY, "out/y");
            running.process().waitFor(millis, TimeUnit.MILLISECONDS);
            Checkout.Ran ran = running.interrupt();
            assertThat(ran.exit()).as("interrupted at %s of %s ms: %s", millis, whole, ran.text()).isIn(130, 0);
            assertThat(ran.text()).as("interrupted at %s of %s ms", millis, whole).doesNotContain("error:", "Exception", "diverged");
            bench.wholeOrAbsent("out/y");
        }
        undisturbedMillis(bench, Bench.REPLAY, "out/y");
        bench.clean("x", "y");
    }
}
