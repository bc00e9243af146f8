package dev.tapedeck.mesh;

import dev.tapedeck.kernel.Scheduler;
import dev.tapedeck.kernel.Seed;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

import static dev.tapedeck.mesh.Scene.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

/** Init phases that take time, fail or never end; who serves where several could; instances that were idle for too long. */
class InstancesTest {

    private static final SystemSpec.FunctionSpec F = new SystemSpec.FunctionSpec("f", 3_000, 128, -1, 2, 0);

    private static Scene invoked(SystemSpec.FunctionSpec spec, FakeGuest.Code code, long... atMillis) {
        Scene scene = new Scene().function(spec, code).route("r").subscribe("r", "f");
        for (int i = 0; i < atMillis.length; i++) {
            scene.root("r", "request-" + i, atMillis[i], "POST /things", "{}");
        }
        return scene;
    }

    /** Init takes as long as {@code nanos} says, by ordinal. */
    private static Scene slow(Scene scene, ToLongFunction<Integer> nanos) {
        return scene.direct(system -> new PlainDirection(system, MILLI) {
            @Override
            public long initNanos(Name invocation, String function, int ordinal) {
                return nanos.applyAsLong(ordinal);
            }
        });
    }

    private static FakeGuest.Code init(FakeGuest.Code code, java.util.function.Consumer<FakeGuest.Io> init) {
        return new FakeGuest.Code() {
            @Override
            public void handle(FakeGuest.Io io, Guest.Invoke invoke) {
                code.handle(io, invoke);
            }

            @Override
            public void init(FakeGuest.Io io) {
                init.accept(io);
            }
        };
    }

    /** What is done at the first init, at the second, and so on; the last one for ever. */
    @SafeVarargs
    private static FakeGuest.Code inits(FakeGuest.Code code, java.util.function.Consumer<FakeGuest.Io>... each) {
        List<FakeGuest.Io> begun = new ArrayList<>();
        return init(code, io -> {
            begun.add(io);
            each[Math.min(begun.size(), each.length) - 1].accept(io);
        });
    }

    private static Invocation only(Run run) {
        assertThat(run.recording().invocations()).hasSize(1);
        return run.recording().invocations().getFirst();
    }

    @Test
    void init_takesAsLongAsTheDirectionSays_beforeTheHandlerBegins() {
        Run run = slow(invoked(F, Codes.returning("null"), 10, 500), ordinal -> 200 * MILLI).run();
        List<Invocation> ran = run.recording().invocations();

        assertThat(ran).extracting(Invocation::initNanos).containsExactly(200 * MILLI, 0L);
        assertThat(ran.getFirst().start()).isEqualTo(Scene.EPOCH.plusNanos(215 * MILLI));
        assertThat(run.recording().deliveries().getFirst().at()).isEqualTo(ran.getFirst().start());
    }

    @Test
    void init_whoseOwnTimersTakeLonger_takesAsLongAsThey() {
        FakeGuest.Code code = init(Codes.returning("null"), io -> io.sleep(300 * MILLI, io::ready));

        assertThat(only(slow(invoked(F, code, 0), ordinal -> 200 * MILLI).run()).initNanos()).isEqualTo(300 * MILLI);
        assertThat(only(slow(invoked(F, code, 0), ordinal -> 450 * MILLI).run()).initNanos()).isEqualTo(450 * MILLI);
    }

    @Test
    void init_thatFailsOnce_isDoneAgainWithinTheInvocation() {
        FakeGuest.Code code = inits(Codes.returning("1"), io -> io.sleep(50 * MILLI, () -> io.raises("Error", "no such table")),
                io -> io.sleep(70 * MILLI, io::ready));
        Scene scene = invoked(F, code, 0);
        Run run = scene.run();
        Invocation ran = only(run);

        assertThat(ran.result()).isInstanceOf(Invocation.Returned.class);
        assertThat(ran.instance()).isEqualTo("f#0");
        assertThat(ran.initNanos()).isEqualTo(50 * MILLI);
        assertThat(ran.start()).isEqualTo(Scene.EPOCH.plusNanos(55 * MILLI));
        assertThat(ran.end().nanosSince(ran.start())).isEqualTo(70 * MILLI);
        assertThat(scene.opened).hasSize(2);
    }

    @Test
    void init_thatFailsTwice_isTheInvocationsError_andTheNextOneTriesOnceMore() {
        FakeGuest.Code code = inits(Codes.returning("1"), io -> io.raises("Error", "no"), io -> io.exits("exit 1"), FakeGuest.Io::ready);
        Run run = invoked(F, code, 0, 100).run();

        assertThat(run.recording().invocations()).extracting(Invocation::result)
                .first().isEqualTo(new Invocation.Raised("Runtime.ExitError", "exit 1"));
        assertThat(run.recording().invocations().getFirst().requestId()).isNotEmpty();
        assertThat(run.recording().invocations().getLast().result()).isInstanceOf(Invocation.Returned.class);
        assertThat(run.recording().invocations()).extracting(Invocation::instance).containsOnly("f#0");
    }

    /** As on Lambda: the environment is used again, what lies in /tmp with it, and init is a part of the invocation. */
    @Test
    void processEnds_theNextInvocationStartsAnotherInTheSameEnvironment() {
        List<String> found = new ArrayList<>();
        FakeGuest.Code code = init((io, invoke) -> {
            found.add(String.valueOf(io.files.put("attempt", invoke.requestId())));
            if (found.size() == 1) {
                io.exits("exit 1");
            } else {
                io.sleep(5 * MILLI, () -> io.returns("1"));
            }
        }, io -> io.sleep(40 * MILLI, io::ready));
        Scene scene = invoked(F, code, 0, 1_000, 2_000);
        List<Invocation> ran = scene.run().recording().invocations();

        assertThat(found).containsExactly("null", ran.get(0).requestId(), ran.get(1).requestId());
        assertThat(ran).extracting(Invocation::instance).containsOnly("f#0");
        assertThat(ran).extracting(Invocation::coldStart).containsExactly(true, true, false);
        assertThat(ran).extracting(Invocation::initNanos).containsExactly(40 * MILLI, 0L, 0L);
        assertThat(ran.get(1).end().nanosSince(ran.get(1).start())).isEqualTo(45 * MILLI);
        assertThat(scene.opened).hasSize(2).allMatch(guest -> guest.closed).last().matches(guest -> guest.gone);
    }

    @Test
    void processEnds_itsEnvironmentIsTheSecondChoice() {
        FakeGuest.Code code = (io, invoke) -> io.sleep(50 * MILLI, () -> {
            if (io.nowNanos() < 60 * MILLI) {
                io.exits("exit 1");
            } else {
                io.returns("1");
            }
        });
        assertThat(invoked(F, code, 0, 20, 1_000, 1_010).run().recording().invocations()).extracting(Invocation::instance)
                .containsExactly("f#0", "f#1", "f#1", "f#0");
    }

    @Test
    void initWithinAnInvocation_hasNoTimeButTheInvocations() {
        FakeGuest.Code code = inits((io, invoke) -> io.exits("exit 1"), FakeGuest.Io::ready, io -> io.sleep(3_500 * MILLI, io::ready));
        List<Invocation> ran = invoked(F, code, 0, 1_000).run().recording().invocations();

        assertThat(ran.getLast().result()).isEqualTo(new Invocation.TimedOut());
        assertThat(ran.getLast().end().nanosSince(ran.getLast().start())).isEqualTo(3_000 * MILLI);
    }

    @Test
    void environmentWithoutAProcess_isReapedLikeOneWithIt() {
        SystemSpec.FunctionSpec brief = new SystemSpec.FunctionSpec("f", 3_000, 128, -1, 2, 30_000);
        Scene scene = invoked(brief, (io, invoke) -> io.exits("exit 1"), 0, 60_000);

        assertThat(scene.run().recording().invocations()).extracting(Invocation::instance).containsExactly("f#0", "f#1");
        assertThat(scene.opened).allMatch(guest -> guest.gone);
    }

    /** Asked for while the instance is busy, and it then dies: what waited is served in its environment. */
    @Test
    void processEnds_whatWaitedForItIsServedByTheNextOne() {
        FakeGuest.Code code = (io, invoke) -> io.sleep(50 * MILLI, () -> {
            if (io.nowNanos() < 60 * MILLI) {
                io.exits("exit 1");
            } else {
                io.returns("1");
            }
        });
        Run run = invoked(F, code, 0, 10).direct(InstancesTest::onlyOne).run();

        assertThat(run.recording().invocations()).extracting(Invocation::instance).containsExactly("f#0", "f#0");
        assertThat(run.recording().invocations().getLast().result()).isInstanceOf(Invocation.Returned.class);
    }

    private static Direction onlyOne(SystemSpec system) {
        return new PlainDirection(system, MILLI) {
            @Override
            public List<Integer> instances(Name invocation, String function, Pool pool) {
                return pool.next() == 0 ? List.of() : List.of(0);
            }
        };
    }

    @Test
    void init_thatNeverEnds_isGivenUpAfterTenSeconds_andOnceMoreAfterTheTimeOut() {
        Run run = invoked(F, init(Codes.returning("1"), io -> io.sleep(3_600_000 * MILLI, io::ready)), 0).run();
        Invocation ran = only(run);

        assertThat(ran.result()).isEqualTo(new Invocation.TimedOut());
        assertThat(ran.initNanos()).isEqualTo(10_000 * MILLI);
        assertThat(ran.end().nanosSince(ran.start())).isEqualTo(3_000 * MILLI);
    }

    @Test
    void init_thatIsSaidToTakeLongerThanTenSeconds_isDoneAgain_andCountsAsTheInvocations() {
        SystemSpec.FunctionSpec patient = new SystemSpec.FunctionSpec("f", 20_000, 128, -1, 2, 0);
        Run run = slow(invoked(patient, Codes.returning("1"), 0), ordinal -> 12_000 * MILLI).run();
        Invocation ran = only(run);

        assertThat(ran.result()).isInstanceOf(Invocation.Returned.class);
        assertThat(ran.initNanos()).isEqualTo(10_000 * MILLI);
        assertThat(ran.end().nanosSince(ran.start())).isEqualTo(12_000 * MILLI);
    }

    @Test
    void secondInit_drawsOtherEntropyThanTheFirst() {
        List<Long> drawn = new ArrayList<>();
        invoked(F, init(Codes.returning("1"), io -> {
            drawn.add(io.draw());
            io.raises("Error", "no");
        }), 0).run();

        assertThat(drawn).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void severalWarm_theSchedulerChooses_andEitherIsReached() {
        TreeSet<String> served = new TreeSet<>();
        for (int seed = 0; seed < 20; seed++) {
            Scene scene = invoked(F, (io, invoke) -> io.sleep(50 * MILLI, () -> io.returns("null")), 0, 1, 100)
                    .schedule(Scheduler.random(new Seed(seed), 0)).direct(InstancesTest::anyWarm);
            Run run = scene.run();
            assertThat(scene.opened).hasSize(2);
            served.add(run.recording().invocations().getLast().instance());
        }
        assertThat(served).containsExactly("f#0", "f#1");
    }

    private static Direction anyWarm(SystemSpec system) {
        return new PlainDirection(system, MILLI) {
            @Override
            public List<Integer> instances(Name invocation, String function, Pool pool) {
                return List.copyOf(pool.warm());
            }
        };
    }

    @Test
    void twoOfferedTheSame_bothAreServed() {
        Scene scene = invoked(F, (io, invoke) -> io.sleep(50 * MILLI, () -> io.returns("null")), 0, 1, 100, 100, 100)
                .direct(InstancesTest::anyWarm);
        Run run = scene.run();

        assertThat(run.recording().invocations()).hasSize(5).allMatch(i -> i.result() instanceof Invocation.Returned);
        assertThat(scene.opened).hasSize(3);
    }

    @Test
    void busyOneIsChosen_isWaitedFor() {
        Scene scene = waitingFor(invoked(F, (io, invoke) -> io.sleep(50 * MILLI, () -> io.returns("null")), 0, 20, 30));
        List<Invocation> ran = scene.run().recording().invocations();

        assertThat(scene.opened).hasSize(1);
        assertThat(ran).extracting(i -> i.start().nanosSince(Scene.EPOCH) / MILLI).containsExactly(5L, 55L, 105L);
    }

    @Test
    void busyOneDies_whatWaitedForItStartsAnew() {
        Scene scene = waitingFor(invoked(F, (io, invoke) -> io.sleep(50 * MILLI, () -> io.exits("exit 1")), 0, 20, 30));
        List<Invocation> ran = scene.run().recording().invocations();

        assertThat(scene.opened).hasSize(3);
        assertThat(ran).hasSize(3).extracting(Invocation::coldStart).containsOnly(true);
    }

    private static Scene waitingFor(Scene scene) {
        return scene.direct(system -> new PlainDirection(system, MILLI) {
            @Override
            public List<Integer> instances(Name invocation, String function, Pool pool) {
                return pool.warm().isEmpty() ? pool.busy().stream().limit(1).toList() : List.copyOf(pool.warm());
            }
        });
    }

    @Test
    void idleForTooLong_isReaped() {
        SystemSpec.FunctionSpec shortLived = new SystemSpec.FunctionSpec("f", 3_000, 128, -1, 2, 60_000);
        Scene scene = invoked(shortLived, Codes.returning("null"), 0, 59_000, 119_500);
        List<Invocation> ran = scene.run().recording().invocations();

        assertThat(ran).extracting(Invocation::instance).containsExactly("f#0", "f#0", "f#1");
        assertThat(scene.opened.getFirst().closed).isTrue();
        assertThat(invoked(F, Codes.returning("null"), 0, 59_000, 3_000_000).run().recording().invocations())
                .extracting(Invocation::instance).containsOnly("f#0");
    }
}
