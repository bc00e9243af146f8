package dev.tapedeck.capture;

import dev.tapedeck.recording.Call.Answer;
import dev.tapedeck.recording.Payload;
import java.util.List;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;

/**
 * An outgoing attempt as its span shows it, understood but not yet named.
 *
 * @param sdkCall what the attempts of one SDK call share: the SDK's own invocation id, "" where none was recorded
 * @param attempt from 1
 * @param resource what it addresses: a table, queue or bus; for HTTP the authority
 * @param sends messages that it put on a channel, in the order of their entries
 */
record Outgoing(SpanEntry span, int ordinal, String sdkCall, int attempt, String service, String operation, String resource, Payload input,
        Answer answer, List<Sent> sends) {

    /**
     * A message that a call put, or tried to put, on a channel.
     *
     * @param recordedId the id that the channel gave it, "" where no answer tells
     * @param accepted whether the answer says that it was taken
     */
    record Sent(int entry, String channel, String recordedId, boolean accepted, String type, JsonNode body,
            SortedMap<String, String> attributes) {}

    Outgoing {
        sends = List.copyOf(sends);
    }

    boolean answeredWell() {
        return answer instanceof dev.tapedeck.recording.Call.Answered answered && answered.status() < 400;
    }
}
