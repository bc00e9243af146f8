package dev.tapedeck.cli;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who waits for a guest is told which, once a segment, on a clock that the test turns. */
class WatchedTest {

    private static final Guest.Clock CLOCK = new Guest.Clock(0, 0, 0);
    private static final Guest.Entropy ENTROPY = new Guest.Entropy(1, 2);

    private final List<String> told = new ArrayList<>();
    private long nanos;
    private final Watched watched = new Watched((component, ordinal) -> new Slow(), Duration.ofSeconds(60), told::add, () -> nanos);

    /** Computes for as many seconds as its event says, looked at after each of them. */
    private final class Slow implements Guest {
        private static Yield yielded(Step step) {
            return new Yield(List.of(step), Timers.IDLE, false, false);
        }

        @Override
        public Yield start(Clock clock, Entropy entropy) {
            return yielded(new Step.Ready());
        }

        @Override
        public Yield invoke(Clock clock, Entropy entropy, Invoke invoke) {
            for (int second = 0; second < Integer.parseInt(invoke.event()); second++) {
                nanos += 1_000_000_000;
                watched.look();
            }
            return yielded(new Step.Returned("null"));
        }

        @Override
        public Yield resume(Clock clock, Completion completion) {
            return yielded(new Step.Returned("null"));
        }

        @Override
        public void end() {
            told.add("ended");
        }

        @Override
        public Guest successor() {
            return new Slow();
        }

        @Override
        public void close() {
            told.add("closed");
        }
    }

    private void computes(int seconds) {
        Guest guest = watched.open("close-invoice", 1);
        guest.start(CLOCK, ENTROPY);
        assertThat(guest.invoke(CLOCK, ENTROPY, new Guest.Invoke("r", Integer.toString(seconds), 0, "", "")).steps())
                .containsExactly(new Step.Returned("null"));
        nanos += 100_000_000_000L;
        watched.look();
    }

    @Test
    void segmentThatTakesItsTime_isToldOnce() {
        computes(30);
        assertThat(told).containsExactly("note: `close-invoice` (instance 2) has run for 5 s of real time without coming to rest; "
                + "it is ended after 60 s");
    }

    @Test
    void shortSegments_areNot_norTheTimeBetweenThem() {
        computes(4);
        computes(4);
        assertThat(told).isEmpty();
    }

    @Test
    void successor_isWatchedToo() {
        Guest guest = watched.open("close-invoice", 1);
        guest.end();
        Guest next = guest.successor();
        next.start(CLOCK, ENTROPY);
        next.invoke(CLOCK, ENTROPY, new Guest.Invoke("r", "30", 0, "", ""));
        assertThat(told).hasSize(2).startsWith("ended").last().asString().contains("`close-invoice` (instance 2) has run for 5 s");
    }

    @Test
    void close_reachesTheGuest() {
        watched.open("close-invoice", 0).close();
        assertThat(told).containsExactly("closed");
    }
}
