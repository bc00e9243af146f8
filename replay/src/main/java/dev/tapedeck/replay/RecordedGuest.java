package dev.tapedeck.replay;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A recorded function as a coroutine: it yields the calls that were recorded, each once what woke it then has happened, and the recorded result.
 * It computes nothing, so it can serve only an invocation that was recorded, given the event that was recorded; anything else is a gap.
 */
final class RecordedGuest implements Guest {

    private final String function;
    private final Timeline timeline;
    private final Bindings bindings;
    private final ReplayDirection direction;
    private final Findings findings;
    private final Scenario scenario;
    private final SortedMap<Integer, Call> waiting = new TreeMap<>();
    private final List<Call> unsent = new ArrayList<>();
    private final SortedMap<Integer, Long> timeouts = new TreeMap<>();
    private @Nullable Invocation running;
    private int nextId = 1;

    RecordedGuest(String function, Timeline timeline, Bindings bindings, ReplayDirection direction, Findings findings,
            Scenario scenario) {
        this.function = function;
        this.timeline = timeline;
        this.bindings = bindings;
        this.direction = direction;
        this.findings = findings;
        this.scenario = scenario;
    }

    @Override
    public Guest successor() {
        return new RecordedGuest(function, timeline, bindings, direction, findings, scenario);
    }

    @Override
    public Yield start(Clock clock, Entropy entropy) {
        return new Yield(List.of(new Step.Ready()), Timers.IDLE, false, false);
    }

    @Override
    public Yield invoke(Clock clock, Entropy entropy, Invoke invoke) {
        waiting.clear();
        unsent.clear();
        timeouts.clear();
        Name name = direction.invocationOf(invoke.requestId());
        Invocation recorded = name == null ? null : timeline.invocation(name);
        if (recorded == null || otherEvent(recorded, invoke.event())) {
            return unknown(clock, name, recorded);
        }
        running = recorded;
        unsent.addAll(timeline.callsOf(recorded.name()));
        return segment(clock, recorded, null, List.of());
    }

    private boolean otherEvent(Invocation recorded, String event) {
        return !scenario.strict() && recorded.event().isWhole() && new Comparison(bindings, "recorded").compare(recorded.event().value(),
                Json.parseOrString(event)).grade() == Comparison.Grade.DIFFERENT;
    }

    private Yield unknown(Clock clock, @Nullable Name name, @Nullable Invocation recorded) {
        String detail = recorded == null
                ? "`" + function + "` is recorded, and this invocation of it was not"
                : "`" + function + "` is recorded, and was given another event than recorded: its calls would be invented";
        findings.missing(clock.monotonicNanos(), new Gap(Gap.Kind.MISSING_CALLS, name, function, detail,
                "replay it really: `--code " + function + "=DIR#file.handler`"));
        return new Yield(List.of(new Step.Raised("Tapedeck.NotRecorded", detail, "")), Timers.IDLE, false, false);
    }

    @Override
    public Yield resume(Clock clock, Completion completion) {
        Invocation of = running;
        if (of == null) {
            return new Yield(List.of(), Timers.IDLE, false, false);
        }
        return switch (completion) {
            case Completion.Answered answered -> segment(clock, of, waiting.remove(answered.callId()), List.of());
            case Completion.Failed failed -> segment(clock, of, waiting.remove(failed.callId()), List.of());
            case Completion.TimerDue due -> {
                int id = timeouts.entrySet().stream().min(java.util.Map.Entry.comparingByValue()).map(java.util.Map.Entry::getKey)
                        .orElse(0);
                timeouts.remove(id);
                yield segment(clock, of, waiting.remove(id), List.of(new Step.Abandon(id)));
            }
        };
    }

    /** Emits what {@code woken} woke then; the result once nothing that it waited for is outstanding. */
    private Yield segment(Clock clock, Invocation of, @Nullable Call woken, List<Step> before) {
        List<Step> steps = new ArrayList<>(before);
        List<Call> due = unsent.stream().filter(c -> sameCall(timeline.wakeOf(of.name(), c.start()).call(), woken)).toList();
        unsent.removeAll(due);
        for (Call call : due) {
            int id = nextId++;
            waiting.put(id, call);
            steps.add(new Step.Call(id,
                    new Wire.TypedCall(call.service(), call.operation(), resource(call), bindings.toReplay(call.input().value()))));
            if (call.answer() instanceof Call.Failed failed && failed.timedOut()) {
                timeouts.put(id, clock.monotonicNanos() + timeline.durationNanos(call));
            }
        }
        if (unsent.isEmpty() && due.isEmpty() && sameCall(timeline.wakeOf(of.name(), of.end()).call(), woken)) {
            running = null;
            steps.add(result(of));
        }
        long earliest = timeouts.values().stream().min(Long::compare).orElse(Timers.NONE);
        return new Yield(steps, new Timers(earliest, Timers.NONE), false, false);
    }

    /** What the call addresses, as the system resolves it: a dependency by its host, everything else by name. */
    private String resource(Call call) {
        if (!call.service().equals("http")) {
            return call.target();
        }
        return scenario.system().dependencies().stream().filter(d -> d.name().equals(call.target())).flatMap(d -> d.hosts().stream())
                .findFirst().orElse(call.target());
    }

    private static boolean sameCall(@Nullable Call one, @Nullable Call other) {
        return one == null ? other == null : one.equals(other);
    }

    private Step result(Invocation of) {
        return switch (of.result()) {
            case Invocation.Returned returned -> new Step.Returned(Json.write(bindings.toReplay(returned.value().value())));
            case Invocation.Raised raised -> new Step.Raised(raised.errorType(), raised.message(), "");
            case Invocation.TimedOut timedOut -> new Step.Died("the recorded invocation timed out");
            case Invocation.Unknown unknown -> new Step.Returned("null");
        };
    }

    @Override
    public void close() {
        running = null;
    }
}
