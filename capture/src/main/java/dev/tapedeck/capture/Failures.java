package dev.tapedeck.capture;

import dev.tapedeck.recording.Invocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells failures that were got over from those that were not: by a later invocation of the same function on the same message. */
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
        return run.result().failed() && keys(run).stream().anyMatch(key -> lastSuccess.getOrDefault(key, -1L) < run.startNanos());
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
