package dev.tapedeck.replay;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A guest that yields what a test says: when it starts, when it is invoked, and for each answer; so does the one after it, unless it is another. */
record Scripted(List<Step> start, List<Step> invoke, Function<Completion, List<Step>> resume, @Nullable Guest next) implements Guest {

    Scripted(List<Step> start, List<Step> invoke, Function<Completion, List<Step>> resume) {
        this(start, invoke, resume, null);
    }

    Scripted followedBy(Guest another) {
        return new Scripted(start, invoke, resume, another);
    }

    /** It comes up, and does this when it is invoked. */
    static Scripted invoked(Step... steps) {
        return answered(completion -> {
            throw new AssertionError("it waits for nothing");
        }, steps);
    }

    static Scripted answered(Function<Completion, List<Step>> resume, Step... steps) {
        return new Scripted(List.of(new Step.Ready()), List.of(steps), resume);
    }

    /** It does not come up, at any time. */
    static Scripted broken(Step last) {
        return new Scripted(List.of(last), List.of(), completion -> List.of());
    }

    private static Yield yielded(List<Step> steps) {
        return new Yield(steps, Timers.IDLE, false, false);
    }

    @Override
    public Yield start(Clock clock, Entropy entropy) {
        return yielded(start);
    }

    @Override
    public Yield invoke(Clock clock, Entropy entropy, Invoke what) {
        if (invoke.isEmpty()) {
            throw new AssertionError("it never came up");
        }
        return yielded(invoke);
    }

    @Override
    public Yield resume(Clock clock, Completion completion) {
        return yielded(resume.apply(completion));
    }

    @Override
    public Guest successor() {
        return next == null ? this : next;
    }

    @Override
    public void close() {
        // nothing to end
    }
}
