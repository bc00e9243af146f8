package dev.tapedeck.cli;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.replay.Outcome;
import dev.tapedeck.replay.Report;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@code --cold-start} and {@code --memory}, on real Node code whose one recorded invocation was a cold start with an init phase of 80 ms. */
class ColdStartOptionTest {

    private static final String REQUEST = "0b7c5a52-5b1c-4f0b-9d0e-1f6f7c1f2a11";

    private static Stand stand() {
        Tape tape = new Tape();
        tape.run("pay", REQUEST, 0, 100, Tape.post("{'correlationId':'" + Tape.CORRELATION + "','order':'A-1001'}"))
                .http("pay.internal", "/charges", "{'order':'A-1001'}", 201, "{'charge':'charge-accepted'}", 10, 40)
                .call("PutItem",
                        "'Item':{'pk':{'S':'PAYMENT#7d9f3a52-0f6e-4a51-9b1e-3f2c5d6e7f80'},'sk':{'S':'A'},'charge':{'S':'charge-accepted'}}",
                        "{}", 50, 60)
                .with("tapedeck.init.duration_nanos", "80000000").returns("{'statusCode':200}");
        return Stand.of("pay", tape);
    }

    private static Invocation only(Report report) {
        return report.recording().invocations().getFirst();
    }

    private static Report replay(Consumer<Plan> change) {
        return stand().replay(change);
    }

    @Test
    void notGiven_isStrict() {
        Report report = replay(plan -> {});
        assertThat(report.strict()).isTrue();
        assertThat(report.outcome()).as(Stand.explained(report)).isEqualTo(Outcome.CLEAN);
    }

    @ParameterizedTest
    @CsvSource({"fixed:250ms,250", "pay=fixed:1s,1000", "none,0", "always:40ms,40"})
    void mode_saysHowLongInitTakes_andIsWhatIf(String spelled, long millis) {
        Report report = replay(plan -> plan.coldStart(spelled));
        assertThat(report.strict()).isFalse();
        assertThat(report.outcome()).as(Stand.explained(report)).isEqualTo(Outcome.PASSES);
        assertThat(only(report).coldStart()).isTrue();
        assertThat(only(report).initNanos()).isEqualTo(millis * 1_000_000);
    }

    @Test
    void sampled_sameSeedTwice_isTheSameRun() {
        assertThat(replay(plan -> plan.coldStart("sampled:nodejs20.x")).digest())
                .isEqualTo(replay(plan -> plan.coldStart("sampled:nodejs20.x")).digest());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"sometimes | is no mode", "pay=fixed | takes one duration", "fixed:soon | is neither a duration",
            "charge=none | has no function `charge`", "sampled:cobol | presets are"})
    void wrongSpelling_isOneClearError(String spelled, String said) {
        assertThatThrownBy(() -> replay(plan -> plan.coldStart(spelled))).isInstanceOf(CommandFailure.class).hasMessageContaining(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"64", "lots", "pay=10241", "pay=", "charge=512", "99999999999"})
    void wrongMemory_isOneClearError(String spelled) {
        assertThatThrownBy(() -> replay(plan -> plan.memory(spelled))).isInstanceOf(CommandFailure.class).hasMessageContaining("`--memory");
    }

    @Test
    void memory_isTheGuests_andInItsReport() {
        Report report = replay(plan -> plan.memory("pay=512"));
        assertThat(report.outcome()).as(Stand.explained(report)).isEqualTo(Outcome.CLEAN);
        assertThat(report.recording().logs()).anyMatch(line -> line.platform() && line.body().asString("").contains("Memory Size: 512 MB"));
    }
}
