package dev.tapedeck.recording;

/**
 * The shape of the messages that one function got through one channel, by the others of its kind in the telemetry. Sealed only where a message in
 * the recording is not known whole.
 *
 * @param type event type or route, "" where the channel has none
 * @param samples how many messages it was learned from
 * @param body of the message as its sender put it in
 * @param attributes of what travels beside the body: an object of texts
 */
public record PayloadShape(String function, String channel, String type, int samples, Shape body, Shape attributes) {}
