package dev.tapedeck.sandbox;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole way once: a real handler with the AWS SDK, in the fence, under virtual time. */
class FirstPathTest {

    @Test
    void invoke_handlerWithSdkCallAndSleeps_returnsUnderVirtualTime() {
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), TestBench.options("sqs"))) {
            Play play = new Play(sandbox.open("sqs", 0)).start(1)
                    .invoke("{\"queue\":\"https://sqs.us-east-1.amazonaws.com/123456789012/orders\"}", 2);

            assertThat(play.result()).isEqualTo("{\"id\":\"00000000-0000-4000-8000-000000000000\",\"left\":29994}");
            assertThat(play.log()).endsWith("sent 00000000-0000-4000-8000-000000000000\n");
            assertThat(play.transcript()).contains("2025-11-20T14:47:10.123Z", "service=sqs", "resource=orders");
            assertThat(play.nowNanos()).isEqualTo(30_006_000_000L);
        }
    }
}
