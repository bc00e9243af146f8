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
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A dependency that was busy once, and has a model that never is: the first attempt is turned away as it was then, the second one answered by the model. */
class AvailabilityTest {

    private static final Moment START = new Moment(1_763_650_000_000_000_000L);
    private static final Wire.TypedCall POST = Wire
            .typed(new Wire.Request("POST", "ledger.internal", "/entries", new TreeMap<>(), "{\"n\":1}"));

    private static Call call(Name invocation, int ordinal, int status, String body) {
        Moment start = START.plusNanos(ordinal * 10_000_000L);
        return new Call(Naming.call(invocation, "ledger", POST.operation(), ordinal - 1), 1, invocation, ordinal, "ledger", POST.service(),
                POST.operation(), Payload.whole(POST.input()), new Call.Answered(status, Json.object(), Payload.whole(Json.parse(body))),
                start, start.plusNanos(5_000_000), new Call.Effect(Call.Evidence.ANSWERED, null));
    }

    private static Recording recording() {
        Message message = new Message(Naming.root("jobs", "m-1"), "jobs", new Message.External("m-1"), "m-1", "",
                Payload.whole(Json.parse("{}")), new TreeMap<>(), START);
        Name delivery = Naming.delivery(message.name(), "work", 1);
        Name invocation = Naming.invocation("work", List.of(delivery));
        Invocation ran = new Invocation(invocation, "work", "r-1", 1, List.of(delivery), "i", true, 0, START, START.plusNanos(40_000_000),
                Payload.whole(Json.parse("{}")), new Invocation.Returned(Payload.whole(Json.parse("[503,201]"))), 2, Rung.VALUES);
        return new Recording(new TreeMap<>(), START, START.plusNanos(50_000_000),
                List.of(Component.of("jobs", Component.Kind.QUEUE), Component.of("work", Component.Kind.FUNCTION),
                        Component.of("ledger", Component.Kind.DEPENDENCY)),
                List.of(message), List.of(new Delivery(delivery, message.name(), "work", 1, START, invocation, false)), List.of(ran),
                List.of(call(invocation, 1, 503, "{\"error\":\"busy\"}"), call(invocation, 2, 201, "{\"entry\":1}")), List.of(),
                List.of(), List.of(), InitialState.EMPTY, Environment.UNKNOWN, List.of(), List.of());
    }

    /** Asks twice, and returns the statuses that it got. */
    private static final class Asks implements Guest {
        private final List<Integer> statuses = new ArrayList<>();

        @Override
        public Yield start(Clock clock, Entropy entropy) {
            return yielded(new Step.Ready());
        }

        @Override
        public Yield invoke(Clock clock, Entropy entropy, Invoke invoke) {
            return yielded(new Step.Call(1, POST));
        }

        @Override
        public Yield resume(Clock clock, Completion completion) {
            statuses.add(((Completion.Answered) completion).status());
            return yielded(statuses.size() == 1 ? new Step.Call(2, POST) : new Step.Returned(statuses.toString().replace(" ", "")));
        }

        @Override
        public void close() {
            // nothing to end
        }
    }

    /** What stands for the ledger: it is always there. */
    private static final class Model implements Guest {
        @Override
        public Yield start(Clock clock, Entropy entropy) {
            return yielded(new Step.Ready());
        }

        @Override
        public Yield invoke(Clock clock, Entropy entropy, Invoke invoke) {
            return yielded(new Step.Returned("{\"statusCode\":201,\"headers\":{},\"body\":\"{\\\"entry\\\":1}\"}"));
        }

        @Override
        public Yield resume(Clock clock, Completion completion) {
            throw new AssertionError("it waits for nothing");
        }

        @Override
        public void close() {
            // nothing to end
        }
    }

    private static Guest.Yield yielded(Step step) {
        return new Guest.Yield(List.of(step), Guest.Timers.IDLE, false, false);
    }

    @Test
    void replay_dependencyWasBusyAndIsModelled_isTurnedAwayAsThen() {
        SortedMap<String, ComponentKind> kinds = new TreeMap<>();
        kinds.put("work", ComponentKind.REAL);
        kinds.put("jobs", ComponentKind.MODELLED);
        kinds.put("ledger", ComponentKind.MODELLED);
        SystemSpec.Profile queue = new SystemSpec.Profile(SystemSpec.Ordering.NONE, 0, 30_000, 0, "", 0, false, 0);
        SystemSpec system = new SystemSpec("us-east-1", "123456789012", List.of(new SystemSpec.FunctionSpec("work", 3_000, 128, -1, 2, 0)),
                List.of(new SystemSpec.ChannelSpec("jobs", Component.Kind.QUEUE, queue)), List.of(),
                List.of(new SystemSpec.DependencySpec("ledger", List.of("ledger.internal"), true)),
                List.of(new SystemSpec.Subscription("jobs", "work", 1, 0, "", false)));
        Scenario scenario = new Scenario(recording(), system, kinds, new TreeSet<>(), List.of(), Scenario.Order.RECORDED, 1, List.of(),
                new TreeMap<>(), Synthesis.Made.none(recording()), new TreeSet<>(), new TreeMap<>());

        Report report = new Replay(scenario, (component, ordinal) -> component.equals("work") ? new Asks() : new Model(),
                (invariant, judged) -> InvariantJudge.Verdict.HOLDS).run();

        assertThat(report.outcome()).as("%s", report.problem()).isEqualTo(Outcome.CLEAN);
        assertThat(report.fidelity().whole()).isTrue();
    }
}
