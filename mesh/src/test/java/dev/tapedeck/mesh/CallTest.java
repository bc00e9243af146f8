package dev.tapedeck.mesh;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

import static dev.tapedeck.mesh.Scene.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

/** Calls: when they are sent, take effect and are answered, by whom, and what is recorded of those that never are. */
class CallTest {

    private static final int ROUTE_LATENCY = 5;

    private static Scene invoked(FakeGuest.Code code) {
        return new Scene().function("f", code).route("r").subscribe("r", "f").root("r", "request", 0, "POST /things", "{}");
    }

    private static Scene placing(FakeGuest.Code code, UnaryOperator<Direction.Placement> how) {
        return invoked(code).direct(system -> new PlainDirection(system, MILLI) {
            @Override
            public Placement place(Emission emission) {
                return how.apply(super.place(emission));
            }
        });
    }

    private static Direction.Placement served(Direction.Placement by, Direction.Serving serving) {
        return new Direction.Placement(by.name(), by.attempt(), serving, by.chargeNanos(), by.effectNanos(), by.answerNanos());
    }

    private static Direction.Placement charged(Direction.Placement by, long chargeNanos) {
        return new Direction.Placement(by.name(), by.attempt(), by.serving(), chargeNanos, by.effectNanos(), by.answerNanos());
    }

    private static Direction.Placement withheld(Direction.Placement by) {
        return new Direction.Placement(by.name(), by.attempt(), by.serving(), 0, 40 * MILLI, Direction.Placement.WITHHELD);
    }

    private static Call only(Run run) {
        assertThat(run.recording().calls()).hasSize(1);
        return run.recording().calls().getFirst();
    }

    private static long millis(dev.tapedeck.recording.Moment at) {
        return at.nanosSince(Scene.EPOCH) / MILLI - ROUTE_LATENCY;
    }

    @Test
    void call_answeredByTheTable_isRecordedWithItsEffect() {
        Run run = invoked(Codes.calling(Scene.put("k", 7))).run();
        Call call = only(run);

        assertThat(call.target()).isEqualTo("cells");
        assertThat(call.ordinal()).isOne();
        assertThat(call.answer()).isInstanceOfSatisfying(Call.Answered.class, a -> assertThat(a.status()).isEqualTo(200));
        assertThat(call.effect().evidence()).isEqualTo(Call.Evidence.ANSWERED);
        assertThat(millis(java.util.Objects.requireNonNull(call.effect().at()))).isEqualTo(1);
        assertThat(millis(call.end())).isEqualTo(2);
        assertThat(run.tables().get("cells").path("k").asInt()).isEqualTo(7);
    }

    @Test
    void call_answerWithheldAndAbandonedByATimer_isATimeOutWhoseEffectHappened() {
        Run run = placing((io, invoke) -> {
            int id = io.call(Scene.put("k", 7), answer -> io.raises("Error", "unexpected"));
            io.sleep(100 * MILLI, () -> {
                io.abandon(id);
                io.returns("null");
            });
        }, CallTest::withheld).run();
        Call call = only(run);

        assertThat(call.answer()).isEqualTo(new Call.Failed("timeout"));
        assertThat(call.effect().evidence()).isEqualTo(Call.Evidence.SERVER);
        assertThat(millis(java.util.Objects.requireNonNull(call.effect().at()))).isEqualTo(40);
        assertThat(millis(call.end())).isEqualTo(100);
        assertThat(run.tables().get("cells").path("k").asInt()).isEqualTo(7);
    }

    @Test
    void call_abandonedBeforeItsEffect_stillHappensAndTheAnswerIsDropped() {
        Run run = placing((io, invoke) -> {
            int id = io.call(Scene.put("k", 7), answer -> io.raises("Error", "unexpected"));
            io.sleep(10 * MILLI, () -> {
                io.abandon(id);
                io.sleep(500 * MILLI, () -> io.returns("null"));
            });
        }, by -> new Direction.Placement(by.name(), 1, by.serving(), 0, 40 * MILLI, 80 * MILLI)).run();

        assertThat(only(run).answer()).isEqualTo(new Call.Failed("timeout"));
        assertThat(only(run).effect().evidence()).isEqualTo(Call.Evidence.SERVER);
        assertThat(run.recording().invocations().getFirst().result()).isInstanceOf(Invocation.Returned.class);
    }

    @Test
    void call_abandonedInAnAnswersSegment_isAborted() {
        Run run = invoked((io, invoke) -> {
            int[] second = new int[1];
            io.call(Scene.get("a"), answer -> {
                io.abandon(second[0]);
                io.returns("null");
            });
            second[0] = io.call(Scene.get("b"), answer -> io.raises("Error", "unexpected"));
        }).run();

        assertThat(run.recording().calls()).extracting(Call::answer).contains(new Call.Failed("aborted"));
    }

    @Test
    void call_instanceTimesOut_effectStillHappens() {
        Run run = placing(Codes.calling(Scene.put("k", 7)),
                by -> new Direction.Placement(by.name(), 1, by.serving(), 0, 10_000 * MILLI, 20_000 * MILLI)).run();

        assertThat(only(run).answer()).isEqualTo(new Call.Failed("killed"));
        assertThat(only(run).effect().evidence()).isEqualTo(Call.Evidence.SERVER);
        assertThat(run.tables().get("cells").path("k").asInt()).isEqualTo(7);
        assertThat(run.recording().invocations().getFirst().result()).isEqualTo(new Invocation.TimedOut());
    }

    @Test
    void call_instanceTimesOutWhileItStillComputes_isNeverSent() {
        Run run = placing(Codes.calling(Scene.put("k", 7)), by -> charged(by, 5_000 * MILLI)).run();

        assertThat(run.recording().calls()).isEmpty();
        assertThat(run.tables().get("cells").has("k")).isFalse();
        assertThat(run.recording().invocations().getFirst().result()).isEqualTo(new Invocation.TimedOut());
    }

    @Test
    void call_refusedByTheTable_tookNoEffectAtAnyMoment() {
        Call call = only(
                invoked(Codes.calling(new dev.tapedeck.recording.Wire.TypedCall("dynamodb", "Refuse", "cells", Json.object()))).run());

        assertThat(call.answer()).isInstanceOfSatisfying(Call.Answered.class, a -> assertThat(a.status()).isEqualTo(400));
        assertThat(call.effect().at()).isNull();
    }

    @Test
    void call_charged_isSentLaterAndFreshTimersMoveWithIt() {
        List<String> seen = new ArrayList<>();
        Run run = placing((io, invoke) -> {
            io.call(Scene.get("a"), answer -> seen.add("answer " + (io.nowNanos() / MILLI - ROUTE_LATENCY)));
            io.sleep(50 * MILLI, () -> {
                seen.add("timer " + (io.nowNanos() / MILLI - ROUTE_LATENCY));
                io.returns("null");
            });
        }, by -> charged(by, 30 * MILLI)).run();

        assertThat(millis(only(run).start())).isEqualTo(30);
        assertThat(seen).containsExactly("answer 32", "timer 80");
    }

    @Test
    void call_olderTimerDueWhileComputing_firesWhenTheComputeIsOver() {
        List<String> seen = new ArrayList<>();
        placing((io, invoke) -> {
            io.sleep(20 * MILLI, () -> seen.add("timer " + (io.nowNanos() / MILLI - ROUTE_LATENCY)));
            io.sleep(10 * MILLI, () -> io.call(Scene.get("a"), answer -> {
                seen.add("answer " + (io.nowNanos() / MILLI - ROUTE_LATENCY));
                io.returns("null");
            }));
        }, by -> charged(by, 30 * MILLI)).run();

        assertThat(seen).containsExactly("timer 40", "answer 42");
    }

    @Test
    void call_parallel_isChargedOnce() {
        Run run = placing((io, invoke) -> {
            int[] open = {3};
            for (int i = 0; i < 3; i++) {
                io.call(Scene.get("k" + i), answer -> {
                    if (--open[0] == 0) {
                        io.returns("null");
                    }
                });
            }
        }, by -> charged(by, 30 * MILLI)).run();

        assertThat(run.recording().calls()).extracting(c -> millis(c.start())).containsExactly(30L, 30L, 30L);
        assertThat(run.recording().calls()).extracting(Call::ordinal).containsExactly(1, 2, 3);
    }

    @Test
    void result_charged_isOutLater() {
        Run run = invoked(Codes.returning("null")).direct(system -> new PlainDirection(system, MILLI) {
            @Override
            public long resultChargeNanos(dev.tapedeck.recording.Name invocation, long nowNanos) {
                return 25 * MILLI;
            }
        }).run();

        assertThat(millis(run.recording().invocations().getFirst().end())).isEqualTo(25);
    }

    @Test
    void call_answerFromTheRecording_reachesTheGuestAndNoTable() {
        List<Integer> seen = new ArrayList<>();
        Call.Answered recorded = new Call.Answered(200, Json.object().put("x-a", "b"), Payload.whole(Json.parse("{\"value\":42}")));
        Run run = placing((io, invoke) -> io.call(Scene.get("a"), answer -> {
            seen.add(Scene.value(answer));
            io.returns("null");
        }), by -> served(by, new Direction.FromRecording(recorded))).run();

        assertThat(seen).containsExactly(42);
        assertThat(only(run).answer()).isEqualTo(recorded);
    }

    @Test
    void call_recordedTimeOut_isNeverAnswered() {
        Run run = placing(Codes.calling(Scene.get("a")), by -> served(by, new Direction.FromRecording(new Call.Failed("timeout")))).run();

        assertThat(run.recording().invocations().getFirst().result()).isEqualTo(new Invocation.TimedOut());
        assertThat(only(run).effect()).isEqualTo(Call.Effect.UNKNOWN);
    }

    @Test
    void call_broken_failsWithTheCodeAndTakesNoEffect() {
        List<Completion> seen = new ArrayList<>();
        Run run = placing((io, invoke) -> io.call(Scene.put("k", 7), answer -> {
            seen.add(answer);
            io.returns("null");
        }), by -> served(by, new Direction.Breaks("ECONNREFUSED"))).run();

        assertThat(seen).containsExactly(new Completion.Failed(1, "ECONNREFUSED"));
        assertThat(only(run).effect().evidence()).isEqualTo(Call.Evidence.NONE);
        assertThat(run.tables().get("cells").has("k")).isFalse();
    }

    @Test
    void call_directionStops_endsTheRunThere() {
        Run run = placing(Codes.calling(Scene.get("a")), by -> served(by, new Direction.Stop("nobody knows"))).run();

        assertThat(run.ending()).isEqualTo(new Run.Stopped("nobody knows"));
        assertThat(only(run).answer()).isEqualTo(new Call.Unrecorded());
        assertThat(run.recording().invocations()).isEmpty();
    }

    @Test
    void call_operationWithoutAModel_stopsAndNamesIt() {
        Run run = invoked(Codes.calling(new dev.tapedeck.recording.Wire.TypedCall("dynamodb", "Dream", "cells", Json.object()))).run();

        assertThat(run.ending())
                .isEqualTo(new Run.Stopped("`f` calls `cells`: not modelled: `Dream` of `dynamodb`"));
    }

    @Test
    void call_toNobody_stopsAndNamesIt() {
        Run run = invoked(Codes.calling(Scene.post("api.example", "/x", "{}"))).run();

        assertThat(run.ending()).isEqualTo(new Run.Stopped(
                "`f` calls `POST /x` of `api.example`, which has neither a model nor a program in this system"));
    }
}
