package dev.tapedeck.replay;

import dev.tapedeck.mesh.Step;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Wire;
import dev.tapedeck.replay.Scenario.ComponentKind;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Another memory size than the recorded one: 100 ms of compute, a call of 40 ms, 60 ms of compute, recorded with 1,024 MB. */
class ProcessorShareTest {

    private static final Wire.TypedCall GET = Wire.typed(new Wire.Request("GET", "ledger.internal", "/entries", new TreeMap<>(), ""));

    private static Report replay(int recordedMegabytes, int megabytes) {
        Recording recording = OneJob.from("jobs").took(200).memory(recordedMegabytes).call(GET, 100, 140, 200, "{}").recording();
        return Bench.of(recording).ledger(ComponentKind.RECORDED).memory(megabytes)
                .replay(Scripted.answered(answer -> List.of(new Step.Returned("null")), new Step.Call(1, GET)));
    }

    private static long millis(Report report) {
        Invocation ran = report.recording().invocations().getFirst();
        return ran.end().nanosSince(ran.start()) / OneJob.MILLI;
    }

    @Test
    void sameSize_isStrict_andTakesAsLongAsThen() {
        Report report = replay(1_024, 1_024);
        assertThat(report.strict()).isTrue();
        assertThat(millis(report)).isEqualTo(200);
    }

    @Test
    void halfTheMemory_takesTwiceTheComputeAndTheSameCalls() {
        Report report = replay(1_024, 512);
        assertThat(report.strict()).isFalse();
        assertThat(millis(report)).isEqualTo(2 * 160 + 40);
        assertThat(report.findings()).anyMatch(finding -> finding.contains("another memory size"));
    }

    @Test
    void moreThanOneProcessor_gainsOneThreadNothing() {
        assertThat(millis(replay(1_769, 10_240))).isEqualTo(200);
        assertThat(millis(replay(3_538, 1_769))).isEqualTo(200);
        assertThat(millis(replay(1_024, 10_240))).isEqualTo((long) (160 * 1_024 / 1_769.0 + 40));
    }

    @Test
    void sizeThatNobodyRecorded_isNotScaled() {
        Report report = replay(0, 512);
        assertThat(report.strict()).isTrue();
        assertThat(millis(report)).isEqualTo(200);
    }
}
