package dev.tapedeck.capture;

import dev.tapedeck.recording.Invocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells failures that were got over from those that were not: by a later invocation of the same function on the same message, or by a caller that
 * waited for the result, was told, and did not fail.
 */
final class Failures {

    private final Map<String, Long> lastSuccess = new HashMap<>();
    private final Wiring wiring;

    Failures(Wiring wiring) {
        this.wiring = wiring;
        for (Run run : wiring.runs().all()) {
            if (!run.result().failed() && !(run.result() instanceof Invocation.Unknown)) {
                keys(run).forEach(key -> lastSuccess.merge(key, run.startNanos(), Math::max));
            }
        }
    }

    boolean isUnhandled(Run run) {
        return run.result().failed() && toldTo(run).isEmpty()
                && keys(run).stream().anyMatch(key -> lastSuccess.getOrDefault(key, -1L) < run.startNanos());
    }

    /** Whoever invoked the run, waited for its result, and did not fail. */
    Optional<Run> toldTo(Run run) {
        return wiring.of(run).stream().map(Wiring.Joined::cause).filter(Objects::nonNull).map(Wiring.Cause::send)
                .filter(send -> send.outgoing().service().equals("lambda") && send.sent().type().equals("RequestResponse"))
                .map(Wiring.Send::run).filter(caller -> !caller.result().failed()).findFirst();
    }

    private List<String> keys(Run run) {
        List<String> ids = wiring.of(run).stream().map(j -> j.received().recordedId()).filter(id -> !id.isEmpty()).toList();
        return (ids.isEmpty() ? List.of(run.requestId()) : ids).stream().map(id -> run.function() + "\n" + id).toList();
    }

    static String type(Invocation.Result result) {
        return switch (result) {
            case Invocation.Raised raised -> raised.errorType();
            case Invocation.TimedOut timedOut -> "a timeout";
            case Invocation.Returned returned -> "";
            case Invocation.Unknown unknown -> "";
        };
    }
}
