package dev.tapedeck.mesh;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import java.util.List;
import org.junit.jupiter.api.Test;

import static dev.tapedeck.mesh.Scene.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

/** Instances: cold and warm, one invocation each at a time, concurrency, deadlines, death. */
class FunctionTest {

    private static Scene invoked(FakeGuest.Code code, long... atMillis) {
        Scene scene = new Scene().function("f", code).route("r").subscribe("r", "f");
        for (int i = 0; i < atMillis.length; i++) {
            scene.root("r", "request-" + i, atMillis[i], "POST /things", "{}");
        }
        return scene;
    }

    private static Invocation only(Run run) {
        assertThat(run.recording().invocations()).hasSize(1);
        return run.recording().invocations().getFirst();
    }

    @Test
    void run_oneRequest_isRecordedByItsCausalName() {
        Run run = invoked(Codes.returning("{\"statusCode\":200}"), 10).run();

        Invocation invocation = only(run);
        var delivery = Naming.delivery(Scene.rootName("r", "request-0"), "f", 1);
        assertThat(run.ending()).isEqualTo(new Run.Drained());
        assertThat(invocation.name()).isEqualTo(Naming.invocation("f", List.of(delivery)));
        assertThat(invocation.start()).isEqualTo(Scene.EPOCH.plusNanos(15 * MILLI));
        assertThat(invocation.result()).isInstanceOf(Invocation.Returned.class);
        assertThat(invocation.event().value().path("routeKey").asString()).isEqualTo("POST /things");
        assertThat(run.recording().deliveries()).singleElement().satisfies(d -> assertThat(d.name()).isEqualTo(delivery));
    }

    @Test
    void run_requestsOneAfterAnother_reuseTheWarmInstance() {
        Scene scene = invoked(Codes.returning("null"), 0, 100, 200);
        Run run = scene.run();

        assertThat(scene.opened).hasSize(1);
        assertThat(run.recording().invocations()).extracting(Invocation::coldStart).containsExactly(true, false, false);
        assertThat(run.recording().invocations()).extracting(Invocation::instance).containsOnly("f#0");
    }

    @Test
    void run_requestsAtOnce_startAnInstanceEach() {
        Scene scene = invoked((io, invoke) -> io.sleep(50 * MILLI, () -> io.returns("null")), 0, 1, 2);
        scene.run();

        assertThat(scene.opened).hasSize(3);
        assertThat(scene.opened).allMatch(guest -> guest.closed);
    }

    @Test
    void run_directionWantsACold_startsOneThoughAWarmOneIsFree() {
        Scene scene = invoked(Codes.returning("null"), 0, 100).direct(system -> new PlainDirection(system, MILLI) {
            @Override
            public List<Integer> instances(Name invocation, String function, Pool pool) {
                return List.of();
            }
        });
        scene.run();

        assertThat(scene.opened).hasSize(2);
    }

    @Test
    void run_twoIncrementsAtOnce_loseAnUpdate() {
        Scene scene = invoked(Codes.incrementing("n"), 0, 1);
        scene.run();

        assertThat(scene.cells.values).containsEntry("n", 1);
    }

    @Test
    void run_twoIncrementsApart_loseNothing() {
        Scene scene = invoked(Codes.incrementing("n"), 0, 100);
        scene.run();

        assertThat(scene.cells.values).containsEntry("n", 2);
    }

    @Test
    void run_reservedConcurrencyReached_turnsTheRequestAway() {
        Scene scene = new Scene()
                .function(new SystemSpec.FunctionSpec("f", 3_000, 128, 1, 0, 0),
                        (io, invoke) -> io.sleep(50 * MILLI, () -> io.returns("null")))
                .route("r").subscribe("r", "f").root("r", "a", 0, "GET /", "").root("r", "b", 1, "GET /", "")
                .root("r", "c", 100, "GET /", "");
        Run run = scene.run();

        assertThat(run.turnedAway()).containsExactly(Scene.rootName("r", "b"));
        assertThat(run.recording().invocations()).hasSize(2);
        assertThat(scene.opened).hasSize(1);
    }

    @Test
    void run_handlerNeverReturns_isKilledAtTheVirtualDeadline() {
        Scene scene = invoked((io, invoke) -> io.sleep(10_000 * MILLI, () -> io.returns("null")), 0, 5_000);
        Run run = scene.run();

        assertThat(run.recording().invocations()).allSatisfy(invocation -> {
            assertThat(invocation.result()).isEqualTo(new Invocation.TimedOut());
            assertThat(invocation.end().nanosSince(invocation.start())).isEqualTo(3_000 * MILLI);
        });
        assertThat(scene.opened).hasSize(2).allMatch(guest -> guest.closed);
    }

    @Test
    void run_quietForever_isKilledToo() {
        assertThat(only(invoked((io, invoke) -> {}, 0).run()).result()).isEqualTo(new Invocation.TimedOut());
    }

    @Test
    void run_processExits_isARuntimeExitError() {
        Scene scene = invoked((io, invoke) -> io.exits("exit status 1"), 0, 100);
        Run run = scene.run();

        assertThat(run.recording().invocations()).extracting(Invocation::result)
                .containsOnly(new Invocation.Raised("Runtime.ExitError", "exit status 1"));
        assertThat(scene.opened).hasSize(2);
    }

    @Test
    void run_initCodeThrows_failsTheInvocationAndTheNextTriesOnceMore() {
        FakeGuest.Code code = new FakeGuest.Code() {
            @Override
            public void handle(FakeGuest.Io io, Guest.Invoke invoke) {
                throw new IllegalStateException("never ready");
            }

            @Override
            public void init(FakeGuest.Io io) {
                io.raises("SyntaxError", "unexpected token");
            }
        };
        Scene scene = invoked(code, 0, 100);
        Run run = scene.run();

        assertThat(run.recording().invocations()).extracting(Invocation::result)
                .containsOnly(new Invocation.Raised("SyntaxError", "unexpected token"));
        assertThat(scene.opened).hasSize(3);
    }

    @Test
    void run_initMakesACall_itCountsForTheInvocationThatItWasStartedFor() {
        FakeGuest.Code code = new FakeGuest.Code() {
            @Override
            public void handle(FakeGuest.Io io, Guest.Invoke invoke) {
                io.call(Scene.get("b"), answer -> io.returns("null"));
            }

            @Override
            public void init(FakeGuest.Io io) {
                io.call(Scene.get("a"), answer -> io.ready());
            }
        };
        Run run = invoked(code, 0, 100).run();
        var first = run.recording().invocations().getFirst();

        assertThat(run.recording().callsOf(first.name())).extracting(c -> c.ordinal()).containsExactly(1, 2);
        assertThat(first.initNanos()).isEqualTo(2 * MILLI);
        assertThat(run.recording().callsOf(run.recording().invocations().getLast().name())).hasSize(1);
    }

    @Test
    void run_answerAfterTheResult_waitsUntilTheInstanceThaws() {
        StringBuilder told = new StringBuilder();
        Scene scene = invoked((io, invoke) -> {
            if (io.nowNanos() < 50 * MILLI) {
                io.call(Scene.get("a"), answer -> told.append("answer at ").append(io.nowNanos() / MILLI));
                io.returns("null");
            } else {
                io.sleep(10 * MILLI, () -> io.returns("null"));
            }
        }, 0, 100);
        scene.run();

        assertThat(told.toString()).isEqualTo("answer at 105");
    }

    @Test
    void run_entropy_dependsOnTheInvocationAndTheSeedAlone() {
        List<Long> drawn = new java.util.ArrayList<>();
        FakeGuest.Code code = (io, invoke) -> {
            drawn.add(io.draw());
            io.returns("null");
        };
        invoked(code, 0, 100).run();
        invoked(code, 700, 3).run();
        invoked(code, 0).seed(2).run();

        assertThat(drawn.get(0)).isEqualTo(drawn.get(3)).isNotEqualTo(drawn.get(1)).isNotEqualTo(drawn.get(4));
        assertThat(drawn.get(1)).isEqualTo(drawn.get(2));
    }

    @Test
    void run_uncontrolledSource_isListed() {
        Run run = invoked((io, invoke) -> {
            io.step(new Step.Uncontrolled("child_process.spawn"));
            io.returns("null");
        }, 0).run();

        assertThat(run.uncontrolled()).containsExactly("f: child_process.spawn");
    }

    @Test
    void run_log_isALineOfTheInvocation() {
        Run run = invoked((io, invoke) -> {
            io.log("{\"status\":\"ok\"}");
            io.returns("null");
        }, 0).run();

        assertThat(run.recording().logs()).filteredOn(line -> !line.platform()).singleElement().satisfies(line -> {
            assertThat(line.invocation()).isEqualTo(only(run).name());
            assertThat(line.body().path("status").asString()).isEqualTo("ok");
        });
    }
}
