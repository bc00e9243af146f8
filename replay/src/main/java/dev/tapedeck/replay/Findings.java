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
            diverged(emission.nowNanos(), "`" + emission.function() + "` called `" + match.recorded().operation() + "` of `"
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
                diverged(nowNanos, "`" + recorded.function() + "` ended without the recorded call `" + call.operation() + "` of `"
                        + call.target() + "`", List.of());
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
            diverged(nowNanos, "`" + recorded.function() + "` ended otherwise than recorded",
                    comparison.differences().stream().map(Comparison.Difference::toString).toList());
        }
    }

    private static JsonNode comparable(Invocation.Result result) {
        return switch (result) {
            case Invocation.Returned(Payload value) -> value.isAbsent() ? Json.object() : Json.object().set("returned", value.value());
            case Invocation.Raised raised -> Json.object().put("raised", raised.errorType());
            case Invocation.TimedOut timedOut -> Json.object().put("timedOut", true);
            case Invocation.Unknown unknown -> Json.object();
        };
    }

    void diverged(long atNanos, String detail, List<String> differences) {
        note(new Problem.Divergence(atNanos, detail, differences));
    }

    void missing(long atNanos, Gap gap) {
        gaps.add(gap);
        note(new Problem.Missing(atNanos, gap));
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
