package dev.tapedeck.mesh;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StepTest {

    /** A guest's last words stand in the reason too, and may say anything. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "RequestId: 7f1c-2 Error: Runtime exited with error: signal: killed (the guest ran out of memory: 256 MB) | Runtime.OutOfMemory",
            "RequestId: 7f1c-2 Error: Runtime exited with error: exit status 1 (signal: killed (the guest ran out of memory: 9 MB)) | Runtime.ExitError",
            "RequestId: 7f1c-2 Error: Runtime exited with error: signal: killed | Runtime.ExitError",
    })
    void errorType_isOfTheSystem_notOfTheGuestsWords(String reason, String type) {
        assertThat(new Step.Died(reason).errorType()).isEqualTo(type);
    }
}
