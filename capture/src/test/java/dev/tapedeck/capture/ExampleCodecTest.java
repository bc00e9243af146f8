package dev.tapedeck.capture;

import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.RecordingCodec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What was extracted from real telemetry is what comes back out of a cartridge's entries. */
class ExampleCodecTest {

    @Test
    void decode_everyWorkflow_equalsWhatWasExtracted() {
        for (Example.Workflow workflow : Example.truth()) {
            Recording recording = Extraction.extract(Example.INDEX, Scope.correlation(workflow.correlationId()), Scope.Hints.NONE);
            assertThat(RecordingCodec.decode(RecordingCodec.encode(recording)).equals(recording)).as(workflow.correlationId()).isTrue();
        }
    }
}
