package dev.tapedeck.capture;

import dev.tapedeck.recording.Invariant;
import dev.tapedeck.recording.Recording;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What extraction seals about the example's incidents is false of them and true of the rest. */
class ExampleInvariantsTest {

    private static Recording extract(Example.Workflow workflow) {
        return Extraction.extract(Example.INDEX, Scope.correlation(workflow.correlationId()), Scope.Hints.NONE);
    }

    @Test
    void extract_failing_sealsWhatItViolatesAndOthersKeep() {
        List<Recording> healthy = Example.truth().stream().filter(w -> w.failures().isEmpty()).limit(3)
                .map(ExampleInvariantsTest::extract).toList();
        for (Example.Workflow workflow : Example.truth().stream().filter(w -> !w.failures().isEmpty()).toList()) {
            Recording incident = extract(workflow);
            assertThat(incident.invariants()).as(workflow.correlationId()).hasSameSizeAs(workflow.failures());
            for (Invariant invariant : incident.invariants()) {
                assertThat(Cel.holds(invariant, incident)).as(invariant.toString()).isFalse();
                assertThat(healthy).as(invariant.toString()).allMatch(recording -> Cel.holds(invariant, recording));
                assertThat(invariant.component()).isIn("close-invoice", "publish-ledger-entry");
            }
        }
    }

    @Test
    void extract_healthy_sealsNothing() {
        assertThat(extract(Example.healthy()).invariants()).isEmpty();
    }

    @Test
    void extract_lostUpdate_chargesWhoNeverSentTheEvent() {
        Invariant lost = extract(Example.failing("lost-update")).invariants().getLast();
        assertThat(lost.component()).isEqualTo("close-invoice");
        assertThat(lost.name()).isEqualTo("billing: InvoiceClosed happens");
        assertThat(lost.origin()).isEqualTo("symptoms");
    }

    @Test
    void extract_doublePosting_chargesWhoPostedTwice() {
        Invariant twice = extract(Example.failing("double-posting")).invariants().getFirst();
        assertThat(twice.component()).isEqualTo("publish-ledger-entry");
        assertThat(twice.operation()).isEqualTo("POST /entries");
    }
}
