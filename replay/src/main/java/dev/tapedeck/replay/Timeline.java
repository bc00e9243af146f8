package dev.tapedeck.replay;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The recorded order as virtual time needs it (DESIGN section 6): how long a segment computed, when a call took effect, how long a channel took.
 * Everything is a difference to its own cause, never an absolute instant, so that it still means something when the cause comes at another
 * time.
 */
final class Timeline {

    private final Recording recording;
    private final SortedMap<Name, Invocation> invocations = new TreeMap<>();
    private final SortedMap<Name, List<Call>> calls = new TreeMap<>();
    private final SortedMap<Name, Message> messages = new TreeMap<>();
    private final SortedMap<Name, Delivery> deliveries = new TreeMap<>();
    private final SortedSet<String> deliveredTo = new TreeSet<>();
    private final SortedMap<Name, Moment> firstDelivery = new TreeMap<>();
    private final SortedMap<Name, List<Message>> forwarded = new TreeMap<>();
    private final SortedMap<String, List<Message>> caused = new TreeMap<>();
    private final SortedMap<String, Call> attempts = new TreeMap<>();

    Timeline(Recording recording) {
        this.recording = recording;
        recording.invocations().forEach(i -> invocations.put(i.name(), i));
        recording.calls().forEach(c -> calls.computeIfAbsent(c.invocation(), k -> new ArrayList<>()).add(c));
        calls.values().forEach(list -> list.sort(java.util.Comparator.comparingInt(Call::ordinal)));
        recording.calls().forEach(c -> attempts.put(key(c.name(), c.attempt()), c));
        recording.messages().forEach(this::index);
        recording.deliveries().forEach(d -> {
            deliveries.put(d.name(), d);
            deliveredTo.add(d.message() + " " + d.subscription());
            firstDelivery.merge(d.message(), d.at(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
        });
    }

    private void index(Message message) {
        messages.put(message.name(), message);
        switch (message.origin()) {
            case Message.External external -> {
                // nothing in scope caused it
            }
            case Message.Emitted from -> caused.computeIfAbsent(key(from.call(), from.attempt()), k -> new ArrayList<>()).add(message);
            case Message.Forwarded from -> forwarded.computeIfAbsent(from.message(), k -> new ArrayList<>()).add(message);
        }
    }

    Recording recording() {
        return recording;
    }

    @Nullable
    Invocation invocation(Name name) {
        return invocations.get(name);
    }

    @Nullable
    Message message(Name name) {
        return messages.get(name);
    }

    @Nullable
    Delivery delivery(Name name) {
        return deliveries.get(name);
    }

    /** The channels on which came what an invocation was given, each behind the one that passed it on. */
    Stream<String> channelsOf(Invocation invocation) {
        return invocation.deliveries().stream().map(deliveries::get).filter(Objects::nonNull)
                .flatMap(delivery -> Stream.iterate(message(delivery.message()), Objects::nonNull, this::source)).map(Message::channel);
    }

    private @Nullable Message source(Message message) {
        return message.origin() instanceof Message.Forwarded(Name from) ? message(from) : null;
    }

    /** Whether these are first deliveries to {@code function} of recorded messages of which no delivery to it is recorded. */
    boolean unseen(String function, List<Name> handed) {
        List<Name> never = messages.keySet().stream().filter(message -> !deliveredTo.contains(message + " " + function))
                .map(message -> Naming.delivery(message, function, 1)).toList();
        return !handed.isEmpty() && never.containsAll(handed);
    }

    @Nullable
    Call call(Name name, int attempt) {
        return attempts.get(key(name, attempt));
    }

    List<Call> callsOf(Name invocation) {
        return calls.getOrDefault(invocation, List.of());
    }

    /** Whether every call that the invocation made is recorded: somebody counted, and the count is right. */
    boolean callsComplete(Name invocation) {
        Invocation known = invocations.get(invocation);
        return known != null && known.callCount() == callsOf(invocation).size();
    }

    /** The end of what last woke the segment that emitted {@code call}: the latest completion before it, else the invocation's start. */
    Wake wakeOf(Name invocation, Moment emission) {
        Invocation of = invocations.get(invocation);
        Wake latest = new Wake(null, of == null ? emission : of.start());
        for (Call earlier : callsOf(invocation)) {
            if (earlier.end().compareTo(emission) <= 0 && earlier.end().compareTo(latest.at()) >= 0) {
                latest = new Wake(earlier, earlier.end());
            }
        }
        return latest;
    }

    /** @param call whose completion woke the segment; null for the invocation's start */
    record Wake(@Nullable Call call, Moment at) {}

    /**
     * From emission until the target acted. Where the target's own span does not tell, halfway to the answer, but before anything that it caused
     * was delivered. Who waits for the result of a function began to wait when it was invoked: what lies before its handler's start is the function's.
     */
    long effectNanos(Call call) {
        if (invokes(call)) {
            return 0;
        }
        long whole = Math.max(0, call.end().nanosSince(call.start()));
        Moment at = call.effect().at();
        if (at != null) {
            return Math.max(0, at.nanosSince(call.start()));
        }
        long effect = whole / 2;
        for (Message message : caused.getOrDefault(key(call.name(), call.attempt()), List.of())) {
            Moment delivered = earliestDelivery(message.name());
            if (delivered != null) {
                effect = Math.min(effect, Math.max(0, delivered.nanosSince(call.start())));
            }
        }
        return effect;
    }

    private static boolean invokes(Call call) {
        return call.service().equals("lambda") && call.input().value().path("InvocationType").asString("").equals("RequestResponse");
    }

    /** Whether something that the call sent is known to have been delivered. */
    boolean delivered(Call call) {
        return caused.getOrDefault(key(call.name(), call.attempt()), List.of()).stream().anyMatch(m -> firstDelivery.containsKey(m.name()));
    }

    long durationNanos(Call call) {
        return Math.max(0, call.end().nanosSince(call.start()));
    }

    /**
     * The longest that a recorded caller can have been set to wait: its timer was started no earlier than the segment that made the call, which may
     * be a while before the request was handed to the socket.
     */
    long patienceNanos(Call call) {
        return Math.max(0, call.end().nanosSince(wakeOf(call.invocation(), call.start()).at()));
    }

    /** When a message was accepted by its channel, by the same reckoning as the replay uses. */
    Moment acceptance(Message message) {
        return switch (message.origin()) {
            case Message.External external -> message.sentAt();
            case Message.Emitted emitted -> {
                Call call = call(emitted.call(), emitted.attempt());
                yield call == null ? message.sentAt() : call.start().plusNanos(effectNanos(call));
            }
            case Message.Forwarded forwarded -> {
                Message parent = messages.get(forwarded.message());
                yield parent == null ? message.sentAt() : acceptance(parent);
            }
        };
    }

    private @Nullable Moment earliestDelivery(Name message) {
        Moment earliest = firstDelivery.get(message);
        for (Message further : forwarded.getOrDefault(message, List.of())) {
            Moment at = earliestDelivery(further.name());
            earliest = earliest == null || (at != null && at.compareTo(earliest) < 0) ? at : earliest;
        }
        return earliest;
    }

    /** One attempt of a call. */
    static String key(Name call, int attempt) {
        return call + "/" + attempt;
    }
}
