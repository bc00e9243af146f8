package dev.tapedeck.recording;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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
    private final SortedSet<Integer> idLengths = new TreeSet<>();

    public MintedValues(Collection<Message> messages, List<Delivery> deliveries, List<Invocation> invocations, List<Call> calls) {
        Set<Name> outside = new LinkedHashSet<>();
        for (Message message : messages) {
            String id = message.recordedId();
            if (message.origin() instanceof Message.External) {
                outside.add(message.name());
                note(message.body().value(), message.sentAt(), told);
                message.attributes().values().forEach(text -> note(text, message.sentAt(), told));
            } else if (id != null && !id.isEmpty()) {
                id(id);
            }
        }
        Set<Name> fed = new LinkedHashSet<>();
        deliveries.stream().filter(d -> outside.contains(d.message())).forEach(d -> fed.add(d.invocation()));
        for (Invocation invocation : invocations) {
            if (fed.contains(invocation.name())) {
                note(invocation.event().value(), invocation.start(), told);
            }
            if (invocation.attempt() == 1 && !invocation.requestId().isEmpty()) {
                id(invocation.requestId());
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

    private void id(String id) {
        ids.add(id);
        idLengths.add(id.length());
    }

    private static void note(JsonNode tree, Moment at, Map<String, Moment> into) {
        if (tree.isString()) {
            note(tree.stringValue(), at, into);
        } else if (tree.isObject()) {
            tree.properties().forEach(member -> {
                note(member.getKey(), at, into);
                note(member.getValue(), at, into);
            });
        } else if (tree.isArray()) {
            tree.forEach(element -> note(element, at, into));
        }
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
            if (DrawnShape.in(text).stream().anyMatch(this::has) || holdsId(text)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an id of a message or a request stands in {@code text} as a whole. */
    private boolean holdsId(String text) {
        for (int start = 0; start < text.length(); start++) {
            if (isEdge(text, start - 1)) {
                for (int length : idLengths.headSet(text.length() - start + 1)) {
                    if (isEdge(text, start + length) && ids.contains(text.substring(start, start + length))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isEdge(String text, int at) {
        return at < 0 || at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
    }
}
