package dev.tapedeck.kernel;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KernelTest {

    private final Kernel kernel = new Kernel(Scheduler.inOrder());
    private final List<String> happened = new ArrayList<>();

    private Event note(String name) {
        return then(name, () -> {});
    }

    private Event then(String name, Runnable next) {
        return new Event() {
            @Override
            public void fire() {
                happened.add(kernel.nowNanos() + " " + name);
                next.run();
            }

            @Override
            public String cause() {
                return name;
            }
        };
    }

    @Test
    void run_eventsAtDifferentTimes_happenInOrderOfTime() {
        kernel.after(30, note("c"));
        kernel.after(10, note("a"));
        kernel.after(20, note("b"));

        assertThat(kernel.run(Limits.NONE)).isEqualTo(Halt.DRAINED);
        assertThat(happened).containsExactly("10 a", "20 b", "30 c");
    }

    @Test
    void run_zeroDelay_comesAfterWhatWasAlreadyDue() {
        kernel.after(10, then("first", () -> kernel.after(0, note("at once"))));
        kernel.after(10, note("second"));

        kernel.run(Limits.NONE);
        assertThat(happened).containsExactly("10 first", "10 second", "10 at once");
    }

    @Test
    void run_timeThatIsPast_meansNow() {
        kernel.after(10, then("late", () -> kernel.at(new VirtualTime(3), note("past"))));

        kernel.run(Limits.NONE);
        assertThat(happened).containsExactly("10 late", "10 past");
    }

    @Test
    void run_delayBeyondTheEndOfTime_neverOverflowsIntoThePast() {
        kernel.after(10, then("ten", () -> kernel.after(Long.MAX_VALUE, note("never"))));

        assertThat(kernel.run(Limits.until(new VirtualTime(1_000_000)))).isEqualTo(Halt.TIME_LIMIT);
        assertThat(happened).containsExactly("10 ten");
        assertThat(kernel.pending()).isOne();
    }

    @Test
    void cancel_pendingEvent_isNotCountedAsTimePassed() {
        Ticket timeout = kernel.after(1_000, note("timeout"));
        kernel.after(10, then("answer", () -> assertThat(kernel.cancel(timeout)).isTrue()));

        kernel.run(Limits.NONE);
        assertThat(kernel.now()).isEqualTo(new VirtualTime(10));
        assertThat(kernel.cancel(timeout)).isFalse();
    }

    @Test
    void cancel_zeroDelayEvent_doesNotHappen() {
        Ticket first = kernel.after(0, note("first"));
        kernel.after(0, note("second"));
        kernel.cancel(first);

        kernel.run(Limits.NONE);
        assertThat(happened).containsExactly("0 second");
    }

    @Test
    void runUntil_stepNumber_stopsThereAndGoesOn() {
        Script whole = new Script(Scheduler.inOrder(), new Seed(4)).with(9).run();
        Script halves = new Script(Scheduler.inOrder(), new Seed(4)).with(9);

        assertThat(halves.kernel.runUntil(5)).isEqualTo(Halt.STEP_LIMIT);
        assertThat(halves.happened).hasSize(5).isEqualTo(whole.happened.subList(0, 5));
        StepId middle = halves.kernel.stepId();
        halves.run();

        assertThat(halves.kernel.trace().hex()).isEqualTo(whole.kernel.trace().hex());
        assertThat(middle.number()).isEqualTo(5);
        assertThat(middle).isNotEqualTo(halves.kernel.stepId());
    }

    @Test
    void stepId_sameHistory_isEqual() {
        Script one = new Script(Scheduler.inOrder(), new Seed(4)).with(9);
        Script other = new Script(Scheduler.inOrder(), new Seed(4)).with(9);
        one.kernel.runUntil(7);
        other.kernel.runUntil(7);

        assertThat(one.kernel.stepId()).isEqualTo(other.kernel.stepId());
        assertThat(one.kernel.stepId().toString()).startsWith("7-").hasSize(10);
    }

    @Test
    void stop_insideAnEvent_restsAfterIt() {
        kernel.after(1, then("stopping", kernel::stop));
        kernel.after(2, note("after"));

        assertThat(kernel.run(Limits.NONE)).isEqualTo(Halt.STOPPED);
        assertThat(happened).containsExactly("1 stopping");
    }
}
