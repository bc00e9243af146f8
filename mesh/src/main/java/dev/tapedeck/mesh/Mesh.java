package dev.tapedeck.mesh;

import dev.tapedeck.kernel.Halt;
import dev.tapedeck.kernel.Limits;
import dev.tapedeck.kernel.ScheduleMismatch;
import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The simulated system: put messages in at the edge, let it run, look at what came of it. One run each; single-threaded.
 *
 * <pre>
 *   inject --> channel --> function instance (guest) --> call --> table, channel, program, or the direction's answer
 *                 ^                                                       |
 *                 +--------------------- messages ------------------------+
 * </pre>
 */
public final class Mesh implements AutoCloseable {

    private final World world;
    private final Setup setup;
    private final Directory directory;
    private final Channels channels;
    private final SortedMap<String, QueueCarrier> queues;
    private final SortedMap<String, Function> functions;
    private final SortedMap<String, Program> programs = new TreeMap<>();
    private final List<String> unmet = new ArrayList<>();

    public Mesh(SystemSpec system, Setup setup, Guests guests, Direction direction) {
        this.setup = setup;
        this.world = new World(system, setup, guests, direction);
        this.directory = new Directory(system);
        Callout callout = new Callout(world, directory);
        Wiring wiring = new Wiring(world, callout);
        this.channels = wiring.channels();
        this.functions = wiring.functions();
        this.queues = wiring.queues();
        system.tables().forEach(table -> callout.target(table.name(), TableTarget.of(world, table.name(), setup.tables())));
        system.dependencies().stream().filter(SystemSpec.DependencySpec::program).forEach(dependency -> {
            Program program = new Program(world, callout, dependency.name());
            programs.put(dependency.name(), program);
            callout.target(dependency.name(), program);
        });
    }

    /** Lets a message from outside reach its channel at {@code atNanos} of virtual time. */
    public void inject(Message root, long atNanos) {
        world.at(atNanos, () -> "root " + root.name().brief() + " on " + root.channel(), () -> channels.root(root));
    }

    /**
     * Lets something happen at {@code atNanos} that nobody within the system does: a write by somebody out of scope, for instance.
     *
     * @param what in a few words, for the digest
     */
    public void outside(long atNanos, String what, Runnable change) {
        world.at(atNanos, () -> "outside: " + what, () -> {
            world.kernel.yielded("outside", what);
            change.run();
        });
    }

    /** Runs until nothing is left to happen, a limit is reached, or the direction stops it. After a limit it may be called again to go on. */
    public Run run(Limits limits) {
        return run(ending(limits));
    }

    /** Runs until a delivery has been handed over, or as far as {@link #run} would. */
    public Run runUntilDelivered(Name delivery, Limits limits) {
        while (true) {
            long next = Math.min(limits.steps(), world.kernel.step() + 1);
            Run.Ending ending = ending(new Limits(next, limits.until()));
            boolean goesOn = ending instanceof Run.CutOff(Halt halt) && halt == Halt.STEP_LIMIT && next < limits.steps();
            if (!goesOn || world.ledger.delivered(delivery)) {
                return run(ending);
            }
        }
    }

    private Run.Ending ending(Limits limits) {
        try {
            Halt halt = drained(limits);
            if (world.stopReason() != null) {
                return new Run.Stopped(world.stopReason());
            }
            if (halt != Halt.DRAINED) {
                return new Run.CutOff(halt);
            }
            world.kernel.finish();
            return new Run.Drained();
        } catch (ScheduleMismatch mismatch) {
            return new Run.Derailed(String.valueOf(mismatch.getMessage()));
        }
    }

    /** Once nothing else is left, lets go what was held back for something that did not come, and goes on. */
    private Halt drained(Limits limits) {
        while (true) {
            Halt halt = world.kernel.run(limits);
            List<String> waitedInVain = halt == Halt.DRAINED ? channels.giveUpWaiting() : List.of();
            if (waitedInVain.isEmpty()) {
                return halt;
            }
            unmet.addAll(waitedInVain);
        }
    }

    private Run run(Run.Ending ending) {
        SortedMap<String, JsonNode> tables = new TreeMap<>();
        setup.tables().forEach((name, table) -> tables.put(name, table.image()));
        SortedMap<String, List<Name>> queued = new TreeMap<>();
        queues.forEach((name, queue) -> queued.put(name, queue.state().image().stream().map(QueueState.Held::message).toList()));
        List<Component> components = directory.components();
        return new Run(world.ledger.recording(world.epoch(), world.moment(), components), world.kernel.trace(),
                world.kernel.schedule(), ending, tables, queued, world.ledger.uncontrolled(), unmet, world.ledger.turnedAway(),
                world.ledger.segments(), functions.values().stream().flatMap(function -> function.standing().stream()).toList(),
                world.kernel.now(), world.kernel.stepId());
    }

    /** Ends every instance. */
    @Override
    public void close() {
        functions.values().forEach(Function::close);
        programs.values().forEach(Program::close);
    }
}
