package dev.tapedeck.replay;

import dev.tapedeck.mesh.Direction;
import dev.tapedeck.mesh.Direction.Emission;
import dev.tapedeck.mesh.Direction.Serving;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.replay.CallMatcher.Match;
import dev.tapedeck.replay.Scenario.ComponentKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who answers a call. It never makes an answer up: where nobody may answer, the run stops and says which call. */
final class Answering {

    private static final List<Integer> BODILESS = List.of(204, 205, 304);

    private final Scenario scenario;
    private final Timeline timeline;
    private final Bindings bindings;
    private final Findings findings;
    private final RecordedAnswers answers;

    Answering(Scenario scenario, Timeline timeline, Bindings bindings, Findings findings) {
        this.scenario = scenario;
        this.timeline = timeline;
        this.bindings = bindings;
        this.findings = findings;
        this.answers = new RecordedAnswers(scenario, timeline);
    }

    Serving matched(Emission emission, Match match) {
        Call recorded = match.recorded();
        ComponentKind kind = kind(recorded);
        answers.received(recorded, match.grade());
        if (recorded.answer() instanceof Call.Failed failed) {
            return failed(emission, recorded, failed, kind);
        }
        if (kind != ComponentKind.RECORDED && !Availability.lacking(recorded.answer())) {
            return new Direction.ByComponent();
        }
        if (recorded.answer() instanceof Call.Unrecorded) {
            return stop(emission, recorded, "the answer to `" + recorded.operation() + "` of `" + recorded.target() + "` was not recorded",
                    "record response bodies, or give the component a model in the blueprint");
        }
        if (kind == ComponentKind.RECORDED && !scenario.strict() && answers.spent(recorded)) {
            return stop(emission, recorded,
                    "`" + recorded.target() + "` is recorded, and had by now received other requests than those recorded before `"
                            + recorded.operation() + "`: its answer would be invented",
                    "replay it modelled: `--component " + recorded.target() + "=modelled`");
        }
        Call.Answered answered = (Call.Answered) recorded.answer();
        if (!known(answered) && scenario.kind(emission.function()) != ComponentKind.RECORDED) {
            return stop(emission, recorded, "the answer to `" + recorded.operation() + "` of `" + recorded.target() + "` is not whole",
                    "record whole response bodies, or give the component a model in the blueprint");
        }
        bindings.sawRecorded(answered.body().value());
        return new Direction.FromRecording(new Call.Answered(answered.status(), answered.headers(),
                answered.body().withValue(bindings.toReplay(answered.body().value()))));
    }

    /** A function that was invoked then is invoked now, whichever its kind: a recorded one makes its recorded calls, and gives its recorded result. */
    private ComponentKind kind(Call recorded) {
        boolean invoked = recorded.service().equals("lambda") && timeline.delivered(recorded);
        return invoked ? ComponentKind.MODELLED : scenario.kind(recorded.target());
    }

    /** An answer without a recorded body is known only where it cannot have had one; a recorded caller needs none. */
    private static boolean known(Call.Answered answered) {
        return switch (answered.body().coverage()) {
            case WHOLE, SYNTHETIC -> true;
            case TRUNCATED, FLATTENED, REDACTED -> false;
            case ABSENT -> BODILESS.contains(answered.status()) || answered.headers().path("content-length").asString("").equals("0");
        };
    }

    private Serving failed(Emission emission, Call recorded, Call.Failed failed, ComponentKind kind) {
        if (!failed.timedOut()) {
            return new Direction.Breaks(failed.errorType());
        }
        return switch (recorded.effect().evidence()) {
            case SERVER, ANSWERED -> kind == ComponentKind.RECORDED
                    ? new Direction.FromRecording(recorded.answer())
                    : new Direction.ByComponent();
            case NONE -> new Direction.FromRecording(recorded.answer());
            case UNKNOWN -> {
                findings.missing(emission.nowNanos(), new Gap(Gap.Kind.UNKNOWN_EFFECT, recorded.name(), recorded.target(),
                        "whether `" + recorded.operation() + "` took effect though its caller timed out is not known",
                        "record spans of `" + recorded.target() + "`"));
                yield new Direction.FromRecording(recorded.answer());
            }
        };
    }

    /** A call that the recording does not hold, made by real code, arrives at the component. */
    void disturbed(String component) {
        answers.disturbed(component);
    }

    Serving unmatched(Emission emission, String detail) {
        if (emission.component() == null || scenario.kind(emission.component()) == ComponentKind.RECORDED) {
            return stop(emission, null, detail, "add the component to the blueprint, modelled or real");
        }
        return new Direction.ByComponent();
    }

    private Serving stop(Emission emission, @Nullable Call recorded, String detail, String remedy) {
        String component = emission.component() == null ? emission.call().resource() : emission.component();
        findings.missing(emission.nowNanos(),
                new Gap(Gap.Kind.MISSING_RESPONSE, recorded == null ? null : recorded.name(), component, detail, remedy));
        return new Direction.Stop(detail);
    }
}
