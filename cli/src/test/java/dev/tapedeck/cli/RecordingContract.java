package dev.tapedeck.cli;

import dev.tapedeck.replay.Outcome;
import dev.tapedeck.replay.Report;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds of every recording of the example, whatever its seed: held against the truth that was written down beside it and that nothing else
 * here reads.
 */
abstract class RecordingContract {

    private static final int HEALTHY = Integer.getInteger("example.healthy", 6);

    abstract Example example();

    private List<String> failed() {
        return example().truth().entrySet().stream().filter(e -> !e.getValue().isEmpty()).map(Map.Entry::getKey).toList();
    }

    @Test
    void symptoms_listEveryTrueFailureAndNoneElse() {
        SortedSet<String> listed = new TreeSet<>();
        example().symptoms().findings().forEach(f -> f.workflows().forEach(w -> listed.add(w.correlationId())));
        assertThat(listed).isNotEmpty().containsExactlyElementsOf(failed());
    }

    @TestFactory
    Stream<DynamicTest> replay_everyFailure_isReproducedAndPassesFixed() {
        return failed().stream().map(id -> DynamicTest.dynamicTest(id, () -> {
            Example.Incident incident = example().incident(id);
            Report strict = incident.replay();
            assertThat(strict.outcome()).as(explained(strict)).isEqualTo(Outcome.REPRODUCED);
            Report fixed = incident.replay(plan -> {
                plan.variant(Example.fixed("close-invoice"));
                plan.variant(Example.fixed("publish-ledger-entry"));
            });
            assertThat(fixed.outcome()).as(explained(fixed)).isEqualTo(Outcome.PASSES);
        }));
    }

    @TestFactory
    Stream<DynamicTest> replay_everyLostUpdateExchanged_passes() {
        return example().truth().entrySet().stream().filter(e -> e.getValue().contains("lost-update"))
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    Example.Incident incident = example().incident(e.getKey());
                    Report exchanged = incident.replay(plan -> {
                        plan.exchange(incident.closing());
                        if (e.getValue().contains("double-posting")) {
                            plan.variant(Example.fixed("publish-ledger-entry"));
                        }
                    });
                    assertThat(exchanged.outcome()).as(explained(exchanged)).isEqualTo(Outcome.PASSES);
                }));
    }

    @TestFactory
    Stream<DynamicTest> replay_healthyWorkflows_areClean() {
        return example().truth().entrySet().stream().filter(e -> e.getValue().isEmpty()).limit(HEALTHY)
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    Report report = example().incident(e.getKey()).replay();
                    assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.CLEAN);
                    assertThat(report.fidelity().whole()).isTrue();
                }));
    }

    static String explained(Report report) {
        return report.outcome() + " " + report.problem() + " " + report.signature() + " recorded " + report.recordedSignature() + " "
                + report.fidelity() + " " + report.findings();
    }
}
