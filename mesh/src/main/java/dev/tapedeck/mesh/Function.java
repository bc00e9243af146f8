package dev.tapedeck.mesh;

import dev.tapedeck.kernel.Ticket;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Rung;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A function as an actor: its instances, what runs on each, and what waits because none may run. An instance runs one invocation at a time; a
 * new one is started where the direction asks for a cold start or no warm one is free.
 */
final class Function implements Instance.Host {

    /** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
    private static final long INIT_LIMIT_NANOS = 10_000_000_000L;

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final World world;
    private final Callout callout;
    private final SystemSpec.FunctionSpec spec;
    private final TreeMap<Integer, Instance> instances = new TreeMap<>();
    private final TreeMap<Integer, Running> running = new TreeMap<>();
    private final TreeSet<Integer> idle = new TreeSet<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<Runnable> pollers = new ArrayList<>();
    private int nextOrdinal;

    /** An invocation on its way through an instance. */
    private static final class Running {
        private final Work work;
        private final boolean cold;
        private final long beganNanos;
        private long initNanos;
        private Moment start;
        private JsonNode event;
        private String requestId = "";
        private @Nullable Ticket deadline;

        Running(Work work, boolean cold, long beganNanos, Moment start) {
            this.work = work;
            this.cold = cold;
            this.beganNanos = beganNanos;
            this.start = start;
            this.event = work.event();
        }
    }

    Function(World world, Callout callout, SystemSpec.FunctionSpec spec) {
        this.world = world;
        this.callout = callout;
        this.spec = spec;
    }

    String name() {
        return spec.name();
    }

    SystemSpec.FunctionSpec spec() {
        return spec;
    }

    /** Whether its concurrency allows one more invocation. */
    boolean free() {
        return spec.reservedConcurrency() < 0 || running.size() < spec.reservedConcurrency();
    }

    /** Begins {@code work} now if it may, else as soon as it may, in order of asking. */
    void beginWhenFree(Runnable begin) {
        if (free() && waiting.isEmpty()) {
            begin.run();
        } else {
            waiting.add(begin);
        }
    }

    /** Asks to be told whenever an invocation has ended. */
    void onFreed(Runnable poller) {
        pollers.add(poller);
    }

    void begin(Work work) {
        List<Integer> warm = List.copyOf(idle);
        int chosen = world.direction.instance(work.invocation(), spec.name(), warm);
        if (chosen >= 0 && !warm.contains(chosen)) {
            throw new IllegalArgumentException("`" + spec.name() + "` has no warm instance " + chosen + "; warm are " + warm);
        }
        if (chosen >= 0) {
            Running next = new Running(work, false, world.now(), world.moment());
            running.put(chosen, next);
            idle.remove(chosen);
            invoke(instance(chosen), next);
        } else {
            coldStart(work);
        }
    }

    private void coldStart(Work work) {
        int ordinal = nextOrdinal++;
        Running next = new Running(work, true, world.now(), world.moment());
        running.put(ordinal, next);
        Trail trail = work.trail().at(work.invocation());
        Instance instance = new Instance(world, callout, this, spec.name(), ordinal, work.invocation(), trail);
        instances.put(ordinal, instance);
        next.deadline = world.after(INIT_LIMIT_NANOS + spec.timeoutMillis() * NANOS_PER_MILLI, () -> "init deadline of " + instance,
                () -> timeOut(instance));
        instance.start();
    }

    @Override
    public void ready(Instance instance) {
        Running next = runningOn(instance);
        cancelDeadline(next);
        long beyond = Math.max(0, world.direction.initNanos(spec.name(), instance.ordinal));
        next.initNanos = world.now() - next.beganNanos + beyond;
        world.after(beyond, () -> "invoke " + instance.label(), () -> invoke(instance, next));
    }

    private void invoke(Instance instance, Running next) {
        Work work = next.work;
        next.start = world.moment();
        next.event = world.direction.event(work.invocation(), spec.name(), work.deliveries(), work.event(), world.now());
        next.requestId = world.direction.mint(work.requestSubject(), "request-id");
        next.deadline = world.after(spec.timeoutMillis() * NANOS_PER_MILLI, () -> "deadline of " + instance.label(),
                () -> timeOut(instance));
        Trail trail = work.trail().at(work.invocation());
        String arn = "arn:aws:lambda:" + world.system.region() + ":" + world.system.account() + ":function:" + spec.name();
        instance.invoke(work.invocation(), trail, new Guest.Invoke(next.requestId, Json.write(next.event),
                next.start.epochMillis() + spec.timeoutMillis(), arn, trail.header()));
    }

    private void timeOut(Instance instance) {
        instance.kill();
        ended(instance, new Invocation.TimedOut());
    }

    @Override
    public void ended(Instance instance, Invocation.Result result) {
        Running ended = running.remove(instance.ordinal);
        if (ended == null) {
            throw new IllegalStateException(instance + " ended what nobody began");
        }
        cancelDeadline(ended);
        if (instance.state() == Instance.State.DEAD) {
            instances.remove(instance.ordinal);
        } else {
            idle.add(instance.ordinal);
        }
        record(instance, ended, result);
        world.direction.ended(ended.work.invocation(), spec.name(), result, world.now());
        ended.work.done().accept(result);
        while (free() && !waiting.isEmpty()) {
            waiting.remove().run();
        }
        pollers.forEach(Runnable::run);
    }

    private void record(Instance instance, Running ended, Invocation.Result result) {
        Work work = ended.work;
        world.ledger.invocation(new Invocation(work.invocation(), spec.name(), ended.requestId, work.attempt(), work.deliveries(),
                instance.toString(), ended.cold, ended.cold ? ended.initNanos : 0, ended.start, world.moment(), Payload.whole(ended.event),
                result, instance.emitted(), Rung.VALUES), work.trail());
    }

    private void cancelDeadline(Running of) {
        if (of.deadline != null) {
            world.kernel.cancel(of.deadline);
            of.deadline = null;
        }
    }

    private Running runningOn(Instance instance) {
        Running found = running.get(instance.ordinal);
        if (found == null) {
            throw new IllegalStateException("nothing runs on " + instance);
        }
        return found;
    }

    private Instance instance(int ordinal) {
        Instance found = instances.get(ordinal);
        if (found == null) {
            throw new IllegalStateException("`" + spec.name() + "` has no instance " + ordinal);
        }
        return found;
    }

    void close() {
        instances.values().forEach(Instance::close);
    }
}
