package dev.tapedeck.capture;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Payload.Coverage;
import dev.tapedeck.recording.Rung;
import java.util.ArrayList;
import java.util.List;

/** How much of an invocation is known (DESIGN section 7), and what is missing, by name and with what would supply it. */
final class Evidence {

    private static final String RECORDER = "record it with the capture convention, or give the event with --payloads DIR";

    private Evidence() {}

    static Rung rung(Run run, List<Wiring.Joined> handed) {
        Payload event = run.event();
        if (!event.isWhole()) {
            return sentWhole(run, handed) ? Rung.INPUT : event.isAbsent() ? Rung.SEQUENCE : Rung.PARTIAL;
        }
        boolean complete = run.callCount() >= 0 && run.callCount() == run.calls().size();
        return complete && run.calls().stream().allMatch(Evidence::isWhole) ? Rung.VALUES : Rung.INPUT;
    }

    /** Whether the senders' copies are whole, of all that it was handed: its event can be put together from these. */
    private static boolean sentWhole(Run run, List<Wiring.Joined> handed) {
        int links = run.span() == null ? 0 : run.span().links().size();
        return !handed.isEmpty() && links <= handed.size() && handed.stream().map(Wiring.Joined::cause)
                .allMatch(cause -> cause != null && !cause.ambiguous() && cause.send().outgoing().input().isWhole());
    }

    private static boolean isWhole(Outgoing call) {
        return switch (call.answer()) {
            case Call.Answered answered -> answered.body().isWhole() && call.input().isWhole();
            case Call.Failed failed -> call.input().isWhole();
            case Call.Unrecorded unrecorded -> false;
        };
    }

    static List<Gap> gaps(Run run, Names names, List<Wiring.Joined> handed) {
        List<Gap> gaps = new ArrayList<>();
        Name name = names.of(run);
        if (!sentWhole(run, handed)) {
            payload(run.event(), name, run.function(), "the event", gaps);
        }
        int missing = run.callCount() - run.calls().size();
        if (missing > 0) {
            gaps.add(new Gap(Gap.Kind.MISSING_CALLS, name, run.function(),
                    missing + " of its " + run.callCount() + " calls left no span", "raise the sampling rate of its tracer"));
        }
        for (Names.Called called : names.callsOf(run)) {
            call(called, gaps);
        }
        for (Names.Delivered delivered : names.deliveriesOf(run)) {
            if (delivered.ambiguous()) {
                gaps.add(new Gap(Gap.Kind.AMBIGUOUS_PARENT, delivered.delivery(), run.function(),
                        "more than one message fits what it was handed", "let the sender pass trace context with its messages"));
            }
        }
        return gaps;
    }

    private static void call(Names.Called called, List<Gap> gaps) {
        Outgoing call = called.call();
        String what = call.operation() + " to " + called.target();
        payload(call.input(), called.name(), called.target(), "the request of " + what, gaps);
        switch (call.answer()) {
            case Call.Answered answered -> payload(answered.body(), called.name(), called.target(), "the response of " + what, gaps);
            case Call.Failed failed -> {
            }
            case Call.Unrecorded unrecorded -> gaps.add(new Gap(Gap.Kind.MISSING_RESPONSE, called.name(), called.target(),
                    "the response of " + what + " was not recorded", RECORDER));
        }
    }

    private static void payload(Payload payload, Name subject, String component, String what, List<Gap> gaps) {
        switch (payload.coverage()) {
            case WHOLE, SYNTHETIC -> {
            }
            case TRUNCATED -> gaps.add(new Gap(Gap.Kind.TRUNCATED_PAYLOAD, subject, component, what + " was cut at the source",
                    "raise the recorder's limit (TAPEDECK_MAX_EVENT_BYTES, TAPEDECK_MAX_BODY_BYTES)"));
            case FLATTENED -> gaps.add(new Gap(Gap.Kind.MISSING_PAYLOAD, subject, component,
                    what + " was spread over attributes by a tracer, its types are lost", RECORDER));
            case REDACTED -> gaps.add(new Gap(Gap.Kind.REDACTED_AT_SOURCE, subject, component, what + " had fields removed at the source",
                    "take the fields that code branches on out of TAPEDECK_REDACT"));
            case ABSENT -> gaps.add(new Gap(what.startsWith("the response") ? Gap.Kind.MISSING_RESPONSE : Gap.Kind.MISSING_PAYLOAD, subject,
                    component, what + " was not recorded", RECORDER));
        }
    }

    /** Calls of which nobody knows whether they happened, once everything that tells of it has been looked at. */
    static List<Gap> effects(List<Call> calls) {
        return calls.stream().filter(c -> c.effect().evidence() == Call.Evidence.UNKNOWN && c.answer() instanceof Call.Failed)
                .map(c -> new Gap(Gap.Kind.UNKNOWN_EFFECT, c.name(), c.target(),
                        "nobody knows whether " + c.operation() + " happened at " + c.target() + ", since its answer was lost",
                        "extract with the spans or logs of " + c.target()))
                .toList();
    }

    /** Of a sender's and a receiver's copy, the whole one. */
    static Payload better(Payload one, Payload other) {
        return one.isWhole() || other.isAbsent() || (other.coverage() == Coverage.TRUNCATED && !one.isAbsent()) ? one : other;
    }
}
