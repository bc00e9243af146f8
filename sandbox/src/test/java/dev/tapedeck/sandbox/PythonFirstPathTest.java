package dev.tapedeck.sandbox;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole way once in each version: a real handler that calls, sleeps and draws, in the fence, under virtual time. */
class PythonFirstPathTest {

    @ParameterizedTest
    @MethodSource("dev.tapedeck.sandbox.PythonBench#versions")
    void invoke_handlerWithCallAndSleep_returnsUnderVirtualTime(String version) {
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), PythonBench.options(version, "cases/first.handler"))) {
            Play play = new Play(sandbox.open("cases/first.handler", 0)).start(1).invoke("{\"path\":\"/orders\"}", 2);

            assertThat(play.result()).isEqualTo(
                    "{\"answer\": {\"echo\": \"GET /orders\", \"id\": 0, \"body\": \"\"}, \"left\": 29999, \"at\": \"2025-11-20T14:47:10.124456\"}");
            assertThat(play.log()).isEqualTo("asked for /orders\n");
            assertThat(play.nowNanos()).isEqualTo(30_001_000_000L);
        }
    }
}
