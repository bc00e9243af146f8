package dev.tapedeck.replay;

import dev.tapedeck.blueprint.ColdStart;
import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Guests;
import dev.tapedeck.mesh.SystemSpec;
import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.InvariantJudge;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.replay.Scenario.ComponentKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A scenario for tests, strict unless asked for otherwise: the queue `jobs`, which never gives up, before the real function `work`. */
final class Bench {

    private final Recording recording;
    private final SortedMap<String, ComponentKind> kinds = new TreeMap<>();
    private final SortedSet<String> variants = new TreeSet<>();
    private final SortedMap<String, ColdStart> coldStarts = new TreeMap<>();
    private final List<SystemSpec.DependencySpec> dependencies = new ArrayList<>();
    private Scenario.Order order = Scenario.Order.RECORDED;
    private long seed = 1;
    private int megabytes = 128;
    private long reapAfterMillis;

    private Bench(Recording recording) {
        this.recording = recording;
        kinds.put("work", ComponentKind.REAL);
        kinds.put("jobs", ComponentKind.MODELLED);
    }

    static Bench of(Recording recording) {
        return new Bench(recording);
    }

    /** As if the code of `work` were known to be another one. */
    Bench whatIf() {
        variants.add("work");
        return this;
    }

    /** The dependency `ledger`, recorded or with a program that stands for it. */
    Bench ledger(ComponentKind kind) {
        kinds.put("ledger", kind);
        dependencies.add(new SystemSpec.DependencySpec("ledger", List.of("ledger.internal"), kind == ComponentKind.MODELLED));
        return this;
    }

    Bench coldStart(ColdStart how) {
        coldStarts.put("work", how);
        return this;
    }

    Bench reapAfter(long millis) {
        reapAfterMillis = millis;
        return this;
    }

    Bench memory(int size) {
        megabytes = size;
        return this;
    }

    Bench seed(long given) {
        seed = given;
        return this;
    }

    Bench order(Scenario.Order given) {
        order = given;
        return this;
    }

    Scenario scenario() {
        SystemSpec.Profile endless = new SystemSpec.Profile(SystemSpec.Ordering.NONE, 0, 30_000, 0, "", 0, false, 0);
        SystemSpec system = new SystemSpec("us-east-1", "123456789012",
                List.of(new SystemSpec.FunctionSpec("work", 3_000, megabytes, -1, 2, reapAfterMillis)),
                List.of(new SystemSpec.ChannelSpec("jobs", Component.Kind.QUEUE, endless)), List.of(), dependencies,
                List.of(new SystemSpec.Subscription("jobs", "work", 1, 0, "", false)));
        return new Scenario(recording, system, kinds, variants, List.of(), order, seed, List.of(), new TreeMap<>(),
                Synthesis.Made.none(recording), new TreeSet<>(), coldStarts);
    }

    Report replay(Guest guest) {
        return replayAll((component, ordinal) -> guest);
    }

    Report replayAll(Guests guests) {
        return new Replay(scenario(), guests, (invariant, judged) -> InvariantJudge.Verdict.HOLDS).run();
    }
}
