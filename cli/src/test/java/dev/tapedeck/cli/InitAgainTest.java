package dev.tapedeck.cli;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Telemetry;
import dev.tapedeck.replay.Report;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Real Node code whose init fails by a draw: Lambda runs it once more within the invocation, and so does a replay, in a process of its own. */
class InitAgainTest {

    private static final int SEEDS = 12;

    private static Report replay(long seed) {
        Tape tape = new Tape();
        tape.run("moody", "0b7c5a52-5b1c-4f0b-9d0e-1f6f7c1f2a11", 0, 100, Tape.post("{'correlationId':'" + Tape.CORRELATION + "'}"))
                .returns("{'statusCode':200}");
        return Stand.of("moody", tape).replay(plan -> plan.seed(seed, false));
    }

    private static List<String> reports(Report report) {
        return report.recording().logs().stream().filter(Telemetry.LogLine::platform).map(line -> line.body().stringValue())
                .filter(line -> line.startsWith("INIT_REPORT")).map(line -> line.replaceFirst("(?s).*(Phase: \\w+).*", "$1")).toList();
    }

    @Test
    void init_failsByADraw_isTriedTwiceAndNoMore() {
        SortedMap<Integer, Invocation.Result> byFailures = new TreeMap<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Report report = replay(seed);
            byFailures.put(reports(report).size(), report.recording().invocations().getFirst().result());
            assertThat(reports(report)).isEqualTo(List.of("Phase: init", "Phase: invoke").subList(0, reports(report).size()));
        }

        assertThat(byFailures).containsOnlyKeys(0, 1, 2);
        assertThat(byFailures.get(0)).isInstanceOf(Invocation.Returned.class);
        assertThat(byFailures.get(1)).isInstanceOf(Invocation.Returned.class);
        assertThat(byFailures.get(2)).isEqualTo(new Invocation.Raised("Error", "not in the mood"));
    }
}
