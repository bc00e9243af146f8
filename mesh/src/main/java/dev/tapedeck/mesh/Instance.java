package dev.tapedeck.mesh;

import dev.tapedeck.kernel.Ticket;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One process of an instance of a component, driven segment by segment. It is single-threaded as the real one is: what arrives while a segment still computes
 * waits for its end, and what arrives while it is frozen waits for the next invocation.
 *
 * <pre>
 *   STARTING --Ready--> IDLE --invoke--> RUNNING --Returned, Raised--> RETURNING --charge over--> IDLE
 *       \                                   |                              |
 *        +-------- Raised, Died ------------+---- Died, deadline ----------+------> ENDED
 * </pre>
 *
 * Its execution environment outlives it, until it is closed: {@link #successor} is another process there.
 */
final class Instance {

    /** Who runs instances, and is told how it goes. */
    interface Host {
        void ready(Instance instance);

        /** A result that is larger than this is an error instead. */
        default long largestResultBytes() {
            return Long.MAX_VALUE;
        }

        /** An invocation, or the init phase, came to an end. */
        void ended(Instance instance, Invocation.Result result);
    }

    enum State {
        STARTING, IDLE, RUNNING, RETURNING, ENDED
    }

    final World world;
    final Callout callout;
    final String component;
    final int ordinal;
    private final Guest guest;
    /** Counts the processes of its execution environment, from 1. */
    private final int process;
    private final Host host;
    private final TreeMap<Integer, Outgoing> open = new TreeMap<>();
    private final List<Completion> frozen = new ArrayList<>();
    private State state = State.STARTING;
    private Name invocation;
    private Trail trail;
    private String label;
    private int emitted;
    private long busyUntilNanos;
    private long uncreditedNanos;
    private @Nullable Ticket timer;
    private @Nullable Ticket finish;

    /** @param invocation on whose behalf the instance is started; calls of the init code are its calls */
    Instance(World world, Callout callout, Host host, String component, int ordinal, Name invocation, Trail trail) {
        this(world, callout, host, component, ordinal, invocation, trail, world.guests.open(component, ordinal), 1);
    }

    private Instance(World world, Callout callout, Host host, String component, int ordinal, Name invocation, Trail trail, Guest guest,
            int process) {
        this.world = world;
        this.callout = callout;
        this.host = host;
        this.component = component;
        this.ordinal = ordinal;
        this.invocation = invocation;
        this.trail = trail;
        this.label = label(invocation);
        this.guest = guest;
        this.process = process;
    }

    /** Another process in the execution environment of this one, which is dead. */
    Instance successor(Name onBehalfOf, Trail onTrail) {
        return new Instance(world, callout, host, component, ordinal, onBehalfOf, onTrail, guest.successor(), process + 1);
    }

    State state() {
        return state;
    }

    Name invocation() {
        return invocation;
    }

    Trail trail() {
        return trail;
    }

    int emitted() {
        return emitted;
    }

    @Override
    public String toString() {
        return component + "#" + ordinal;
    }

    Run.Standing standing() {
        return new Run.Standing(toString(), state.name().toLowerCase(java.util.Locale.ROOT), invocation,
                open.values().stream().map(call -> call.call().operation() + " of " + call.target()).toList());
    }

    /** What to call this instance's present work in the digest. */
    String label() {
        return label;
    }

    private String label(Name of) {
        return component + "#" + ordinal + " " + of.brief();
    }

    void start() {
        start(0);
    }

    /** @param emittedBefore calls that an earlier init phase made for the same invocation */
    void start(int emittedBefore) {
        emitted = emittedBefore;
        Name init = Naming.derived(Naming.root(component, "init"), process == 1 ? Integer.toString(ordinal) : ordinal + "/" + process);
        segment(guest.start(world.clock(0), world.entropy(init)), false);
    }

    void invoke(Name name, Trail onTrail, Guest.Invoke invoke) {
        if (state != State.IDLE) {
            throw new IllegalStateException(this + " is " + state + " and cannot be invoked");
        }
        // Calls of the init code count among those of the invocation that it was started for.
        emitted = name.equals(invocation) ? emitted : 0;
        invocation = name;
        label = label(name);
        trail = onTrail;
        state = State.RUNNING;
        world.kernel.yielded(label() + " is invoked", invoke.toString());
        segment(guest.invoke(clock(), world.entropy(name), invoke), false);
        List<Completion> thawed = List.copyOf(frozen);
        frozen.clear();
        thawed.forEach(completion -> world.after(0, () -> "thaw of " + label(), () -> deliver(completion)));
    }

    private Guest.Clock clock() {
        long credited = uncreditedNanos;
        uncreditedNanos = 0;
        return world.clock(credited);
    }

    private void segment(Guest.Yield yielded, boolean wokenByTimer) {
        new Segment(this, yielded, wokenByTimer).take();
    }

    /** Hands over an answer as soon as the guest can take it. */
    void deliver(Completion completion) {
        switch (state) {
            case ENDED -> {
                // nobody is there any more
            }
            case IDLE, RETURNING -> frozen.add(completion);
            case STARTING, RUNNING -> {
                if (world.now() < busyUntilNanos) {
                    world.at(busyUntilNanos, () -> "completion for " + label(), () -> deliver(completion));
                } else if (settles(completion)) {
                    world.kernel.yielded("completion for " + label(), completion.toString());
                    segment(guest.resume(clock(), completion), completion instanceof Completion.TimerDue);
                }
            }
        }
    }

    /** Closes the call that a completion answers; false where the guest has given up on it meanwhile. */
    private boolean settles(Completion completion) {
        int id = switch (completion) {
            case Completion.Answered answered -> answered.callId();
            case Completion.Failed failed -> failed.callId();
            case Completion.TimerDue due -> -1;
        };
        if (id < 0) {
            return true;
        }
        Outgoing call = open.remove(id);
        if (call != null) {
            call.close(completion, world.moment());
            world.direction.answered(call.name(), call.placement.attempt(), call.answer(), world.now());
        }
        return call != null;
    }

    Direction.Emission emission(Step.Call step, Guest.Yield yielded) {
        return new Direction.Emission(invocation, component, ++emitted, callout.component(step.call()), step.call(), world.now(),
                yielded.readClock(), yielded.drewEntropy(), state == State.STARTING);
    }

    void opened(Outgoing call) {
        open.put(call.id, call);
    }

    void abandon(int id, boolean byTimer) {
        Outgoing call = open.remove(id);
        if (call != null) {
            call.close(new Call.Failed(byTimer ? "timeout" : "aborted"), world.moment());
            callout.forget(call);
        }
    }

    long largestResultBytes() {
        return host.largestResultBytes();
    }

    void becomeReady() {
        state = State.IDLE;
        host.ready(this);
    }

    /** The segment under way costs {@code nanos} of compute. */
    void charge(long nanos) {
        busyUntilNanos = world.now() + nanos;
        uncreditedNanos = nanos;
    }

    void arm(Guest.Timers timers, long chargedNanos) {
        disarm();
        if (state != State.STARTING && state != State.RUNNING) {
            return;
        }
        long fresh = timers.freshNanos() == Guest.Timers.NONE ? Guest.Timers.NONE : timers.freshNanos() + chargedNanos;
        long due = Math.min(timers.olderNanos(), fresh);
        if (due != Guest.Timers.NONE) {
            timer = world.at(Math.max(due, busyUntilNanos), () -> "timer of " + label(), () -> deliver(new Completion.TimerDue()));
        }
    }

    private void disarm() {
        if (timer != null) {
            world.kernel.cancel(timer);
            timer = null;
        }
    }

    /** The handler came to its end; the result is out once the segment's compute is over. */
    void finishing(Invocation.Result result, long inNanos) {
        boolean init = state == State.STARTING;
        state = State.RETURNING;
        finish = world.after(inNanos, () -> "result of " + label(), () -> {
            finish = null;
            if (init) {
                die("init");
            } else {
                state = State.IDLE;
            }
            host.ended(this, result);
        });
    }

    /** The guest is gone by its own doing. */
    void died(Step.Died died) {
        die("exit");
        host.ended(this, new Invocation.Raised(died.errorType(), died.reason()));
    }

    /** Ends the instance from outside. Effects of its calls still happen; nobody hears of them. */
    void kill() {
        die("killed");
    }

    private void die(String code) {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        disarm();
        if (finish != null) {
            world.kernel.cancel(finish);
        }
        open.values().forEach(call -> {
            call.close(new Call.Failed(code), world.moment());
            callout.forget(call);
        });
        open.clear();
        guest.end();
    }

    void close() {
        guest.close();
    }
}
