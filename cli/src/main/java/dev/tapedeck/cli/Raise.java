package dev.tapedeck.cli;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Rung;
import java.util.List;
import java.util.Objects;

/**
 * A payload that would raise the evidence of one invocation if somebody had it: its event, given with {@code --payloads}.
 *
 * @param function whose event it is
 * @param requestId of the invocation; a file of this name is joined to it
 * @param messageIds the provider's ids of what it was handed, where known: a file that names one is joined by it
 * @param from the rung now
 * @param to the rung with it: what its calls allow
 */
record Raise(String function, String requestId, List<String> messageIds, Rung from, Rung to) {

    /** For every invocation whose event is not whole, in their order. */
    static List<Raise> of(Recording recording) {
        return recording.invocations().stream().filter(i -> !i.event().isWhole())
                .map(i -> new Raise(i.function(), i.requestId(), messageIds(i, recording), i.evidence(), allowed(i, recording)))
                .filter(raise -> raise.from().compareTo(raise.to()) < 0).toList();
    }

    private static List<String> messageIds(Invocation invocation, Recording recording) {
        List<Delivery> handed = recording.deliveries().stream().filter(d -> invocation.deliveries().contains(d.name())).toList();
        return handed.stream().map(d -> recording.message(d.message()).map(Message::recordedId).orElse(null)).filter(Objects::nonNull)
                .distinct().toList();
    }

    /** What is known of its calls. */
    private static Rung allowed(Invocation invocation, Recording recording) {
        List<Call> calls = recording.callsOf(invocation.name());
        return invocation.callCount() == calls.size() && calls.stream().allMatch(Raise::isWhole) ? Rung.VALUES : Rung.INPUT;
    }

    private static boolean isWhole(Call call) {
        return call.input().isWhole() && switch (call.answer()) {
            case Call.Answered answered -> answered.body().isWhole();
            case Call.Failed failed -> true;
            case Call.Unrecorded unrecorded -> false;
        };
    }

    /** Where to put it. */
    String file() {
        return requestId.isEmpty() ? "DIR/event.json" : "DIR/" + requestId + ".json";
    }
}
