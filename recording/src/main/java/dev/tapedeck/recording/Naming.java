package dev.tapedeck.recording;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;

/**
 * Causal identity (DESIGN section 4). Capture names what production recorded and the mesh names what a replay does with these same functions,
 * which is why one can be found in the other.
 *
 * <pre>
 *   root(recorded id) --delivery--> (message, subscription, receive count)
 *                                        |
 *                     invocation (function, sorted deliveries)
 *                                        |
 *              emission (invocation, kind, target, operation, occurrence among equals)
 *                     |                                  |
 *               call, attempts share it           message (emission, index of the entry)
 * </pre>
 *
 * Every field is length-prefixed before it is hashed (SHA-256, first 128 bits), so that no two different causes spell the same bytes.
 */
public final class Naming {

    private Naming() {}

    /** Something that came from outside: a request, a schedule's tick. Named by its recorded id. */
    public static Name root(String channel, String recordedId) {
        return hash("root", channel, recordedId);
    }

    /** The call that an invocation made; the attempts of one SDK call share this name. {@code occurrence} counts equals from 0. */
    public static Name call(Name invocation, String target, String operation, int occurrence) {
        return hash("call", invocation.toString(), target, operation, Integer.toString(occurrence));
    }

    /** The message that a call put on a channel. {@code entry} is its index in a batch request, from 0; every accepted attempt is one. */
    public static Name message(Name call, int attempt, int entry) {
        return hash("message", call.toString(), Integer.toString(attempt), Integer.toString(entry));
    }

    /** The message that a channel put on another channel because of {@code message}: a bus rule's target, a dead letter. */
    public static Name forwarded(Name message, String channel) {
        return hash("forwarded", message.toString(), channel);
    }

    /** One handing over of a message to a subscription. {@code receiveCount} counts from 1. */
    public static Name delivery(Name message, String subscription, int receiveCount) {
        return hash("delivery", message.toString(), subscription, Integer.toString(receiveCount));
    }

    /** One run of a function, by the deliveries that it was given, in any order. */
    public static Name invocation(String function, Collection<Name> deliveries) {
        String[] parts = new String[deliveries.size() + 2];
        parts[0] = "invocation";
        parts[1] = function;
        int next = 2;
        for (Name delivery : deliveries.stream().sorted().toList()) {
            parts[next++] = delivery.toString();
        }
        return hash(parts);
    }

    /** An identity derived from another one for any further purpose, named by {@code role}: a provider's message id, a timer. */
    public static Name derived(Name from, String role) {
        return hash("derived", from.toString(), role);
    }

    private static Name hash(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
            digest.update(bytes);
        }
        ByteBuffer out = ByteBuffer.wrap(digest.digest());
        return new Name(out.getLong(), out.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
