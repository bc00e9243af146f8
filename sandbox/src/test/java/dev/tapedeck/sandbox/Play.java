package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import dev.tapedeck.recording.Wire;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The smallest kernel: answers calls in order, each a millisecond of virtual time later, and fires timers when nothing else is left. It notes
 * everything that the guest yields.
 */
final class Play {

    static final long EPOCH_NANOS = 1_763_650_000_123_456_789L;

    private final Guest guest;
    private final Answers world = new Answers();
    private final Deque<Completion> due = new ArrayDeque<>();
    private final List<String> transcript = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private long nowNanos;
    private Guest.Timers timers = Guest.Timers.IDLE;
    private boolean ended;

    Play(Guest guest) {
        this.guest = guest;
    }

    Play start(long seed) {
        take(guest.start(clock(), new Guest.Entropy(seed, 1)));
        untilEnded();
        return this;
    }

    Play invoke(String event, long seed) {
        ended = false;
        long deadline = (EPOCH_NANOS + nowNanos) / 1_000_000 + 60_000;
        take(guest.invoke(clock(), new Guest.Entropy(seed, 2),
                new Guest.Invoke("7f1c-" + seed, event, deadline, "arn:aws:lambda:us-east-1:123456789012:function:f", "Root=1-2-3")));
        untilEnded();
        return this;
    }

    /** Keeps nothing of what was yielded so far, for runs that are long. */
    Play forget() {
        transcript.clear();
        steps.clear();
        return this;
    }

    /** Ends the guest, for tests that run many. */
    Play close() {
        guest.close();
        return this;
    }

    private void untilEnded() {
        while (!ended) {
            Completion next = due.poll();
            if (next == null) {
                long at = Math.min(timers.olderNanos(), timers.freshNanos());
                if (at == Guest.Timers.NONE) {
                    throw new AssertionError("the guest waits for nothing that could come; it yielded\n" + transcript());
                }
                nowNanos = Math.max(nowNanos, at);
                next = new Completion.TimerDue();
            } else {
                nowNanos += 1_000_000;
            }
            take(guest.resume(clock(), next));
        }
    }

    private void take(Guest.Yield yield) {
        timers = yield.timers();
        transcript.add(nowNanos + " " + yield);
        for (Step step : yield.steps()) {
            steps.add(step);
            switch (step) {
                case Step.Call(int id, Wire.TypedCall call) -> world.to(id, call).ifPresent(due::add);
                case Step.Abandon(int id) -> due.removeIf(completion -> isFor(completion, id));
                case Step.Ready(),Step.Returned(var _),Step.Raised(var _, var _, var _),Step.Died(var _),Step.Overran(var _) ->
                    ended = true;
                case Step.Log(var _, var _),Step.Uncontrolled(var _, var _) -> {
                }
            }
        }
    }

    private static boolean isFor(Completion completion, int id) {
        return switch (completion) {
            case Completion.Answered answered -> answered.callId() == id;
            case Completion.Failed failed -> failed.callId() == id;
            case Completion.TimerDue() -> false;
        };
    }

    private Guest.Clock clock() {
        return new Guest.Clock(nowNanos, EPOCH_NANOS + nowNanos, 0);
    }

    List<Step> steps() {
        return steps;
    }

    /** Everything yielded, one segment a line. */
    String transcript() {
        return String.join("\n", transcript);
    }

    long nowNanos() {
        return nowNanos;
    }

    String result() {
        return steps.reversed().stream().filter(Step.Returned.class::isInstance).findFirst()
                .map(step -> String.valueOf(((Step.Returned) step).json()))
                .orElseThrow(() -> new AssertionError("nothing was returned:\n" + transcript()));
    }

    String log() {
        StringBuilder log = new StringBuilder();
        steps.forEach(step -> {
            if (step instanceof Step.Log(boolean _, String text)) {
                log.append(text);
            }
        });
        return log.toString();
    }
}
