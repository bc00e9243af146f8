package dev.tapedeck.replay;

import dev.tapedeck.mesh.Direction;
import dev.tapedeck.mesh.NotKnown;
import dev.tapedeck.mesh.Store;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.replay.CallMatcher.Match;
import dev.tapedeck.replay.Scenario.ComponentKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Directs a mesh by a recording: matches what real code does to what it did then, gives it the recorded name, and notes where the two part. When things
 * happen is {@link Pace}'s, who answers {@link Answering}'s, what tables hold {@link StoreDirection}'s.
 */
final class ReplayDirection implements Direction {

    private final Scenario scenario;
    private final Timeline timeline;
    private final Bindings bindings;
    private final Findings findings;
    private final Beginning beginning;
    private final Answering answering;
    private final Identities identities;
    private final StoreDirection stores;
    private final Pace pace;
    private final Holds holds;
    private final EventOverlay overlay;
    private final Instances instances;
    private final ColdStarts coldStarts;
    private final Patience patience;
    private final SortedMap<Name, Progress> progress = new TreeMap<>();
    /** What init code did on behalf of an invocation. */
    private final SortedMap<Name, Progress> loading = new TreeMap<>();

    ReplayDirection(Scenario scenario, Timeline timeline, Bindings bindings, Findings findings, Patience patience) {
        this.scenario = scenario;
        this.timeline = timeline;
        this.bindings = bindings;
        this.findings = findings;
        this.beginning = new Beginning(scenario.strict(), timeline, bindings);
        this.answering = new Answering(scenario, timeline, bindings, findings);
        this.identities = new Identities(timeline, beginning);
        this.stores = new StoreDirection(scenario, timeline, bindings, findings, beginning);
        this.pace = new Pace(scenario, timeline);
        this.holds = new Holds(scenario, timeline);
        this.overlay = new EventOverlay(timeline, bindings);
        this.instances = new Instances(scenario, timeline, findings);
        this.coldStarts = new ColdStarts(scenario, timeline, pace);
        this.patience = patience;
    }

    /** The tables as they were before the window opened. */
    SortedMap<String, Store> tables() {
        return stores.initial();
    }

    /** The invocation that a request id was minted for. */
    @Nullable
    Name invocationOf(String requestId) {
        return identities.invocationOf(requestId);
    }

    /** What an invocation was given so far. */
    List<Progress.Given> givenTo(Name invocation) {
        Progress of = progress.get(invocation);
        return of == null ? List.of() : of.given();
    }

    @Override
    public JsonNode event(Name invocation, String function, List<Name> deliveries, JsonNode built, long nowNanos) {
        boolean real = scenario.real(function);
        Invocation recorded = timeline.invocation(invocation);
        CallMatcher matcher = new CallMatcher(timeline.callsOf(invocation), scenario.strict() || !real, bindings);
        JsonNode event = overlay.event(recorded, deliveries, built);
        if (recorded != null) {
            bindings.sawRecorded(recorded.event().value());
        } else if (real && scenario.strict()) {
            findings.unrecorded(invocation, function, timeline.unseen(function, deliveries), nowNanos);
        }
        bindings.sawReplayed(event);
        Progress of = new Progress(matcher, nowNanos, RedactedFields.any(event, scenario.redactedValues()));
        of.give("event", event);
        progress.put(invocation, of);
        if (real && recorded != null) {
            findings.ran(recorded, nowNanos);
        }
        return event;
    }

    @Override
    public void handles(Name invocation, long nowNanos) {
        Progress of = progress.get(invocation);
        if (of != null) {
            of.startNanos = nowNanos;
        }
    }

    @Override
    public Placement place(Emission emission) {
        Progress of = progress.get(emission.invocation());
        if (of == null || emission.loading()) {
            return unmatched(emission, loading.computeIfAbsent(emission.invocation(),
                    k -> new Progress(new CallMatcher(List.of(), true, bindings), emission.nowNanos(), false)));
        }
        of.read(emission.readClock(), emission.drewEntropy());
        if (of.drewEntropy()) {
            beginning.emitted(emission.call().input());
        }
        Match match = of.matcher.take(emission.component(), emission.call(), of.reason());
        if (match == null) {
            return unmatched(emission, of);
        }
        if (scenario.real(emission.function())) {
            findings.matched(emission, match);
        }
        bindings.sawRecorded(match.recorded().input().value());
        bindings.sawReplayed(emission.call().input());
        return matched(emission, of, match);
    }

    private Placement matched(Emission emission, Progress of, Match match) {
        Call recorded = match.recorded();
        if (match.grade() != Comparison.Grade.DIFFERENT) {
            beginning.asThen(recorded.name(), recorded.attempt());
        }
        long charge = pace.chargeNanos(emission.invocation(), of, emission.nowNanos(), recorded.start());
        long duration = timeline.durationNanos(recorded);
        of.completes(Timeline.key(recorded.name(), recorded.attempt()), emission.nowNanos() + charge + duration);
        boolean lost = recorded.answer() instanceof Call.Failed failed && failed.timedOut();
        Serving serving = answering.matched(emission, match);
        long effect = Math.min(timeline.effectNanos(recorded), lost ? Long.MAX_VALUE : duration);
        return new Placement(recorded.name(), recorded.attempt(), serving, charge, effect, lost ? Placement.WITHHELD : duration);
    }

    private Placement unmatched(Emission emission, Progress of) {
        String target = emission.component() == null ? emission.call().resource() : emission.component();
        int occurrence = of.occurrence(emission.component() + "\n" + emission.call().operation());
        Name name = Naming.derived(Naming.call(emission.invocation(), target, emission.call().operation(), occurrence),
                emission.loading() ? "loading" : "unmatched");
        String detail = "`" + emission.function() + "` called `" + emission.call().operation() + "` of `" + target + "`"
                + (emission.loading()
                        ? " while it was loaded, before there was an invocation, and such calls are counted and not recorded"
                        : ", which the recording does not hold" + nearest(emission, of));
        if (scenario.real(emission.function())) {
            if (!emission.loading()) {
                findings.extra();
            }
            answering.disturbed(target);
            if (scenario.strict() && emission.loading()) {
                findings.calledWhileLoading(emission, detail);
            } else if (scenario.strict()) {
                findings.notHeld(emission, detail, timeline.callsComplete(emission.invocation()));
            }
        }
        bindings.sawReplayed(emission.call().input());
        Serving serving = answering.unmatched(emission, detail);
        long latency = serving instanceof Stop || emission.component() == null ? 0 : pace.usualNanos(emission.component());
        return new Placement(name, 1, serving, 0, latency / 2, latency);
    }

    private static String nearest(Emission emission, Progress of) {
        Call nearest = of.matcher.nearest(emission.component());
        return nearest == null
                ? ""
                : "; the nearest recorded call still open is `" + nearest.operation() + "` of `" + nearest.target() + "`";
    }

    @Override
    public SortedMap<String, Store> tables(Acting acting, SortedMap<String, Store> now) {
        return stores.tables(acting, now);
    }

    @Override
    public JsonNode shown(Acting acting, JsonNode answer) {
        return stores.shown(acting, answer);
    }

    @Override
    public void notKnown(Acting acting, NotKnown what) {
        stores.notKnown(acting, what);
    }

    @Override
    public long resultChargeNanos(Name invocation, long nowNanos) {
        Invocation recorded = timeline.invocation(invocation);
        Progress of = progress.get(invocation);
        return recorded == null || of == null ? 0 : pace.chargeNanos(invocation, of, nowNanos, recorded.end());
    }

    @Override
    public long initNanos(Name invocation, String function, int ordinal) {
        return coldStarts.initNanos(invocation, function, ordinal);
    }

    @Override
    public long deliveryNanos(Name delivery, Message message, String subscription, int receiveCount) {
        return pace.deliveryNanos(delivery, message, receiveCount);
    }

    @Override
    public String mint(Name subject, String role) {
        return identities.mint(subject, role);
    }

    @Override
    public List<Integer> instances(Name invocation, String function, Pool pool) {
        patience.invoked(function);
        return instances.choose(invocation, function, pool);
    }

    @Override
    public boolean keepsInstances() {
        return scenario.strict();
    }

    @Override
    public boolean givesUp(Message message, String subscription, int receiveCount, long nowNanos) {
        return patience.givesUp(message, subscription, receiveCount, nowNanos);
    }

    @Override
    public @Nullable Name heldBehind(Message message) {
        return holds.behind(message);
    }

    @Override
    public void ended(Name invocation, String function, Invocation.Result result, long nowNanos) {
        Progress of = progress.get(invocation);
        Invocation recorded = timeline.invocation(invocation);
        if (of == null || recorded == null || !scenario.real(function)) {
            return;
        }
        List<Call> open = new ArrayList<>(of.matcher.open());
        findings.ended(recorded, result, new Comparison(bindings, of.reason()), open, nowNanos);
    }

    @Override
    public void refused(Name invocation, String component, String what, long nowNanos) {
        findings.cannotTell(nowNanos, new Gap(Gap.Kind.REFUSED, invocation, component,
                "`" + component + "` was refused what a replay does not do: " + what,
                "lay a variant over it that does without, or have it take part as recorded (`--component " + component + "=recorded`)"));
    }

    @Override
    public void overran(Name invocation, String component, String reason, long nowNanos) {
        Invocation recorded = timeline.invocation(invocation);
        boolean then = recorded != null && recorded.result() instanceof Invocation.TimedOut;
        findings.cannotTell(nowNanos, new Gap(Gap.Kind.OUT_OF_BUDGET, invocation, component,
                "`" + component + "`: " + reason + (then ? "; the recorded invocation timed out" : ""),
                "look for a loop in it that waits for nothing, or have it take part as recorded (`--component " + component
                        + "=recorded`)"));
    }

    @Override
    public List<Name> together(Name delivery) {
        Delivery recorded = timeline.delivery(delivery);
        Invocation batch = recorded == null ? null : timeline.invocation(recorded.invocation());
        return batch == null ? List.of() : batch.deliveries();
    }

    /** A model's answer may hold fresh values where the recorded one held others: they are bound, so that what follows can be compared. */
    @Override
    public void answered(Name call, int attempt, Call.Answer answer, long nowNanos) {
        Call recorded = timeline.call(call, attempt);
        if (recorded == null || !(answer instanceof Call.Answered now)) {
            return;
        }
        Progress of = progress.get(recorded.invocation());
        if (of != null) {
            of.give("answer of `" + recorded.target() + "` to `" + recorded.operation() + "`", now.body().value());
        }
        if (!(recorded.answer() instanceof Call.Answered then) || then.body().isAbsent()) {
            return;
        }
        if (scenario.kind(recorded.target()) != ComponentKind.RECORDED) {
            Comparison comparison = compared(recorded.service(), then.body(), now.body().value());
            if (comparison.grade() == Comparison.Grade.DIFFERENT && scenario.strict()) {
                findings.diverged(recorded.invocation(), nowNanos,
                        "the model of `" + recorded.target() + "` answered `" + recorded.operation()
                                + "` otherwise than recorded",
                        comparison.differences().stream().map(Comparison.Difference::toString).toList());
            }
        }
        bindings.sawRecorded(then.body().value());
        bindings.sawReplayed(now.body().value());
    }

    /** A failure may say the same in other words; what its caller made of them shows in what that does. */
    private Comparison compared(String service, Payload recorded, JsonNode replayed) {
        JsonNode then = ProviderFields.without(service, recorded.value());
        JsonNode now = ProviderFields.without(service, replayed);
        Comparison comparison = new Comparison(bindings, "minted by the model").compare(recorded.withValue(then), now);
        if (comparison.settle() == Comparison.Grade.DIFFERENT && ProviderFields.isFailure(service, then)
                && ProviderFields.isFailure(service, now)) {
            comparison = new Comparison(bindings, "minted by the model").compare(
                    recorded.withValue(ProviderFields.withoutMessage(then)), ProviderFields.withoutMessage(now));
            comparison.settle();
        }
        return comparison;
    }
}
