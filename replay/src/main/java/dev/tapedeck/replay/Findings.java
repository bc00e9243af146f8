package dev.tapedeck.replay;

import dev.tapedeck.mesh.Direction;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Rung;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a replay learns about itself while it runs: fidelity, the first problem, gaps, evidence. */
final class Findings {

    private final Scenario scenario;
    private final Fidelity.Tally tally = new Fidelity.Tally();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final SortedMap<Name, Invocation> ran = new TreeMap<>();
    private final SortedMap<Name, Invocation.Result> ended = new TreeMap<>();
    private @Nullable Problem first;
    private boolean synthetic;

    Findings(Scenario scenario) {
        this.scenario = scenario;
    }

    void ran(Invocation recorded, long nowNanos) {
        ran.put(recorded.name(), recorded);
        if (recorded.evidence().compareTo(Rung.INPUT) < 0 && !madeUp(recorded) && !sentHere(recorded)) {
            missing(nowNanos, new Gap(Gap.Kind.MISSING_PAYLOAD, recorded.name(), recorded.function(),
                    "the event of `" + recorded.function() + "` is not whole (evidence `" + Rungs.spelled(recorded.evidence()) + "`)",
                    remedy(recorded)));
        }
    }

    private String remedy(Invocation recorded) {
        String own = "extract with `--payloads`, or record whole events";
        return scenario.recording().shapes().stream().anyMatch(s -> s.function().equals(recorded.function()))
                ? own + "; or `--synthesise`: an event is made up like the others of `" + recorded.function()
                        + "`, and the outcome is marked synthetic"
                : own;
    }

    /** Whether what it was handed had been made up; noted, with every value that was. */
    private boolean madeUp(Invocation recorded) {
        List<Synthesis.Filled> fed = scenario.synthetic().filled().stream().filter(f -> messagesOf(recorded).contains(f.message()))
                .toList();
        for (Synthesis.Filled filled : fed) {
            synthetic = true;
            gaps.add(new Gap(Gap.Kind.MISSING_PAYLOAD, recorded.name(), recorded.function(), "the event of `" + recorded.function()
                    + "` is made up, in " + filled.paths().size() + " values", "extract with `--payloads`, or record whole events"));
            notes.add("made up for `" + recorded.function() + "`, like " + filled.samples() + " others: "
                    + String.join(", ", filled.paths()));
        }
        return !fed.isEmpty();
    }

    /** Whether real code sent, in this run, all that it was handed: then it is known, whatever was recorded of it. */
    private boolean sentHere(Invocation recorded) {
        List<Name> messages = messagesOf(recorded);
        return !messages.isEmpty() && messages.stream().allMatch(this::sentByRealCode);
    }

    private boolean sentByRealCode(Name name) {
        Message message = scenario.recording().message(name).orElse(null);
        return message != null && switch (message.origin()) {
            case Message.External external -> false;
            case Message.Forwarded(Name from) -> sentByRealCode(from);
            case Message.Emitted emitted -> scenario.recording().calls().stream().filter(c -> c.name().equals(emitted.call()))
                    .map(Call::invocation).anyMatch(ran::containsKey);
        };
    }

    private List<Name> messagesOf(Invocation recorded) {
        return scenario.recording().deliveries().stream().filter(d -> recorded.deliveries().contains(d.name())).map(Delivery::message)
                .toList();
    }

    boolean fedSynthetic() {
        return synthetic;
    }

    void matched(Direction.Emission emission, CallMatcher.Match match) {
        tally.count(match.grade());
        if (match.grade() == Comparison.Grade.DIFFERENT && scenario.strict()) {
            diverged(emission.invocation(), emission.nowNanos(),
                    "`" + emission.function() + "` called `" + match.recorded().operation() + "` of `"
                            + match.recorded().target() + "` otherwise than recorded",
                    match.differences().stream().map(Comparison.Difference::toString).toList());
        }
    }

    void extra() {
        tally.extra();
    }

    void ended(Invocation recorded, Invocation.Result result, Comparison comparison, List<Call> open, long nowNanos) {
        ended.put(recorded.name(), result);
        for (Call call : open) {
            tally.missing();
            if (scenario.strict()) {
                diverged(recorded.name(), nowNanos,
                        "`" + recorded.function() + "` ended without the recorded call `" + call.operation() + "` of `"
                                + call.target() + "`" + unlike(recorded, result),
                        List.of());
            }
        }
        if (recorded.result() instanceof Invocation.Unknown) {
            return;
        }
        boolean unknown = recorded.result() instanceof Invocation.Returned(Payload value) && !value.isWhole();
        comparison.compare(new Payload(comparable(recorded.result()), unknown ? Payload.Coverage.TRUNCATED : Payload.Coverage.WHOLE),
                comparable(result));
        Comparison.Grade grade = comparison.settle();
        tally.count(grade);
        if (grade == Comparison.Grade.DIFFERENT && scenario.strict()) {
            diverged(recorded.name(), nowNanos, "`" + recorded.function() + "` ended otherwise than recorded" + unlike(recorded, result),
                    comparison.differences().stream().map(Comparison.Difference::toString).toList());
        }
    }

    /** What it raised where it had not raised anything: the first that somebody wants to know. */
    private static String unlike(Invocation recorded, Invocation.Result result) {
        return result instanceof Invocation.Raised(String errorType, String message) && !(recorded.result() instanceof Invocation.Raised)
                ? ": " + errorType + ": " + message
                : "";
    }

    private static JsonNode comparable(Invocation.Result result) {
        return switch (result) {
            case Invocation.Returned(Payload value) -> value.isAbsent() ? Json.object() : Json.object().set("returned", value.value());
            case Invocation.Raised raised -> Json.object().put("raised", raised.errorType());
            case Invocation.TimedOut timedOut -> Json.object().put("timedOut", true);
            case Invocation.Unknown unknown -> Json.object();
        };
    }

    void diverged(@Nullable Name invocation, long atNanos, String detail, List<String> differences) {
        note(new Problem.Divergence(invocation, atNanos, detail, differences));
    }

    /** A call that the recording does not hold: a divergence where its invocation's calls are known to be complete, a gap where not. */
    void notHeld(Direction.Emission emission, String detail, boolean complete) {
        if (complete) {
            diverged(emission.invocation(), emission.nowNanos(), detail, List.of());
        } else {
            missing(emission.nowNanos(), new Gap(Gap.Kind.MISSING_CALLS, emission.invocation(), emission.function(),
                    detail + "; nor is it known whether all calls of that invocation were recorded",
                    "record every call, unsampled, and the count of the calls of each invocation"));
        }
    }

    /** What came of it then nobody knows, and so not what the handler began with. */
    void calledWhileLoading(Direction.Emission emission, String detail) {
        missing(emission.nowNanos(), new Gap(Gap.Kind.MISSING_CALLS, emission.invocation(), emission.function(), detail,
                "lay a variant over it that makes the call in the handler, or have it take part as recorded (`--component "
                        + emission.function() + "=recorded`)"));
    }

    /**
     * An invocation that the recording does not hold. A message of which no delivery is recorded may have been delivered unseen (a span lost to
     * sampling); a further delivery of one that was delivered is something that did not happen then.
     */
    void unrecorded(Name invocation, String function, boolean unseen, long nowNanos) {
        String detail = "`" + function + "` ran though the recording holds no such invocation";
        if (unseen) {
            missing(nowNanos, new Gap(Gap.Kind.UNCONNECTED, invocation, function,
                    detail + ": it was sent what it got, and whether that was delivered then nobody recorded",
                    "extract from unsampled telemetry, and with a window that reaches further"));
        } else {
            diverged(invocation, nowNanos, detail, List.of());
        }
    }

    void missing(long atNanos, Gap gap) {
        gaps.add(gap);
        note(new Problem.Missing(atNanos, gap));
    }

    /** What the replay itself kept code from doing: said once, however often the code tries; beside another problem, as a remark. */
    void cannotTell(long atNanos, Gap gap) {
        if (gaps.stream().noneMatch(known -> known.kind() == gap.kind() && known.detail().equals(gap.detail()))) {
            if (first != null) {
                remark(gap.detail());
            }
            missing(atNanos, gap);
        }
    }

    void unknownModuleState(Invocation recorded) {
        gaps.add(new Gap(Gap.Kind.UNKNOWN_MODULE_STATE, recorded.name(), recorded.function(),
                "`" + recorded.function() + "` ran in a warm instance whose earlier invocations are out of scope; it starts cold here",
                "widen the scope if module state matters"));
    }

    private void note(Problem problem) {
        if (first == null) {
            first = problem;
        }
    }

    void remark(String sentence) {
        notes.add(sentence);
    }

    @Nullable
    Problem first() {
        return first;
    }

    Fidelity fidelity() {
        return tally.total();
    }

    List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** The recorded invocations that real code ran. */
    SortedMap<Name, Invocation> realInvocations() {
        return ran;
    }

    /** How those ended that did. */
    SortedMap<Name, Invocation.Result> results() {
        return ended;
    }
}
