package dev.tapedeck.mesh;

import dev.tapedeck.kernel.Ticket;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Rung;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A function as an actor: its instances, what runs on each, and what waits because none may run. An instance runs one invocation at a time; a
 * new one is started where the direction asks for a cold start or no warm one is free.
 *
 * <pre>
 *   begin --(which instance?)--> warm ----------------------------------------> invoke --> ended
 *                    |                                                            ^
 *                    +---> cold: init phase, 10 s --ready, after initNanos--------+
 *                                   \--failed--> init again, as part of the invocation and under its time-out
 * </pre>
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
 */
final class Function implements Instance.Host {

    private static final long INIT_LIMIT_NANOS = 10_000_000_000L;

    /** 6 MB (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html), and the hundred bytes more that its own error text names. */
    private static final long LARGEST_RESULT_BYTES = 6_291_556;

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final World world;
    private final Callout callout;
    private final SystemSpec.FunctionSpec spec;
    private final PlatformLog log;
    private final TreeMap<Integer, Instance> instances = new TreeMap<>();
    private final TreeMap<Integer, Running> running = new TreeMap<>();
    private final IdleInstances idle = new IdleInstances();
    /** Execution environments whose process has ended. The next invocation that one of them serves starts another. */
    private final IdleInstances ended = new IdleInstances();
    private final TreeMap<Integer, Deque<Work>> awaiting = new TreeMap<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<Runnable> pollers = new ArrayList<>();
    private int nextOrdinal;
    /** Invocations that are admitted and have no instance yet. */
    private int unplaced;

    Function(World world, Callout callout, SystemSpec.FunctionSpec spec) {
        this.world = world;
        this.callout = callout;
        this.spec = spec;
        this.log = new PlatformLog(world, spec);
    }

    String name() {
        return spec.name();
    }

    SystemSpec.FunctionSpec spec() {
        return spec;
    }

    /** Whether its concurrency allows one more invocation. */
    boolean free() {
        return spec.reservedConcurrency() < 0 || running.size() + unplaced < spec.reservedConcurrency();
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
        reap();
        SortedSet<Integer> warm = idle.ordinals();
        List<Integer> may = world.direction.instances(work.invocation(), name(),
                new Direction.Pool(warm, ended.ordinals(), running.navigableKeySet(), nextOrdinal));
        if (may.isEmpty()) {
            coldStart(work);
        } else if (may.size() == 1 && running.containsKey(may.getFirst())) {
            unplaced++;
            awaiting.computeIfAbsent(may.getFirst(), k -> new ArrayDeque<>()).add(work);
        } else if (may.size() == 1 && ended.ordinals().contains(may.getFirst())) {
            startWithin(may.getFirst(), work);
        } else if (!warm.containsAll(may)) {
            throw new IllegalArgumentException("`" + name() + "` has no warm instances " + may + "; warm are " + warm);
        } else if (may.size() == 1) {
            serve(may.getFirst(), work);
        } else {
            leaveToScheduler(may, work);
        }
    }

    /** An event for each that could serve: the one that the scheduler lets happen first does. */
    private void leaveToScheduler(List<Integer> may, Work work) {
        unplaced++;
        List<Ticket> offers = new ArrayList<>();
        for (int ordinal : may) {
            offers.add(world.after(0, () -> name() + "#" + ordinal + " serves " + work.invocation().brief(), () -> {
                offers.forEach(world.kernel::cancel);
                unplaced--;
                take(ordinal, work);
            }));
        }
    }

    /** Another invocation may have been given the same instance meanwhile. */
    private void take(int chosen, Work work) {
        SortedSet<Integer> warm = idle.ordinals();
        if (warm.isEmpty() && ended.ordinals().isEmpty()) {
            coldStart(work);
        } else if (warm.isEmpty()) {
            startWithin(ended.ordinals().getFirst(), work);
        } else {
            serve(warm.contains(chosen) ? chosen : warm.getFirst(), work);
        }
    }

    /** Instances that were idle for too long are gone. Nobody could tell before somebody asks for one. */
    private void reap() {
        if (spec.reapAfterMillis() > 0 && !world.direction.keepsInstances()) {
            long limit = TimeUnit.MILLISECONDS.toNanos(spec.reapAfterMillis());
            idle.takeOut(limit, world.now()).forEach(this::reap);
            ended.takeOut(limit, world.now()).forEach(this::reap);
        }
    }

    private void reap(int ordinal) {
        Instance old = instance(ordinal);
        world.kernel.yielded(old + " is reaped", Long.toString(spec.reapAfterMillis()));
        old.kill();
        old.close();
        instances.remove(ordinal);
    }

    private void serve(int ordinal, Work work) {
        Running next = new Running(work, false, world.now(), world.moment());
        running.put(ordinal, next);
        idle.remove(ordinal);
        begun(next);
        invoke(instance(ordinal), next);
    }

    private void coldStart(Work work) {
        int ordinal = nextOrdinal++;
        Running next = new Running(work, true, world.now(), world.moment());
        running.put(ordinal, next);
        init(new Instance(world, callout, this, name(), ordinal, work.invocation(), trail(next)), next, INIT_LIMIT_NANOS, 0);
    }

    /** The process of this environment has ended: another one starts, as a part of the invocation. */
    private void startWithin(int ordinal, Work work) {
        Running next = new Running(work, true, world.now(), world.moment());
        running.put(ordinal, next);
        ended.remove(ordinal);
        initWithin(instance(ordinal), next, 0);
    }

    private void initWithin(Instance dead, Running next, int emittedBefore) {
        next.initWithin = true;
        begun(next);
        init(dead.successor(next.work.invocation(), trail(next)), next, spec.timeoutMillis() * NANOS_PER_MILLI, emittedBefore);
    }

    private void init(Instance instance, Running next, long limitNanos, int emittedBefore) {
        instances.put(instance.ordinal, instance);
        next.initBeganNanos = world.now();
        next.deadline = world.after(limitNanos, () -> "init deadline of " + instance, () -> timeOut(instance));
        instance.start(emittedBefore);
    }

    private static Trail trail(Running of) {
        return of.work.trail().at(of.work.invocation());
    }

    @Override
    public void ready(Instance instance) {
        Running next = runningOn(instance);
        long whole = world.direction.initNanos(next.work.invocation(), name(), instance.ordinal);
        long beyond = Math.max(0, whole - (world.now() - next.initBeganNanos));
        next.invoking = world.after(beyond, () -> "invoke " + instance.label(), () -> {
            cancel(next.deadline);
            if (!next.initWithin) {
                next.initNanos = world.now() - next.initBeganNanos;
            }
            begun(next);
            invoke(instance, next);
        });
    }

    @Override
    public long largestResultBytes() {
        return LARGEST_RESULT_BYTES;
    }

    /** The invocation itself begins: with the handler, or with a second init phase. */
    private void begun(Running next) {
        if (!next.begun) {
            Work work = next.work;
            next.begun = true;
            next.start = world.moment();
            next.startNanos = world.now();
            next.event = world.direction.event(work.invocation(), name(), work.deliveries(), work.event(), world.now());
            next.requestId = world.direction.mint(work.requestSubject(), "request-id");
            log.start(next);
        }
    }

    private void invoke(Instance instance, Running next) {
        next.handling = true;
        world.direction.handles(next.work.invocation(), world.now());
        long spent = world.now() - next.startNanos;
        next.deadline = world.after(spec.timeoutMillis() * NANOS_PER_MILLI - spent, () -> "deadline of " + instance.label(),
                () -> timeOut(instance));
        String arn = "arn:aws:lambda:" + world.system.region() + ":" + world.system.account() + ":function:" + name()
                + (next.work.caller().qualifier().isEmpty() ? "" : ":" + next.work.caller().qualifier());
        instance.invoke(next.work.invocation(), trail(next), new Guest.Invoke(next.requestId, Json.write(next.event),
                next.start.epochMillis() + spec.timeoutMillis(), arn, trail(next).header(),
                next.work.caller().clientContext()));
    }

    private void timeOut(Instance instance) {
        instance.kill();
        ended(instance, new Invocation.TimedOut());
    }

    @Override
    public void ended(Instance instance, Invocation.Result result) {
        Running over = runningOn(instance);
        cancel(over.deadline);
        cancel(over.invoking);
        if (!over.handling) {
            log.initFailed(over, world.now() - over.initBeganNanos, result);
            if (!over.initWithin) {
                initAgain(instance, over);
                return;
            }
        }
        running.remove(instance.ordinal);
        Work awaited = next(instance.ordinal);
        (instance.state() == Instance.State.ENDED ? ended : idle).add(instance.ordinal, world.now());
        log.end(over, result);
        record(instance, over, result);
        world.direction.ended(over.work.invocation(), name(), result, world.now());
        if (awaited != null) {
            again(instance, awaited);
        }
        over.work.done().accept(result);
        while (free() && !waiting.isEmpty()) {
            waiting.remove().run();
        }
        pollers.forEach(Runnable::run);
    }

    /** Init that failed or took too long is done once more, as a part of the invocation and within its time-out. */
    private void initAgain(Instance failed, Running next) {
        next.initNanos = world.now() - next.initBeganNanos;
        next.invoking = world.after(0, () -> "second init of " + failed, () -> initWithin(failed, next, failed.emitted()));
    }

    private @Nullable Work next(int ordinal) {
        Deque<Work> works = awaiting.getOrDefault(ordinal, new ArrayDeque<>());
        Work next = works.poll();
        if (next != null) {
            unplaced--;
        }
        return next;
    }

    /** What waited for an instance is served by it; where that died, it is asked for anew who serves, as it is for what waits behind it. */
    private void again(Instance instance, Work awaited) {
        if (instance.state() != Instance.State.ENDED) {
            serve(instance.ordinal, awaited);
            return;
        }
        begin(awaited);
        for (Work more = next(instance.ordinal); more != null; more = next(instance.ordinal)) {
            begin(more);
        }
    }

    private void record(Instance instance, Running ended, Invocation.Result result) {
        Work work = ended.work;
        world.ledger.invocation(new Invocation(work.invocation(), name(), ended.requestId, work.attempt(), work.deliveries(),
                instance.toString(), ended.cold, ended.cold ? ended.initNanos : 0, ended.start, world.moment(), Payload.whole(ended.event),
                result, instance.emitted(), Rung.VALUES), work.trail());
    }

    private void cancel(@Nullable Ticket ticket) {
        if (ticket != null) {
            world.kernel.cancel(ticket);
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
            throw new IllegalStateException("`" + name() + "` has no instance " + ordinal);
        }
        return found;
    }

    List<Run.Standing> standing() {
        return instances.values().stream().map(Instance::standing).toList();
    }

    void close() {
        instances.values().forEach(Instance::close);
    }
}
