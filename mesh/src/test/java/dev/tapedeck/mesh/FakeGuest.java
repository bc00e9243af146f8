package dev.tapedeck.mesh;

import dev.tapedeck.recording.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A guest written in Java: an event loop with callbacks, which yields and waits exactly as a real one does. Its clock is what it was told, and
 * moves only when it is woken.
 */
final class FakeGuest implements Guest {

    /** The program of a guest: runs its init code when it is made, and {@link #handle} for each invocation. */
    interface Code {
        void handle(Io io, Invoke invoke);

        /** Module scope. */
        default void init(Io io) {
            io.ready();
        }
    }

    /** What code can do. */
    static final class Io {
        private final List<Step> steps = new ArrayList<>();
        private final Map<Integer, Consumer<Completion>> answers = new TreeMap<>();
        private final TreeMap<Long, List<Pending>> timers = new TreeMap<>();
        private Clock clock = new Clock(0, 0, 0);
        private Entropy entropy = new Entropy(0, 0);
        /** What is in its {@code /tmp}. */
        final TreeMap<String, String> files = new TreeMap<>();
        private int calls;
        private boolean readClock;
        private boolean drew;

        private static final class Pending {
            private final Runnable body;
            private boolean fresh = true;

            Pending(Runnable body) {
                this.body = body;
            }
        }

        int call(Wire.TypedCall call, Consumer<Completion> answer) {
            int id = ++calls;
            answers.put(id, answer);
            steps.add(new Step.Call(id, call));
            return id;
        }

        void abandon(int id) {
            answers.remove(id);
            steps.add(new Step.Abandon(id));
        }

        void sleep(long nanos, Runnable then) {
            timers.computeIfAbsent(clock.monotonicNanos() + nanos, t -> new ArrayList<>()).add(new Pending(then));
        }

        void log(String text) {
            steps.add(new Step.Log(false, text));
        }

        void ready() {
            steps.add(new Step.Ready());
        }

        void returns(String json) {
            steps.add(new Step.Returned(json));
        }

        void raises(String type, String message) {
            steps.add(new Step.Raised(type, message, ""));
        }

        void exits(String reason) {
            steps.add(new Step.Died(reason));
        }

        void step(Step step) {
            steps.add(step);
        }

        long nowNanos() {
            readClock = true;
            return clock.monotonicNanos();
        }

        long draw() {
            drew = true;
            return entropy.high();
        }

        private void credit(Clock told) {
            TreeMap<Long, List<Pending>> moved = new TreeMap<>();
            timers.forEach((due, pending) -> pending.forEach(each -> {
                moved.computeIfAbsent(each.fresh ? due + told.chargedNanos() : due, t -> new ArrayList<>()).add(each);
                each.fresh = false;
            }));
            timers.clear();
            timers.putAll(moved);
            clock = told;
        }

        private Yield yielded() {
            long older = Timers.NONE;
            long fresh = Timers.NONE;
            for (Map.Entry<Long, List<Pending>> at : timers.entrySet()) {
                for (Pending each : at.getValue()) {
                    older = each.fresh ? older : Math.min(older, at.getKey());
                    fresh = each.fresh ? Math.min(fresh, at.getKey()) : fresh;
                }
            }
            Yield yield = new Yield(steps, new Timers(older, fresh), readClock, drew);
            steps.clear();
            readClock = false;
            drew = false;
            return yield;
        }
    }

    private final Io io = new Io();
    private final Code code;
    private final List<FakeGuest> opened;
    boolean closed;
    /** Whether its execution environment is gone too. */
    boolean gone;

    FakeGuest(Code code) {
        this(code, new ArrayList<>());
    }

    /** @param opened where it, and those that come after it, enter themselves */
    FakeGuest(Code code, List<FakeGuest> opened) {
        this.code = code;
        this.opened = opened;
        opened.add(this);
    }

    @Override
    public Guest successor() {
        if (!closed || gone) {
            throw new IllegalStateException(closed ? "its environment is gone" : "it has not ended");
        }
        FakeGuest successor = new FakeGuest(code, opened);
        successor.io.files.putAll(io.files);
        return successor;
    }

    @Override
    public Yield start(Clock clock, Entropy entropy) {
        io.credit(clock);
        io.entropy = entropy;
        code.init(io);
        return io.yielded();
    }

    @Override
    public Yield invoke(Clock clock, Entropy entropy, Invoke invoke) {
        io.credit(clock);
        io.entropy = entropy;
        code.handle(io, invoke);
        return io.yielded();
    }

    @Override
    public Yield resume(Clock clock, Completion completion) {
        if (closed) {
            throw new IllegalStateException("resumed after its end");
        }
        io.credit(clock);
        switch (completion) {
            case Completion.Answered answered -> answer(answered.callId(), completion);
            case Completion.Failed failed -> answer(failed.callId(), completion);
            case Completion.TimerDue due -> fire();
        }
        return io.yielded();
    }

    private void answer(int id, Completion completion) {
        Consumer<Completion> answer = io.answers.remove(id);
        if (answer == null) {
            throw new IllegalStateException("nobody waits for call " + id);
        }
        answer.accept(completion);
    }

    private void fire() {
        Map.Entry<Long, List<Io.Pending>> due = io.timers.firstEntry();
        if (due == null || due.getKey() > io.clock.monotonicNanos()) {
            throw new IllegalStateException("no timer is due at " + io.clock.monotonicNanos() + ": " + io.timers.keySet());
        }
        Io.Pending first = due.getValue().removeFirst();
        if (due.getValue().isEmpty()) {
            io.timers.remove(due.getKey());
        }
        first.body.run();
    }

    @Override
    public void end() {
        closed = true;
    }

    @Override
    public void close() {
        end();
        gone = true;
    }
}
