package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Clocks and timers across the channel, to the nanosecond. */
class ClockTest {

    private static final Guest.Entropy ENTROPY = new Guest.Entropy(1, 1);
    private static final Guest.Invoke INVOKE = new Guest.Invoke("id", "{}", 60_000, "arn", "");

    private static Guest.Clock at(long millis, long chargedMillis) {
        return new Guest.Clock(millis * 1_000_000, millis * 1_000_000, chargedMillis * 1_000_000);
    }

    private static Guest.Timers timers(long olderMillis, long freshMillis) {
        return new Guest.Timers(olderMillis < 0 ? Guest.Timers.NONE : olderMillis * 1_000_000,
                freshMillis < 0 ? Guest.Timers.NONE : freshMillis * 1_000_000);
    }

    @Test
    void timers_computeIsCharged_moveWithIt() {
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), TestBench.options("cases/sleeps"))) {
            Guest guest = sandbox.open("cases/sleeps", 0);
            guest.start(at(0, 0), ENTROPY);

            assertThat(guest.invoke(at(100, 0), ENTROPY, INVOKE).timers()).isEqualTo(timers(-1, 110));
            assertThat(guest.resume(at(115, 5), new Completion.TimerDue()).timers()).isEqualTo(timers(117, 116));
            assertThat(guest.resume(at(120, 3), new Completion.TimerDue()).timers()).isEqualTo(timers(119, -1));
            Guest.Yield last = guest.resume(at(120, 0), new Completion.TimerDue());

            assertThat(last.steps()).isEqualTo(List.of(new Step.Returned("[\"10@115\",\"12@120\",\"1@120\"]")));
            assertThat(last.readClock()).isTrue();
            assertThat(last.drewEntropy()).isFalse();
        }
    }

    @Test
    void wall_isSkewed_showsInDateOnly() {
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), TestBench.options("corpus/date"))) {
            Guest guest = sandbox.open("corpus/date", 0);
            guest.start(new Guest.Clock(0, 1_000_000_000_000_000_000L, 0), ENTROPY);
            guest.invoke(new Guest.Clock(0, 1_000_000_000_000_000_000L, 0), ENTROPY, INVOKE);
            Guest.Yield last = guest.resume(new Guest.Clock(1_234_000_000L, 999_999_000_000_999_999L, 0), new Completion.TimerDue());

            assertThat(last.steps().toString()).contains("\"now\":999999000000,", "\"elapsed\":1234,",
                    "\"date\":\"2001-09-09T01:30:00.000Z\"");
        }
    }
}
