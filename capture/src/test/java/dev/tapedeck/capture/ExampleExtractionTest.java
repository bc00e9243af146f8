package dev.tapedeck.capture;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Rung;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Extraction on what the example's application recorded. */
class ExampleExtractionTest {

    private static Recording extract(String correlationId) {
        return Extraction.extract(Example.INDEX, Scope.correlation(correlationId), Scope.Hints.NONE);
    }

    @Test
    void read_example_isWhole() {
        assertThat(Example.INDEX.report().damagedLines()).isZero();
        assertThat(Example.INDEX.report().unknown()).isEmpty();
    }

    @Test
    void extract_healthyWorkflow_hasEveryStepOnce() {
        Recording recording = extract(Example.healthy().correlationId());
        assertThat(recording.invocations()).extracting(Invocation::function).containsExactlyInAnyOrder("submit-invoice",
                "publish-ledger-entry", "settle-payment", "close-invoice", "close-invoice", "notify-customer");
        assertThat(recording.invocations()).extracting(Invocation::evidence).containsOnly(Rung.VALUES);
    }

    @Test
    void extract_everyWorkflow_isComplete() {
        for (Example.Workflow workflow : Example.truth()) {
            Recording recording = extract(workflow.correlationId());
            int functions = workflow.failures().contains("lost-update") ? 5 : 6;
            assertThat(recording.invocations()).as(workflow.correlationId()).hasSizeGreaterThanOrEqualTo(functions);
            assertThat(recording.deliveries()).allMatch(d -> !d.ambiguous());
            assertThat(recording.gaps()).as(workflow.correlationId()).isEmpty();
            assertThat(recording.state().foreignWrites()).isEmpty();
            assertThat(recording.state().items()).extracting(InitialState.Item::existence).containsOnly(InitialState.Existence.ABSENT);
        }
    }

    @Test
    void extract_doublePosting_showsTheEffectOfTheTimedOutCall() {
        Recording recording = extract(Example.failing("double-posting").correlationId());
        List<Call> posts = recording.calls().stream().filter(c -> c.target().equals("ledger-api")).toList();
        assertThat(posts).hasSizeGreaterThan(1);
        assertThat(posts).anySatisfy(call -> {
            assertThat(call.answer()).isEqualTo(new Call.Failed("timeout"));
            assertThat(call.effect().evidence()).isEqualTo(Call.Evidence.SERVER);
        });
    }
}
