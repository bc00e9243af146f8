package dev.tapedeck.sandbox;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Lambda's words for the end of a process. */
class RuntimeExitTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0 | Runtime exited without providing a reason", "1 | Runtime exited with error: exit status 1",
            "128 | Runtime exited with error: exit status 128", "137 | Runtime exited with error: signal: killed",
            "134 | Runtime exited with error: signal: aborted", "139 | Runtime exited with error: signal: segmentation fault",
            "192 | Runtime exited with error: signal: signal 64", "255 | Runtime exited with error: exit status 255"})
    void of_exitValueOfTheFence_isStatusOrSignal(int exitValue, String words) {
        assertThat(RuntimeExit.of(exitValue)).isEqualTo(words);
    }

    @Test
    void chosen_codeOfTheProgram_isNoSignal() {
        assertThat(RuntimeExit.chosen(137)).isEqualTo("Runtime exited with error: exit status 137");
        assertThat(RuntimeExit.chosen(-1)).isEqualTo("Runtime exited with error: exit status 255");
        assertThat(RuntimeExit.chosen(0)).isEqualTo("Runtime exited without providing a reason");
    }

    @Test
    void forRequest_wordsOfLambda_nameTheRequest() {
        assertThat(RuntimeExit.forRequest("7f1c", RuntimeExit.of(137)))
                .isEqualTo("RequestId: 7f1c Error: Runtime exited with error: signal: killed");
        assertThat(RuntimeExit.forRequest("", RuntimeExit.of(1))).isEqualTo("Error: Runtime exited with error: exit status 1");
        assertThat(RuntimeExit.forRequest("7f1c", "the guest sent nonsense")).isEqualTo("the guest sent nonsense");
    }
}
