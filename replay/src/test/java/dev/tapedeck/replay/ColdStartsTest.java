package dev.tapedeck.replay;

import dev.tapedeck.blueprint.ColdStart;
import dev.tapedeck.mesh.Step;
import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Environment;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Rung;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Cold starts as recorded and otherwise: three messages, the first and the last on instances that were started for them. */
class ColdStartsTest {

    private static final Moment START = OneJob.START;
    private static final long MILLI = OneJob.MILLI;

    record Ran(long sentMillis, long startMillis, String instance, long initMillis) {}

    private static final List<Ran> THEN = List.of(new Ran(0, 300, "a", 250), new Ran(400, 410, "a", 0), new Ran(405, 605, "b", 180));

    static Recording recording(List<Ran> ran) {
        List<Message> messages = new ArrayList<>();
        List<Delivery> deliveries = new ArrayList<>();
        List<Invocation> invocations = new ArrayList<>();
        for (Ran each : ran) {
            String id = "m-" + messages.size();
            Message message = new Message(Naming.root("jobs", id), "jobs", new Message.External(id), id, "",
                    Payload.whole(Json.parse("{}")), new TreeMap<>(), START.plusNanos(each.sentMillis() * MILLI));
            Name delivery = Naming.delivery(message.name(), "work", 1);
            Moment start = START.plusNanos(each.startMillis() * MILLI);
            Name name = Naming.invocation("work", List.of(delivery));
            messages.add(message);
            deliveries.add(new Delivery(delivery, message.name(), "work", 1, start, name, false));
            invocations.add(new Invocation(name, "work", "r-" + id, 1, List.of(delivery), each.instance(), each.initMillis() > 0,
                    each.initMillis() * MILLI, start, start.plusNanos(20 * MILLI), Payload.whole(Json.parse("{}")),
                    new Invocation.Returned(Payload.whole(Json.parse("null"))), 0, Rung.VALUES));
        }
        return new Recording(new TreeMap<>(), START, START.plusNanos(700 * MILLI),
                List.of(Component.of("jobs", Component.Kind.QUEUE), Component.of("work", Component.Kind.FUNCTION)), messages, deliveries,
                invocations, List.of(), List.of(), List.of(), List.of(), InitialState.EMPTY, Environment.UNKNOWN, List.of(), List.of());
    }

    private static Bench scenario(Recording recording, ColdStart how, long seed, long reapAfterMillis) {
        return Bench.of(recording).coldStart(how).seed(seed).reapAfter(reapAfterMillis);
    }

    private static Bench scenario(Recording recording, ColdStart how, long seed, long reapAfterMillis, Scenario.Order order) {
        return scenario(recording, how, seed, reapAfterMillis).order(order);
    }

    /** Returns at once: what it takes is the recorded compute. */
    private static Report replay(Bench scenario) {
        return scenario.replay(Scripted.invoked(new Step.Returned("null")));
    }

    private static List<Ran> ran(Report report) {
        return report.recording().invocations().stream()
                .map(i -> new Ran(0, i.start().nanosSince(START) / MILLI, String.valueOf(i.instance()), i.initNanos() / MILLI)).toList();
    }

    @Test
    void recorded_isStrict_andHandlersBeginWhenTheyBeganThen() {
        Report report = replay(scenario(recording(THEN), ColdStart.AS_RECORDED, 1, 0));

        assertThat(report.strict()).isTrue();
        assertThat(report.outcome()).as("%s", report.problem()).isEqualTo(Outcome.CLEAN);
        assertThat(ran(report)).containsExactly(new Ran(0, 300, "work#0", 250), new Ran(0, 410, "work#0", 0),
                new Ran(0, 605, "work#1", 180));
    }

    @Test
    void recorded_replayOfTheReplay_isTheSame() {
        Report first = replay(scenario(recording(THEN), ColdStart.AS_RECORDED, 1, 0));
        Report second = replay(scenario(first.recording(), ColdStart.AS_RECORDED, 1, 0));

        assertThat(ran(second)).isEqualTo(ran(first));
        assertThat(second.digest()).isEqualTo(first.digest());
    }

    @Test
    void recorded_instanceStartedBeforeItsMessageCame_takesNoMoreThanThereWas() {
        Report report = replay(scenario(recording(List.of(new Ran(100, 140, "a", 250))), ColdStart.AS_RECORDED, 1, 0));

        assertThat(ran(report)).containsExactly(new Ran(0, 140, "work#0", 40));
    }

    @Test
    void recorded_warmInstanceIsStillBusy_isWaitedFor() {
        List<Ran> close = List.of(new Ran(0, 300, "a", 250), new Ran(0, 310, "a", 0));
        Report report = replay(scenario(recording(close), ColdStart.AS_RECORDED, 1, 0));

        assertThat(ran(report)).containsExactly(new Ran(0, 300, "work#0", 250), new Ran(0, 320, "work#0", 0));
        assertThat(report.gaps()).isEmpty();
    }

    /** Its init phase is a part of the invocation, and none of its computing. */
    @Test
    void recorded_processThatEnded_isFollowedByAnotherInItsPlace_whoseHandlerBeginsAndEndsWhenItDidThen() {
        Recording died = recording(List.of(new Ran(0, 300, "a", 250), new Ran(400, 700, "a", 200), new Ran(760, 770, "a", 0)));
        List<Invocation> then = new ArrayList<>(died.invocations());
        then.set(0, ended(then.getFirst(), new Invocation.Raised("Runtime.ExitError", "exit 1")));
        Bench bench = Bench.of(new Recording(died.labels(), died.from(), died.to(), died.components(), died.messages(), died.deliveries(),
                then,
                died.calls(), died.links(), died.spans(), died.logs(), died.state(), died.environment(), died.gaps(), died.invariants()));
        Report report = bench.replay(Scripted.invoked(new Step.Died("exit 1")).followedBy(Scripted.invoked(new Step.Returned("null"))));

        assertThat(report.gaps()).isEmpty();
        assertThat(ran(report)).startsWith(new Ran(0, 300, "work#0", 250), new Ran(0, 500, "work#0", 0), new Ran(0, 770, "work#0", 0));
        assertThat(report.recording().invocations()).extracting(i -> i.end().nanosSince(START) / MILLI).startsWith(300L, 720L, 790L);
    }

    private static Invocation ended(Invocation i, Invocation.Result result) {
        return new Invocation(i.name(), i.function(), i.requestId(), i.attempt(), i.deliveries(), i.instance(), i.coldStart(),
                i.initNanos(),
                i.start(), i.end(), i.event(), result, i.callCount(), i.evidence());
    }

    @Test
    void recorded_reapedInstances_areTheRecordingsToTell() {
        assertThat(ran(replay(scenario(recording(THEN), ColdStart.AS_RECORDED, 1, 1)))).extracting(Ran::instance)
                .containsExactly("work#0", "work#0", "work#1");
    }

    @Test
    void fixed_isWhatIf_andMovesTheHandlersOfColdStartsOnly() {
        Report report = replay(scenario(recording(THEN), ColdStart.parse("fixed:90ms"), 1, 0));

        assertThat(report.strict()).isFalse();
        assertThat(ran(report)).containsExactly(new Ran(0, 140, "work#0", 90), new Ran(0, 410, "work#0", 0),
                new Ran(0, 515, "work#1", 90));
    }

    @Test
    void none_takesNoTime() {
        assertThat(ran(replay(scenario(recording(THEN), ColdStart.parse("none"), 1, 0))))
                .containsExactly(new Ran(0, 50, "work#0", 0), new Ran(0, 410, "work#0", 0), new Ran(0, 425, "work#1", 0));
    }

    @Test
    void always_startsAnInstanceForEach() {
        assertThat(ran(replay(scenario(recording(THEN), ColdStart.parse("always:90ms"), 1, 0))))
                .containsExactlyInAnyOrder(new Ran(0, 140, "work#0", 90), new Ran(0, 500, "work#1", 90), new Ran(0, 515, "work#2", 90));
    }

    @Test
    void always_withoutADuration_takesAsLongAsRecorded_orAsIsUsual() {
        assertThat(ran(replay(scenario(recording(THEN), ColdStart.parse("always"), 1, 0)))).extracting(Ran::initMillis)
                .containsExactlyInAnyOrder(250L, 250L, 180L);
    }

    @Test
    void sampled_isDrawnWithTheSeed_andDifferentSeedsReachEveryDuration() {
        TreeSet<Long> drawn = new TreeSet<>();
        for (int seed = 0; seed < 40; seed++) {
            Bench scenario = scenario(recording(THEN), ColdStart.parse("sampled:100ms,200ms,700ms"), seed, 0);
            List<Ran> once = ran(replay(scenario));
            assertThat(ran(replay(scenario))).isEqualTo(once);
            once.stream().filter(each -> each.initMillis() > 0).forEach(each -> drawn.add(each.initMillis()));
        }
        assertThat(drawn).containsExactly(100L, 200L, 700L);
    }

    @Test
    void reapAfter_inWhatIf_takesIdleInstancesAway() {
        assertThat(ran(replay(scenario(recording(THEN), ColdStart.parse("fixed:90ms"), 1, 200)))).extracting(Ran::instance)
                .containsExactlyInAnyOrder("work#0", "work#1", "work#2");
    }

    @Test
    void randomOrder_severalWarm_theSchedulerChooses() {
        List<Ran> apart = List.of(new Ran(0, 10, "a", 0), new Ran(0, 10, "b", 0), new Ran(10_000, 10_010, "a", 0));
        TreeSet<String> served = new TreeSet<>();
        for (int seed = 0; seed < 30; seed++) {
            Report report = replay(scenario(recording(apart), ColdStart.AS_RECORDED, seed, 0, Scenario.Order.RANDOM));
            List<Invocation> ran = report.recording().invocations();
            assertThat(ran).hasSize(3);
            if (ran.stream().filter(Invocation::coldStart).count() == 2) {
                served.add(String.valueOf(ran.getLast().instance()));
            }
        }
        assertThat(served).containsExactly("work#0", "work#1");
    }
}
