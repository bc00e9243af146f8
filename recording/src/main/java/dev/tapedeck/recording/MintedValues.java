package dev.tapedeck.recording;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values that came into being within the window: an identifier that an invocation emitted before anything from outside had told it was drawn by that
 * invocation; ids of messages and requests were minted by the provider when they were sent. Nothing was stored under a key that holds one before.
 */
public final class MintedValues {

    private final Map<String, Moment> told = new LinkedHashMap<>();
    private final Map<String, Moment> emitted = new LinkedHashMap<>();
    private final Set<String> ids = new LinkedHashSet<>();

    public MintedValues(Collection<Message> messages, List<Delivery> deliveries, List<Invocation> invocations, List<Call> calls) {
        Set<Name> outside = new LinkedHashSet<>();
        for (Message message : messages) {
            String id = message.recordedId();
            if (message.origin() instanceof Message.External) {
                outside.add(message.name());
                note(message.body().value(), message.sentAt(), told);
                message.attributes().values().forEach(text -> note(text, message.sentAt(), told));
            } else if (id != null && !id.isEmpty()) {
                ids.add(id);
            }
        }
        Set<Name> fed = new LinkedHashSet<>();
        deliveries.stream().filter(d -> outside.contains(d.message())).forEach(d -> fed.add(d.invocation()));
        for (Invocation invocation : invocations) {
            if (fed.contains(invocation.name())) {
                note(invocation.event().value(), invocation.start(), told);
            }
            if (invocation.attempt() == 1 && !invocation.requestId().isEmpty()) {
                ids.add(invocation.requestId());
            }
        }
        calls.forEach(this::call);
    }

    public static MintedValues of(Recording recording) {
        return new MintedValues(recording.messages(), recording.deliveries(), recording.invocations(), recording.calls());
    }

    private void call(Call call) {
        note(call.input().value(), call.start(), emitted);
        if (call.answer() instanceof Call.Answered answered) {
            note(answered.body().value(), call.end(), told);
        }
    }

    private static void note(JsonNode tree, Moment at, Map<String, Moment> into) {
        note(Json.write(tree), at, into);
    }

    private static void note(String text, Moment at, Map<String, Moment> into) {
        DrawnShape.in(text).forEach(value -> into.merge(value, at, (a, b) -> a.compareTo(b) <= 0 ? a : b));
    }

    public boolean has(String value) {
        Moment first = emitted.get(value);
        Moment known = told.get(value);
        return ids.contains(value) || (first != null && (known == null || first.compareTo(known) < 0));
    }

    /** Whether the recording speaks of {@code value}, whoever made it. */
    public boolean mentions(String value) {
        return emitted.containsKey(value) || told.containsKey(value) || ids.contains(value);
    }

    /** Whether anything of a key in the store's typed JSON came into being within the window. */
    public boolean in(ObjectNode key) {
        for (JsonNode value : key) {
            String text = value.path("S").asString("");
            if (DrawnShape.in(text).stream().anyMatch(this::has) || ids.stream().anyMatch(id -> holds(text, id))) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code id} stands in {@code text} as a whole. */
    private static boolean holds(String text, String id) {
        int at = text.indexOf(id);
        return at >= 0 && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
                && (at + id.length() == text.length() || !Character.isLetterOrDigit(text.charAt(at + id.length())));
    }
}
