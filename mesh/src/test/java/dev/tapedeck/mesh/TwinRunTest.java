package dev.tapedeck.mesh;

import dev.tapedeck.kernel.Schedule;
import dev.tapedeck.kernel.Scheduler;
import dev.tapedeck.kernel.Seed;
import dev.tapedeck.kernel.Trace;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.tapedeck.mesh.Scene.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

/** The same scenario twice is the same run; another one is not, and where they part is named. */
class TwinRunTest {

    /** Requests fan out over a bus and a queue to a function that increments, and fails now and then by what it draws. */
    private static Scene busy(Scheduler scheduler, long seed) {
        Scene scene = new Scene().schedule(scheduler).seed(seed).function("submit", (io, invoke) -> {
            io.log("submitting");
            io.call(Scene.event("bus", "Submitted", "{\"x\":" + (io.draw() & 0xff) + "}"), answer -> io.returns("null"));
        }).function("count", (io, invoke) -> {
            if ((io.draw() & 3) == 0) {
                io.raises("Unlucky", "drew a zero");
            } else {
                Codes.incrementing("n").handle(io, invoke);
            }
        }).function("audit", Codes.incrementing("audits")).route("r").bus("bus").queue("q", p -> p.visibility(2_000).deadLetter("dead", 3))
                .queue("dead", p -> p).subscribe("r", "submit").subscribe("bus", "q").subscribe("bus", "audit")
                .subscribe("q", "count", "", 5, false);
        for (int i = 0; i < 30; i++) {
            scene.root("r", "request-" + i, i * 3L, "POST /x", "{}");
        }
        return scene;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void run_sameSeedsTwice_hasEqualDigestsAndRecordings(long seed) {
        Run one = busy(Scheduler.random(new Seed(seed), 20 * MILLI), seed).run();
        Run other = busy(Scheduler.random(new Seed(seed), 20 * MILLI), seed).run();

        assertThat(one.trace().firstDifference(other.trace())).isEmpty();
        assertThat(one.recording()).isEqualTo(other.recording());
        assertThat(one.schedule()).isEqualTo(other.schedule());
        assertThat(one.ending()).isEqualTo(new Run.Drained());
    }

    @Test
    void run_otherSchedules_reachOtherEnds() {
        TreeSet<String> digests = new TreeSet<>();
        TreeSet<String> ends = new TreeSet<>();
        for (long seed = 0; seed < 12; seed++) {
            Run run = busy(Scheduler.random(new Seed(seed), 20 * MILLI), 1).run();
            digests.add(run.trace().hex());
            ends.add(run.tables().toString());
        }
        assertThat(digests).hasSize(12);
        assertThat(ends).hasSizeGreaterThan(1);
    }

    @Test
    void run_recordedSchedulePlayed_isTheSameRun() {
        Run recorded = busy(Scheduler.random(new Seed(7), 20 * MILLI), 1).run();
        Run played = busy(Scheduler.playing(Schedule.parse(recorded.schedule().lines())), 1).run();

        assertThat(recorded.schedule().choices()).hasSizeGreaterThan(50);
        assertThat(played.trace().firstDifference(recorded.trace())).isEmpty();
    }

    @Test
    void run_scheduleOfAnotherScenario_isDerailed() {
        Run recorded = busy(Scheduler.random(new Seed(7), 20 * MILLI), 1).run();
        Run played = busy(Scheduler.playing(recorded.schedule()), 2).run();

        assertThat(played.ending()).isInstanceOf(Run.Derailed.class);
    }

    @Test
    void run_otherSeed_firstDifferenceNamesTheCallThatDrew() {
        Trace.Difference difference = busy(Scheduler.inOrder(), 1).run().trace()
                .firstDifference(busy(Scheduler.inOrder(), 2).run().trace()).orElseThrow();

        assertThat(difference.sentence()).startsWith("other content in step ").contains(": submit#0 ").contains(" calls bus PutEvents");
    }

    @Test
    void run_manyInvocations_isFast() {
        Scene scene = new Scene().function("f", Codes.incrementing("n")).queue("q", p -> p).subscribe("q", "f");
        for (int i = 0; i < 2_000; i++) {
            scene.root("q", "m" + i, i * 50L, "", "{}");
        }
        long start = System.nanoTime();
        Run run = scene.run();
        long perSecond = 2_000_000_000_000L / (System.nanoTime() - start);

        assertThat(scene.cells.values).containsEntry("n", 2_000);
        assertThat(run.recording().calls()).hasSize(4_000);
        assertThat(perSecond).as("invocations a second, on any machine").isGreaterThan(200);
    }
}
