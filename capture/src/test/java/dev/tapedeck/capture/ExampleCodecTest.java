package dev.tapedeck.capture;

import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.RecordingCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What was extracted from real telemetry is what comes back out of a cartridge's entries. */
class ExampleCodecTest {

    @Test
    void decode_failedAndHealthyWorkflows_equalWhatWasExtracted() {
        for (Example.Workflow workflow : List.of(Example.failing("lost-update"), Example.failing("double-posting"), Example.healthy())) {
            Recording recording = Extraction.extract(Example.INDEX, Scope.correlation(workflow.correlationId()), Scope.Hints.NONE);
            assertThat(RecordingCodec.decode(RecordingCodec.encode(recording)).equals(recording)).as(workflow.correlationId()).isTrue();
        }
    }
}
