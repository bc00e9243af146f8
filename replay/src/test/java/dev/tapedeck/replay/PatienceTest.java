package dev.tapedeck.replay;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import dev.tapedeck.mesh.SystemSpec;
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

/** What would go on for ever comes to an end, and the report says that it did not by itself. One message on a queue without dead letters. */
class PatienceTest {

    private static final Moment START = new Moment(1_763_650_000_000_000_000L);

    private static Recording recording(String channel) {
        Message message = new Message(Naming.root(channel, "m-1"), channel, new Message.External("m-1"), "m-1", "",
                Payload.whole(Json.parse("{\"n\":1}")), new TreeMap<>(), START);
        Name delivery = Naming.delivery(message.name(), "work", 1);
        Name invocation = Naming.invocation("work", List.of(delivery));
        Invocation ran = new Invocation(invocation, "work", "r-1", 1, List.of(delivery), "i", true, 0, START, START.plusNanos(1_000_000),
                Payload.whole(Json.parse("{}")), new Invocation.Returned(Payload.whole(Json.parse("null"))), 0, Rung.VALUES);
        return new Recording(new TreeMap<>(), START, START.plusNanos(1_000_000),
                List.of(Component.of(channel, Component.Kind.QUEUE), Component.of("work", Component.Kind.FUNCTION)), List.of(message),
                List.of(new Delivery(delivery, message.name(), "work", 1, START, invocation, false)), List.of(ran), List.of(), List.of(),
                List.of(), List.of(), InitialState.EMPTY, Environment.UNKNOWN, List.of(), List.of());
    }

    private static SystemSpec system() {
        SystemSpec.Profile endless = new SystemSpec.Profile(SystemSpec.Ordering.NONE, 0, 30_000, 0, "", 0, false, 0);
        return new SystemSpec("us-east-1", "123456789012", List.of(new SystemSpec.FunctionSpec("work", 3_000, 128, -1, 2, 0)),
                List.of(new SystemSpec.ChannelSpec("jobs", Component.Kind.QUEUE, endless)), List.of(), List.of(),
                List.of(new SystemSpec.Subscription("jobs", "work", 1, 0, "", false)));
    }

    private static Report replay(Recording recording, Guest guest) {
        SortedMap<String, ComponentKind> kinds = new TreeMap<>();
        kinds.put("work", ComponentKind.REAL);
        kinds.put("jobs", ComponentKind.MODELLED);
        Scenario whatIf = new Scenario(recording, system(), kinds, new TreeSet<>(List.of("work")), List.of(), Scenario.Order.RECORDED, 1,
                List.of(), new TreeMap<>(), Synthesis.Made.none(recording), new TreeSet<>(), new TreeMap<>());
        return new Replay(whatIf, (component, ordinal) -> guest, (invariant, judged) -> InvariantJudge.Verdict.HOLDS).run();
    }

    private static Report strictly(Recording recording, Guest guest) {
        SortedMap<String, ComponentKind> kinds = new TreeMap<>();
        kinds.put("work", ComponentKind.REAL);
        recording.components().stream().filter(component -> component.kind() == Component.Kind.QUEUE && component.name().equals("jobs"))
                .forEach(queue -> kinds.put(queue.name(), ComponentKind.MODELLED));
        Scenario strict = new Scenario(recording, system(), kinds, new TreeSet<>(), List.of(), Scenario.Order.RECORDED, 1,
                List.of(), new TreeMap<>(), Synthesis.Made.none(recording), new TreeSet<>(), new TreeMap<>());
        return new Replay(strict, (component, ordinal) -> guest, (invariant, judged) -> InvariantJudge.Verdict.HOLDS).run();
    }

    private static Guest.Yield yielded(Step step) {
        return new Guest.Yield(List.of(step), Guest.Timers.IDLE, false, false);
    }

    /** It does not come up, at any time. */
    private record Broken(Step last) implements Guest {
        @Override
        public Yield start(Clock clock, Entropy entropy) {
            return yielded(last);
        }

        @Override
        public Yield invoke(Clock clock, Entropy entropy, Invoke invoke) {
            throw new AssertionError("it never came up");
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

    /** Puts a new message on its own queue whenever it is given one. */
    private static final class Echo implements Guest {
        @Override
        public Yield start(Clock clock, Entropy entropy) {
            return yielded(new Step.Ready());
        }

        @Override
        public Yield invoke(Clock clock, Entropy entropy, Invoke invoke) {
            return yielded(new Step.Call(1, new Wire.TypedCall("sqs", "SendMessage", "jobs",
                    Json.object().put("QueueUrl", "https://sqs.us-east-1.amazonaws.com/123456789012/jobs").put("MessageBody", "again"))));
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

    @Test
    void replay_handlerThrowsAtLoadForEver_isAFailureThatSaysItWasGivenUp() {
        Report report = replay(recording("jobs"), new Broken(new Step.Raised("TypeError", "no", "")));

        assertThat(report.outcome()).as("%s", report.problem()).isEqualTo(Outcome.OTHER_FAILURE);
        assertThat(report.findings()).anyMatch(finding -> finding.contains("`work` failed 17 times on one message of `jobs`")
                && finding.contains("no `maxReceives`"));
        assertThat(report.recording().invocations()).hasSize(17);
    }

    @Test
    void replay_guestCannotStart_divergesWithItsLastWords() {
        Guest broken = new Broken(new Step.Died("Error: Runtime exited with error: exit status 1 (bwrap: no such file)"));

        assertThat(strictly(recording("jobs"), broken).problem()).isInstanceOfSatisfying(Problem.Divergence.class,
                diverged -> assertThat(diverged.detail()).isEqualTo("`work` ended otherwise than recorded: Runtime.ExitError: "
                        + "Error: Runtime exited with error: exit status 1 (bwrap: no such file)"));
    }

    @Test
    void replay_messagesBegetMessages_isCutOffByName() {
        Report report = replay(recording("jobs"), new Echo());

        assertThat(report.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(report.problem()).isInstanceOfSatisfying(Problem.Missing.class,
                missing -> assertThat(missing.gap().detail()).contains("the run was cut off", "`work` alone ran"));
        assertThat(report.recording().invocations()).hasSizeBetween(1_000, 5_000);
    }

    @Test
    void replay_channelThatTheSystemDoesNotHave_isAGapAndNoDivergence() {
        assertThat(strictly(recording("a-topic"), new Echo()).problem()).isInstanceOfSatisfying(Problem.Missing.class,
                missing -> assertThat(missing.gap().detail()).contains("the system has no channel `a-topic`"));
    }
}
