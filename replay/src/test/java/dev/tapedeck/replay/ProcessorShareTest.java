package dev.tapedeck.replay;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import dev.tapedeck.mesh.SystemSpec;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Environment;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.InvariantJudge;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Rung;
import dev.tapedeck.recording.Wire;
import dev.tapedeck.replay.Scenario.ComponentKind;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Another memory size than the recorded one: 100 ms of compute, a call of 40 ms, 60 ms of compute, recorded with 1,024 MB. */
class ProcessorShareTest {

    private static final Moment START = new Moment(1_763_650_000_000_000_000L);
    private static final long MILLI = 1_000_000;
    private static final Wire.TypedCall GET = Wire.typed(new Wire.Request("GET", "ledger.internal", "/entries", new TreeMap<>(), ""));

    private static Recording recording(int recordedMegabytes) {
        Message message = new Message(Naming.root("jobs", "m-1"), "jobs", new Message.External("m-1"), "m-1", "",
                Payload.whole(Json.parse("{}")), new TreeMap<>(), START);
        Name delivery = Naming.delivery(message.name(), "work", 1);
        Name invocation = Naming.invocation("work", List.of(delivery));
        Invocation ran = new Invocation(invocation, "work", "r-1", 1, List.of(delivery), "i", true, 0, START, START.plusNanos(200 * MILLI),
                Payload.whole(Json.parse("{}")), new Invocation.Returned(Payload.whole(Json.parse("null"))), 1, Rung.VALUES);
        Call call = new Call(Naming.call(invocation, "ledger", GET.operation(), 0), 1, invocation, 1, "ledger", GET.service(),
                GET.operation(), Payload.whole(GET.input()), new Call.Answered(200, Json.object(), Payload.whole(Json.parse("{}"))),
                START.plusNanos(100 * MILLI), START.plusNanos(140 * MILLI), new Call.Effect(Call.Evidence.ANSWERED, null));
        Environment environment = new Environment("us-east-1",
                List.of(new Environment.FunctionEnvironment("work", null, "", recordedMegabytes, 0, new TreeMap<>())));
        return new Recording(new TreeMap<>(), START, START.plusNanos(300 * MILLI),
                List.of(Component.of("jobs", Component.Kind.QUEUE), Component.of("work", Component.Kind.FUNCTION),
                        Component.of("ledger", Component.Kind.DEPENDENCY)),
                List.of(message), List.of(new Delivery(delivery, message.name(), "work", 1, START, invocation, false)), List.of(ran),
                List.of(call), List.of(), List.of(), List.of(), InitialState.EMPTY, environment, List.of(), List.of());
    }

    /** Asks once and returns. */
    private static final class Asks implements Guest {
        private static Yield yielded(Step step) {
            return new Yield(List.of(step), Timers.IDLE, false, false);
        }

        @Override
        public Yield start(Clock clock, Entropy entropy) {
            return yielded(new Step.Ready());
        }

        @Override
        public Yield invoke(Clock clock, Entropy entropy, Invoke invoke) {
            return yielded(new Step.Call(1, GET));
        }

        @Override
        public Yield resume(Clock clock, Completion completion) {
            return yielded(new Step.Returned("null"));
        }

        @Override
        public void close() {
            // nothing to end
        }
    }

    private static Report replay(int recordedMegabytes, int megabytes) {
        SortedMap<String, ComponentKind> kinds = new TreeMap<>();
        kinds.put("work", ComponentKind.REAL);
        kinds.put("jobs", ComponentKind.MODELLED);
        SystemSpec.Profile queue = new SystemSpec.Profile(SystemSpec.Ordering.NONE, 0, 30_000, 0, "", 0, false, 0);
        SystemSpec system = new SystemSpec("us-east-1", "123456789012",
                List.of(new SystemSpec.FunctionSpec("work", 3_000, megabytes, -1, 2, 0)),
                List.of(new SystemSpec.ChannelSpec("jobs", Component.Kind.QUEUE, queue)), List.of(),
                List.of(new SystemSpec.DependencySpec("ledger", List.of("ledger.internal"), false)),
                List.of(new SystemSpec.Subscription("jobs", "work", 1, 0, "", false)));
        Recording recording = recording(recordedMegabytes);
        Scenario scenario = new Scenario(recording, system, kinds, new TreeSet<>(), List.of(), Scenario.Order.RECORDED, 1, List.of(),
                new TreeMap<>(), Synthesis.Made.none(recording), new TreeSet<>(), new TreeMap<>());
        return new Replay(scenario, (component, ordinal) -> new Asks(), (invariant, judged) -> InvariantJudge.Verdict.HOLDS).run();
    }

    private static long millis(Report report) {
        Invocation ran = report.recording().invocations().getFirst();
        return ran.end().nanosSince(ran.start()) / MILLI;
    }

    @Test
    void sameSize_isStrict_andTakesAsLongAsThen() {
        Report report = replay(1_024, 1_024);
        assertThat(report.strict()).isTrue();
        assertThat(millis(report)).isEqualTo(200);
    }

    @Test
    void halfTheMemory_takesTwiceTheComputeAndTheSameCalls() {
        Report report = replay(1_024, 512);
        assertThat(report.strict()).isFalse();
        assertThat(millis(report)).isEqualTo(2 * 160 + 40);
        assertThat(report.findings()).anyMatch(finding -> finding.contains("another memory size"));
    }

    @Test
    void moreThanOneProcessor_gainsOneThreadNothing() {
        assertThat(millis(replay(1_769, 10_240))).isEqualTo(200);
        assertThat(millis(replay(3_538, 1_769))).isEqualTo(200);
        assertThat(millis(replay(1_024, 10_240))).isEqualTo((long) (160 * 1_024 / 1_769.0 + 40));
    }

    @Test
    void sizeThatNobodyRecorded_isNotScaled() {
        Report report = replay(0, 512);
        assertThat(report.strict()).isTrue();
        assertThat(millis(report)).isEqualTo(200);
    }
}
