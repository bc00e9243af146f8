package dev.tapedeck.cli;

import dev.tapedeck.recording.CausalOrder;
import dev.tapedeck.recording.Recording;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What happened, drawn as wide as the terminal is. */
class SequenceDiagramTest {

    private static final String LOST = "40266f14-a5e6-49d5-a87a-eeff6acace50";

    private static List<String> drawn(int columns) {
        Recording recording = new Example().raw(LOST);
        return new SequenceDiagram(recording, new DeliveryLabels(recording), CausalOrder.of(recording).unorderedPairs()).lines(columns);
    }

    @Test
    void wideTerminal_hasWideLifelines() {
        assertThat(drawn(120)).contains("         │   submit-invoice").anyMatch(line -> line.contains("├──▶"));
    }

    @Test
    void usualTerminal_isFitted() {
        assertThat(drawn(80)).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80)).contains("         │  submit-invoice")
                .anyMatch(line -> line.contains("├─▶")).anyMatch(line -> line.endsWith("d4 PaymentSettled  ◆ unordered with d5"));
    }

    @Test
    void narrowTerminal_goesOnUnderTheText() {
        List<String> lines = drawn(50);
        assertThat(lines).contains("         │ submit-invoice").anyMatch(line -> line.contains("├▶"))
                .anyMatch(line -> line.matches(" {9}(│ ){10} {2,4}unordered with d5"))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(54));
    }
}
