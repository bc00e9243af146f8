package dev.tapedeck.replay;

import dev.tapedeck.mesh.Direction;
import dev.tapedeck.mesh.SystemSpec;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.replay.CallMatcher.Match;
import dev.tapedeck.replay.Scenario.ComponentKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Directs a mesh by a recording: matches what real code does to what it did then, gives it the recorded name, time and (where the component is
 * recorded) answer, and notes where the two part. It never makes an answer up: where nobody may answer, the run stops and says which call.
 */
final class ReplayDirection implements Direction {

    private final Scenario scenario;
    private final Timeline timeline;
    private final Bindings bindings;
    private final Findings findings;
    private final RecordedAnswers answers;
    private final EventOverlay overlay;
    private final SortedMap<Name, Progress> progress = new TreeMap<>();
    private final SortedMap<String, Name> invocationByRequest = new TreeMap<>();
    private final SortedMap<Name, Name> held = new TreeMap<>();
    private final Instances instances;
    private final Patience patience;

    /** What is known of one invocation while it runs. */
    private static final class Progress {
        private final CallMatcher matcher;
        private final long startNanos;
        private final boolean fedRedacted;
        private boolean readClock;
        private boolean drewEntropy;
        private final SortedMap<String, Long> completedNanos = new TreeMap<>();
        private final SortedMap<String, Integer> unmatched = new TreeMap<>();

        Progress(CallMatcher matcher, long startNanos, boolean fedRedacted) {
            this.matcher = matcher;
            this.startNanos = startNanos;
            this.fedRedacted = fedRedacted;
        }

        /** Why a fresh value may have come about; null if it may not. */
        @Nullable
        String reason() {
            if (drewEntropy) {
                return "drew entropy";
            }
            if (readClock) {
                return "read a clock";
            }
            return fedRedacted ? "fed a redacted value" : null;
        }
    }

    ReplayDirection(Scenario scenario, Timeline timeline, Bindings bindings, Findings findings, Patience patience) {
        this.scenario = scenario;
        this.timeline = timeline;
        this.bindings = bindings;
        this.findings = findings;
        this.answers = new RecordedAnswers(scenario, timeline);
        this.overlay = new EventOverlay(timeline, bindings);
        this.instances = new Instances(timeline, findings);
        this.patience = patience;
        scenario.exchanges().forEach(this::hold);
    }

    private void hold(Scenario.Exchange exchange) {
        Delivery one = timeline.delivery(exchange.one());
        Delivery other = timeline.delivery(exchange.other());
        if (one == null || other == null) {
            throw new IllegalArgumentException("an exchange names a delivery that the recording does not hold: "
                    + (one == null ? exchange.one() : exchange.other()));
        }
        boolean oneFirst = one.at().compareTo(other.at()) <= 0;
        held.put(oneFirst ? one.message() : other.message(), oneFirst ? other.message() : one.message());
    }

    /** The invocation that a request id was minted for. */
    @Nullable
    Name invocationOf(String requestId) {
        return invocationByRequest.get(requestId);
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
            findings.diverged(nowNanos, "`" + function + "` ran though the recording holds no such invocation", List.of());
        }
        bindings.sawReplayed(event);
        progress.put(invocation, new Progress(matcher, nowNanos, redacted(event)));
        if (real && recorded != null) {
            findings.ran(recorded, nowNanos);
        }
        return event;
    }

    private boolean redacted(JsonNode tree) {
        String text = Json.write(tree);
        return scenario.redactedValues().stream().anyMatch(text::contains);
    }

    @Override
    public Placement place(Emission emission) {
        Progress of = progress.get(emission.invocation());
        if (of == null) {
            return unmatched(emission, new Progress(new CallMatcher(List.of(), true, bindings), emission.nowNanos(), false));
        }
        of.readClock |= emission.readClock();
        of.drewEntropy |= emission.drewEntropy();
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
        long charge = charge(emission, of, recorded.start());
        long duration = timeline.durationNanos(recorded);
        of.completedNanos.put(recorded.name() + "/" + recorded.attempt(), emission.nowNanos() + charge + duration);
        boolean lost = recorded.answer() instanceof Call.Failed failed && failed.timedOut();
        Serving serving = serving(emission, match);
        long effect = Math.min(timeline.effectNanos(recorded), lost ? Long.MAX_VALUE : duration);
        return new Placement(recorded.name(), recorded.attempt(), serving, charge, effect, lost ? Placement.WITHHELD : duration);
    }

    private Serving serving(Emission emission, Match match) {
        Call recorded = match.recorded();
        ComponentKind kind = scenario.kind(recorded.target());
        answers.received(recorded, match.grade());
        if (recorded.answer() instanceof Call.Failed failed) {
            return failedServing(emission, recorded, failed, kind);
        }
        if (kind != ComponentKind.RECORDED && !Availability.lacking(recorded.answer())) {
            return new ByComponent();
        }
        if (recorded.answer() instanceof Call.Unrecorded) {
            return stop(emission, Gap.Kind.MISSING_RESPONSE, recorded,
                    "the answer to `" + recorded.operation() + "` of `" + recorded.target()
                            + "` was not recorded",
                    "record response bodies, or give the component a model in the blueprint");
        }
        if (kind == ComponentKind.RECORDED && !scenario.strict() && answers.spent(recorded)) {
            return stop(emission, Gap.Kind.MISSING_RESPONSE, recorded,
                    "`" + recorded.target() + "` is recorded, and had by now received other requests than those recorded before `"
                            + recorded.operation() + "`: its answer would be invented",
                    "replay it modelled: `--component " + recorded.target() + "=modelled`");
        }
        Call.Answered answered = (Call.Answered) recorded.answer();
        bindings.sawRecorded(answered.body().value());
        return new FromRecording(new Call.Answered(answered.status(), answered.headers(),
                answered.body().withValue(bindings.toReplay(answered.body().value()))));
    }

    private Serving failedServing(Emission emission, Call recorded, Call.Failed failed, ComponentKind kind) {
        if (!failed.timedOut()) {
            return new Breaks(failed.errorType());
        }
        return switch (recorded.effect().evidence()) {
            case SERVER, ANSWERED -> kind == ComponentKind.RECORDED ? new FromRecording(recorded.answer()) : new ByComponent();
            case NONE -> new FromRecording(recorded.answer());
            case UNKNOWN -> {
                findings.missing(emission.nowNanos(), new Gap(Gap.Kind.UNKNOWN_EFFECT, recorded.name(), recorded.target(),
                        "whether `" + recorded.operation() + "` took effect though its caller timed out is not known",
                        "record spans of `" + recorded.target() + "`"));
                yield new FromRecording(recorded.answer());
            }
        };
    }

    private Placement unmatched(Emission emission, Progress of) {
        String equal = emission.component() + "\n" + emission.call().operation();
        int occurrence = of.unmatched.merge(equal, 1, Integer::sum) - 1;
        String target = emission.component() == null ? emission.call().resource() : emission.component();
        Name name = Naming.derived(Naming.call(emission.invocation(), target, emission.call().operation(), occurrence), "unmatched");
        boolean real = scenario.real(emission.function());
        Call nearest = of.matcher.nearest(emission.component());
        String detail = "`" + emission.function() + "` called `" + emission.call().operation() + "` of `" + target
                + "`, which the recording does not hold" + (nearest == null
                        ? ""
                        : "; the nearest recorded call still open is `"
                                + nearest.operation() + "` of `" + nearest.target() + "`");
        if (real) {
            findings.extra();
            answers.disturbed(target);
        }
        if (real && scenario.strict() && timeline.callsComplete(emission.invocation())) {
            findings.diverged(emission.nowNanos(), detail, List.of());
        }
        bindings.sawReplayed(emission.call().input());
        if (emission.component() == null || scenario.kind(emission.component()) == ComponentKind.RECORDED) {
            Serving stop = stop(emission, Gap.Kind.MISSING_RESPONSE, null, detail, "add the component to the blueprint, modelled or real");
            return new Placement(name, 1, stop, 0, 0, 0);
        }
        long latency = latency(emission);
        return new Placement(name, 1, new ByComponent(), 0, latency / 2, latency);
    }

    /** Median duration of the recorded calls to the component, a millisecond if there are none. */
    private long latency(Emission emission) {
        List<Long> durations = timeline.recording().calls().stream().filter(c -> c.target().equals(emission.component()))
                .filter(c -> c.answer() instanceof Call.Answered).map(timeline::durationNanos).sorted().toList();
        return durations.isEmpty() ? 1_000_000L : durations.get(durations.size() / 2);
    }

    private Serving stop(Emission emission, Gap.Kind kind, @Nullable Call recorded, String detail, String remedy) {
        String component = emission.component() == null ? emission.call().resource() : emission.component();
        findings.missing(emission.nowNanos(), new Gap(kind, recorded == null ? null : recorded.name(), component, detail, remedy));
        return new Stop(detail);
    }

    /** What the segment computed, less what it slept or waited for in virtual time already. */
    private long charge(Emission emission, Progress of, Moment recordedEmission) {
        return chargeUntil(emission.invocation(), emission.nowNanos(), of, recordedEmission);
    }

    private long chargeUntil(Name invocation, long nowNanos, Progress of, Moment recordedEmission) {
        Timeline.Wake wake = timeline.wakeOf(invocation, recordedEmission);
        long recordedGap = Math.max(0, recordedEmission.nanosSince(wake.at()));
        Call woken = wake.call();
        long wokenNanos = woken == null
                ? of.startNanos
                : of.completedNanos.getOrDefault(woken.name() + "/" + woken.attempt(), of.startNanos);
        return Math.max(0, recordedGap - Math.max(0, nowNanos - wokenNanos));
    }

    @Override
    public long resultChargeNanos(Name invocation, long nowNanos) {
        Invocation recorded = timeline.invocation(invocation);
        Progress of = progress.get(invocation);
        if (recorded == null || of == null) {
            return 0;
        }
        return chargeUntil(invocation, nowNanos, of, recorded.end());
    }

    /** Deliveries are timed to the handler's start, so that the init phase is part of their latency already. */
    @Override
    public long initNanos(String function, int ordinal) {
        return 0;
    }

    @Override
    public long deliveryNanos(Name delivery, Message message, String subscription, int receiveCount) {
        Delivery recorded = timeline.delivery(delivery);
        Message then = recorded == null ? null : timeline.message(recorded.message());
        if (recorded == null || then == null || receiveCount > 1) {
            return defaultLatencyNanos(message.channel());
        }
        return Math.max(0, recorded.at().nanosSince(timeline.acceptance(then)));
    }

    private long defaultLatencyNanos(String channel) {
        return scenario.system().channels().stream().filter(c -> c.name().equals(channel)).map(SystemSpec.ChannelSpec::profile)
                .mapToLong(p -> p.latencyMillis() * 1_000_000L).findFirst().orElse(0);
    }

    @Override
    public String mint(Name subject, String role) {
        Invocation invocation = timeline.invocation(subject);
        if (role.equals("request-id")) {
            String id = invocation == null ? uuid(subject, role) : invocation.requestId();
            invocationByRequest.put(id, subject);
            return id;
        }
        Message message = timeline.message(subject);
        String recorded = message == null || !role.endsWith("-id") ? null : message.recordedId();
        return recorded == null ? uuid(subject, role) : recorded;
    }

    private static String uuid(Name subject, String role) {
        String hex = Naming.derived(subject, role).toString();
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-4" + hex.substring(13, 16) + "-8" + hex.substring(17, 20) + "-"
                + hex.substring(20);
    }

    @Override
    public int instance(Name invocation, String function, List<Integer> warm) {
        patience.invoked(function);
        return instances.choose(invocation, function, warm);
    }

    @Override
    public boolean givesUp(Message message, String subscription, int receiveCount, long nowNanos) {
        return patience.givesUp(message, subscription, receiveCount, nowNanos);
    }

    @Override
    public @Nullable Name heldBehind(Message message) {
        return held.get(message.name());
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
    public List<Name> together(Name delivery) {
        Delivery recorded = timeline.delivery(delivery);
        Invocation batch = recorded == null ? null : timeline.invocation(recorded.invocation());
        return batch == null ? List.of() : batch.deliveries();
    }

    /** A model's answer may hold fresh values where the recorded one held others: they are bound, so that what follows can be compared. */
    @Override
    public void answered(Name call, int attempt, Call.Answer answer, long nowNanos) {
        Call recorded = timeline.call(call, attempt);
        if (recorded == null || !(recorded.answer() instanceof Call.Answered then) || !(answer instanceof Call.Answered now)
                || then.body().isAbsent()) {
            return;
        }
        if (scenario.kind(recorded.target()) != ComponentKind.RECORDED) {
            Comparison comparison = new Comparison(bindings, "minted by the model").compare(
                    then.body().withValue(ProviderFields.without(recorded.service(), then.body().value())),
                    ProviderFields.without(recorded.service(), now.body().value()));
            if (comparison.settle() == Comparison.Grade.DIFFERENT && scenario.strict()) {
                findings.diverged(nowNanos, "the model of `" + recorded.target() + "` answered `" + recorded.operation()
                        + "` otherwise than recorded", comparison.differences().stream().map(Comparison.Difference::toString).toList());
            }
        }
        bindings.sawRecorded(then.body().value());
        bindings.sawReplayed(now.body().value());
    }
}
