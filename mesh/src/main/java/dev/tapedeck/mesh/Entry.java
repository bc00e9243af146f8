package dev.tapedeck.mesh;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * One message that a call puts on a channel, as its service understood it: an entry of {@code SendMessageBatch} or {@code PutEvents}, or the
 * one message of {@code SendMessage}.
 *
 * @param index position in the request, from 0
 * @param batchId the caller's id of a batch entry, "" where the operation has none
 * @param type event type ({@code detail-type}), "" on a queue
 * @param body exactly as sent
 * @param attributes what travels beside the body: on a queue its message attributes in their wire shape
 *        ({@code {name: {DataType, StringValue}}}), on a bus {@code source}, {@code time} and {@code resources} as given
 * @param groupId message group, "" for none
 * @param deduplicationId given, or derived from the content where the queue says so; "" for none
 * @param delaySeconds {@link #CHANNELS_DELAY} where the sender left it to the channel
 */
public record Entry(int index, String batchId, String type, String body, ObjectNode attributes, String groupId, String deduplicationId,
        int delaySeconds) {

    /** The delay is the channel's own. */
    public static final int CHANNELS_DELAY = -1;

    /** The attributes as plain strings, for a {@link dev.tapedeck.recording.Message}. */
    public SortedMap<String, String> strings() {
        SortedMap<String, String> strings = new TreeMap<>();
        attributes.properties().forEach(attribute -> {
            if (attribute.getValue().isString()) {
                strings.put(attribute.getKey(), attribute.getValue().stringValue());
            } else if (attribute.getValue().path("StringValue").isString()) {
                strings.put(attribute.getKey(), attribute.getValue().path("StringValue").stringValue());
            }
        });
        if (!groupId.isEmpty()) {
            strings.put("MessageGroupId", groupId);
        }
        if (!deduplicationId.isEmpty()) {
            strings.put("MessageDeduplicationId", deduplicationId);
        }
        return Collections.unmodifiableSortedMap(strings);
    }
}
