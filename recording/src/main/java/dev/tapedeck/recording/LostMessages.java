package dev.tapedeck.recording;

import dev.tapedeck.recording.Signature.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks for messages that a queue accepted and nobody handled: reported as undone until the queue gave them up, or overtaken by a later message of
 * their group, which a FIFO queue does not let happen to one that it still holds. A message of which merely no delivery is recorded may come after the
 * window, or have left no span: that is undecided. What fails a whole invocation is an unhandled failure, and not counted again.
 */
final class LostMessages {

    private static final String DEDUPLICATION = "MessageDeduplicationId";
    private static final String GROUP = "MessageGroupId";

    private final Recording recording;
    private final SortedMap<Name, List<Delivery>> deliveries = new TreeMap<>();
    private final SortedMap<Name, Invocation> invocations = new TreeMap<>();
    private final SortedMap<Name, Call> calls = new TreeMap<>();
    private final SortedSet<Name> forwarded = new TreeSet<>();
    private final SortedSet<String> consumed = new TreeSet<>();
    private final SortedSet<Entry> lost = new TreeSet<>();
    private boolean undecided;

    private LostMessages(Recording recording) {
        this.recording = recording;
        recording.deliveries().forEach(d -> deliveries.computeIfAbsent(d.message(), k -> new ArrayList<>()).add(d));
        recording.invocations().forEach(i -> invocations.put(i.name(), i));
        recording.calls().forEach(c -> calls.put(c.name(), c));
        for (Message message : recording.messages()) {
            if (message.origin() instanceof Message.Forwarded from) {
                forwarded.add(from.message());
            }
            if (deliveries.containsKey(message.name())) {
                consumed.add(message.channel());
            }
        }
    }

    /**
     * @param undecided whether there is a message of which the recording does not show enough
     */
    record Found(SortedSet<Entry> lost, boolean undecided) {}

    static Found in(Recording recording) {
        LostMessages messages = new LostMessages(recording);
        recording.messages().stream().filter(messages::isQueued).forEach(messages::look);
        return new Found(messages.lost, messages.undecided);
    }

    private boolean isQueued(Message message) {
        return recording.component(message.channel()).map(c -> c.kind() == Component.Kind.QUEUE).orElse(false);
    }

    private void look(Message message) {
        List<Delivery> handed = deliveries.getOrDefault(message.name(), List.of());
        if (!handed.isEmpty()) {
            Invocation last = invocations
                    .get(handed.stream().max(Comparator.comparingInt(Delivery::receiveCount)).orElseThrow().invocation());
            if (last != null && leftUndone(last, message)) {
                decide(forwarded.contains(message.name()), new Entry("lost-message", last.function(), "", message.channel()));
            }
        } else if (message.origin() instanceof Message.Emitted emitted && consumed.contains(message.channel()) && !forwarded.contains(
                message.name()) && !deduplicated(message)) {
            decide(overtaken(message), new Entry("lost-message", sender(emitted), operation(emitted), message.channel()));
        }
    }

    private void decide(boolean certain, Entry entry) {
        if (certain) {
            lost.add(entry);
        } else {
            undecided = true;
        }
    }

    /** Whether a run that did not fail reported the message as one that it could not do. */
    private static boolean leftUndone(Invocation run, Message message) {
        String id = message.recordedId();
        return id != null && run.result() instanceof Invocation.Returned returned && returned.value().value().path("batchItemFailures")
                .valueStream().anyMatch(item -> item.path("itemIdentifier").asString("").equals(id));
    }

    /** Whether its sender had said that it is the same as one that was delivered. */
    private boolean deduplicated(Message message) {
        return recording.messages().stream()
                .anyMatch(other -> !other.name().equals(message.name()) && other.channel().equals(message.channel())
                        && deliveries.containsKey(other.name()) && (same(other.recordedId(), message.recordedId())
                                || same(other.attributes().get(DEDUPLICATION), message.attributes().get(DEDUPLICATION))));
    }

    private boolean overtaken(Message message) {
        return recording.messages().stream().anyMatch(other -> other.channel().equals(message.channel())
                && same(other.attributes().get(GROUP), message.attributes().get(GROUP)) && other.sentAt().compareTo(message.sentAt()) > 0
                && deliveries.containsKey(other.name()));
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        return one != null && !one.isEmpty() && one.equals(other);
    }

    private String sender(Message.Emitted emitted) {
        Call call = calls.get(emitted.call());
        Invocation invocation = call == null ? null : invocations.get(call.invocation());
        return invocation == null ? "" : invocation.function();
    }

    private String operation(Message.Emitted emitted) {
        Call call = calls.get(emitted.call());
        return call == null ? "" : call.operation();
    }
}
