package dev.tapedeck.cli;

import dev.tapedeck.kernel.Trace;
import dev.tapedeck.mesh.Quiescence;
import dev.tapedeck.mesh.Run;
import dev.tapedeck.replay.Report;
import dev.tapedeck.replay.Standstill;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Real Node code, stood still after every step of its run: the prefix is the same to the byte, and what follows is what followed. */
class StandstillTest {

    private static final String REQUEST = "0b7c5a52-5b1c-4f0b-9d0e-1f6f7c1f2a11";

    private static Stand stand() {
        Tape tape = new Tape();
        tape.run("pay", REQUEST, 0, 100, Tape.post("{'correlationId':'" + Tape.CORRELATION + "','order':'A-1001'}"))
                .http("pay.internal", "/charges", "{'order':'A-1001'}", 201, "{'charge':'charge-accepted'}", 10, 40)
                .call("PutItem", "'Item':{'pk':{'S':'PAYMENT#7d9f3a52-0f6e-4a51-9b1e-3f2c5d6e7f80'},'sk':{'S':'A'},"
                        + "'charge':{'S':'charge-accepted'}}", "{}", 50, 60)
                .returns("{'statusCode':200}");
        return Stand.of("pay", tape);
    }

    private record Whole(Report report, Trace trace) {}

    private static Whole whole(Stand stand) {
        return stand.executed(replay -> {
            try (Standstill still = replay.runUntil(new Standstill.Step(1_000_000))) {
                return new Whole(still.goOn(), still.run().trace());
            }
        });
    }

    private record Halfway(Run run, Report after) {}

    private static Halfway halfway(Stand stand, Standstill.Point point) {
        return stand.executed(replay -> {
            try (Standstill still = replay.runUntil(point)) {
                return new Halfway(still.run(), still.goOn());
            }
        });
    }

    @Test
    void everyStep_prefixIsTheSameToTheByte_andGoesOnAsTheWholeRunDid() {
        Stand stand = stand();
        Whole whole = whole(stand);
        String digest = whole.report().digest();
        assertThat(stand.replay().digest()).isEqualTo(digest);
        assertThat(whole.report().steps()).isGreaterThan(8);
        for (long step = 0; step <= whole.report().steps(); step++) {
            long until = step;
            Halfway halfway = halfway(stand, new Standstill.Step(step));
            List<Trace.Entry> before = whole.trace().entries().stream().filter(e -> e.step() <= until).toList();
            assertThat(halfway.run().last().number()).isEqualTo(step);
            assertThat(halfway.run().trace().entries()).as("until step %d", step).isEqualTo(before);
            assertThat(halfway.after().digest()).as("after step %d", step).isEqualTo(digest);
            assertThat(halfway.after().outcome()).isEqualTo(whole.report().outcome());
        }
    }

    @Test
    void delivery_standsWhereItWasHandedOver() {
        Stand stand = stand();
        var delivery = stand.recording().deliveries().getFirst().name();
        Halfway halfway = halfway(stand, new Standstill.Delivered(delivery));

        assertThat(halfway.run().ending()).isInstanceOf(Run.CutOff.class);
        assertThat(halfway.run().standing()).singleElement().satisfies(instance -> assertThat(instance.instance()).isEqualTo("pay#0"));
        assertThat(halfway.after().digest()).isEqualTo(stand.replay().digest());
    }

    @Test
    void segments_tellWhatTheyRead_asTheDigestDoes() {
        Whole whole = whole(stand());
        String labels = whole.trace().entries().stream().map(Trace.Entry::label).filter(l -> l.startsWith("quiescent"))
                .collect(Collectors.joining("\n"));

        assertThat(whole.report().segments()).isNotEmpty().extracting(Quiescence::readClock)
                .contains(labels.contains("having read a clock"));
        assertThat(whole.report().segments().stream().anyMatch(Quiescence::drewEntropy)).isEqualTo(labels.contains("having drawn entropy"));
    }

    private static Run until(Stand stand, long step) {
        return stand.executed(replay -> {
            try (Standstill still = replay.runUntil(new Standstill.Step(step))) {
                return still.run();
            }
        });
    }

    @Test
    void view_beforeAnythingWasDone_hasNoDigest() {
        StandstillView view = new StandstillView(new Replayed.Stood(until(stand(), 0), false, false), "c");

        assertThat(view.lines().getFirst()).isEqualTo("stands before the first step, at 0.000 s virtual  (what-if)");
        assertThat(view.lines()).noneMatch(line -> line.startsWith("digest"));
        assertThat(view.json().path("digest").isNull()).isTrue();
        assertThat(view.json().path("strict").asBoolean()).isFalse();
    }

    @Test
    void view_showsInstancesQueuesTablesAndSegments() {
        Stand stand = stand();
        Run run = until(stand, 4);
        StandstillView view = new StandstillView(new Replayed.Stood(run, true, false), "c");

        assertThat(view.lines().getFirst()).startsWith("stands after step 4-");
        assertThat(view.lines()).anyMatch(line -> line.startsWith("instance  pay#0 ")).anyMatch(line -> line.startsWith("queue     work 0"))
                .anyMatch(line -> line.startsWith("table     things ")).anyMatch(line -> line.startsWith("segment   step "));
        assertThat(view.json().path("digest").asString()).isEqualTo(run.trace().hex());
        assertThat(view.json().path("segments").size()).isEqualTo(run.segments().size());
    }
}
