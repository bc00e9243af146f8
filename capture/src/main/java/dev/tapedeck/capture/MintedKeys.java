package dev.tapedeck.capture;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keys made up within the window: a key with an identifier that an invocation emitted before anything from outside had told it was drawn by that
 * invocation, so no item had it before.
 */
final class MintedKeys {

    /** Long enough to have been drawn, and with a digit, unlike a word. */
    private static final Pattern IDENTIFIER = Pattern.compile("(?<![0-9A-Za-z-])(?=[A-Za-z-]*+[0-9])[0-9A-Za-z-]{16,}");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final Map<String, Moment> told = new HashMap<>();
    private final Map<String, Moment> emitted = new HashMap<>();

    MintedKeys(Collection<Message> messages, List<Delivery> deliveries, List<Invocation> invocations, List<Call> calls) {
        Set<Name> outside = new TreeSet<>();
        for (Message message : messages) {
            if (message.origin() instanceof Message.External) {
                outside.add(message.name());
                note(message.body().value(), message.sentAt(), told);
            }
        }
        Set<Name> fed = new TreeSet<>();
        deliveries.stream().filter(d -> outside.contains(d.message())).forEach(d -> fed.add(d.invocation()));
        invocations.stream().filter(i -> fed.contains(i.name())).forEach(i -> note(i.event().value(), i.start(), told));
        for (Call call : calls) {
            note(call.input().value(), call.start(), emitted);
            if (call.answer() instanceof Call.Answered answered) {
                note(answered.body().value(), call.end(), told);
            }
        }
    }

    private static void note(JsonNode tree, Moment at, Map<String, Moment> into) {
        String text = Json.write(tree);
        for (Pattern pattern : List.of(IDENTIFIER, UUID)) {
            Matcher found = pattern.matcher(text);
            while (found.find()) {
                into.merge(found.group(), at, (a, b) -> a.compareTo(b) <= 0 ? a : b);
            }
        }
    }

    boolean isMinted(ObjectNode key) {
        for (JsonNode value : key) {
            Matcher identifier = IDENTIFIER.matcher(value.path("S").asString(""));
            while (identifier.find()) {
                Moment first = emitted.get(identifier.group());
                Moment known = told.get(identifier.group());
                if (first != null && (known == null || first.compareTo(known) < 0)) {
                    return true;
                }
            }
        }
        return false;
    }
}
