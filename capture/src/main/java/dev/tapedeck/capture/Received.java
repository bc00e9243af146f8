package dev.tapedeck.capture;

import dev.tapedeck.recording.Component;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One message in what a function was handed, as the event shows it.
 *
 * @param channel its name where the event names it, "" where it does not (an event of a bus does not say which bus)
 * @param recordedId the provider's id of the message, "" where there is none
 * @param receiveCount from 1, 0 where the event does not count
 * @param type event type, or the route
 * @param sentNanos when the channel took it, 0 where unknown
 * @param trace the context that travelled with it
 * @param inner what the message wraps: an event of a bus or a notification of a topic that was put on a queue
 */
record Received(Component.Kind kind, String channel, String recordedId, int receiveCount, String type, JsonNode body,
        SortedMap<String, String> attributes, long sentNanos, @Nullable TraceHeader trace, @Nullable Received inner) {

    /** What somebody who invokes a function directly hands it: the whole event is one message, without an id. */
    static Received payload(String function, JsonNode event) {
        return new Received(Component.Kind.FUNCTION, function, "", 0, "", event, new TreeMap<>(), 0, null, null);
    }
}
