package dev.tapedeck.recording;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something put on a channel: a request on a route, a message on a queue, an event on a bus. Every invocation was caused by deliveries of
 * messages, so the whole of causality runs call -> message -> delivery -> invocation -> call.
 *
 * @param recordedId the id the provider gave it, when known
 * @param channel component that carries it; of an invocation that somebody asked for directly the function itself
 * @param type event type ({@code detail-type} on a bus), operation of a route ({@code POST /invoices}), type of a direct invocation ({@code Event}), or ""
 *        where the channel has none
 * @param body what the sender put in: the message body, the event's detail, the request's body
 * @param attributes what travels beside the body as strings: message group, deduplication id, source, headers
 */
public record Message(Name name, String channel, Origin origin, @Nullable String recordedId, String type, Payload body,
        SortedMap<String, String> attributes, Moment sentAt) {

    /** Where a message came from. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = External.class, name = "external"),
            @JsonSubTypes.Type(value = Emitted.class, name = "emitted"), @JsonSubTypes.Type(value = Forwarded.class, name = "forwarded")})
    public sealed interface Origin {}

    /** From outside the recorded scope: a request, a tick, or a sender nobody recorded. */
    public record External(String id) implements Origin {}

    /** Put there by a call of an invocation; {@code entry} is its index in a batch request. */
    public record Emitted(Name call, int attempt, int entry) implements Origin {}

    /** Put there by a channel, because of another message: a bus rule's target, a dead letter. */
    public record Forwarded(Name message) implements Origin {}

    public Message {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    public Message withType(String other) {
        return new Message(name, channel, origin, recordedId, other, body, attributes, sentAt);
    }

    public Message withBody(Payload other) {
        return new Message(name, channel, origin, recordedId, type, other, attributes, sentAt);
    }
}
