package dev.tapedeck.mesh;

import dev.tapedeck.recording.Name;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one queue, standard or FIFO, and what may happen to each of them next. It has no timers: every method is told the virtual
 * time, {@link #nextChangeNanos} says when to come back, and the run loop decides what happens then.
 *
 * <pre>
 *             accept               take                    acknowledge
 *   (sender) --------> delayed/visible --------> in flight -------------> gone
 *                          ^                        |
 *                          |   deadline passed      |   after the last receive
 *                          +------ expire ----------+---------------------------> dead letter
 * </pre>
 *
 * A failed receive leaves its message in flight until its visibility ends, or {@link #release} ends it sooner. In a FIFO queue the messages of
 * one group come in order, and a group with a message in flight, or whose first message is not yet visible, is blocked
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html). A standard queue hands out
 * anything visible; the order of {@link #deliverable} is that of acceptance, and the run loop may take another.
 */
public final class QueueState {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final SystemSpec.Profile profile;
    private final TreeMap<Long, Held> held;
    private final TreeMap<Name, Long> places;
    private final TreeMap<String, Seen> seen;
    private long nextPlace;

    public QueueState(SystemSpec.Profile profile) {
        this(profile, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), 0);
    }

    private QueueState(SystemSpec.Profile profile, SortedMap<Long, Held> held, SortedMap<Name, Long> places, SortedMap<String, Seen> seen,
            long nextPlace) {
        this.profile = profile;
        this.held = new TreeMap<>(held);
        this.places = new TreeMap<>(places);
        this.seen = new TreeMap<>(seen);
        this.nextPlace = nextPlace;
    }

    /**
     * A message that the queue holds.
     *
     * @param receives how often it was taken so far
     * @param visibleNanos when it may be taken, or, in flight, when it is visible again
     * @param firstReceiveNanos -1 before the first
     */
    public record Held(Name message, String groupId, int receives, boolean inFlight, long visibleNanos, long firstReceiveNanos) {}

    /** A deduplication id in its window. */
    private record Seen(Name message, long untilNanos) {}

    /** What became of a message that was sent. */
    public sealed interface Acceptance {}

    /** It waits in the queue; {@code sequence} counts acceptances from 0. */
    public record Accepted(long sequence, long visibleNanos) implements Acceptance {}

    /** Its deduplication id was seen within the window: the sender is told of success and of {@code original}'s id, and nothing is delivered. */
    public record Duplicate(Name original) implements Acceptance {}

    /** What became of a message whose time in flight ended. */
    public sealed interface Fate {
        Name message();
    }

    /** It may be taken again from {@code atNanos} on. */
    public record Visible(Name message, long atNanos) implements Fate {}

    /** It left the queue for the dead-letter channel after {@code receives} receives. */
    public record DeadLettered(Name message, int receives) implements Fate {}

    /**
     * @param groupId "" in a standard queue
     * @param deduplicationId "" for none; otherwise an equal one within the window makes a {@link Duplicate}
     * @param delaySeconds {@link Entry#CHANNELS_DELAY} for the queue's own delay
     */
    public Acceptance accept(Name message, String groupId, String deduplicationId, int delaySeconds, long nowNanos) {
        seen.values().removeIf(past -> past.untilNanos() <= nowNanos);
        if (!deduplicationId.isEmpty() && profile.deduplicationMillis() > 0) {
            Seen earlier = seen.get(deduplicationId);
            if (earlier != null) {
                return new Duplicate(earlier.message());
            }
            seen.put(deduplicationId, new Seen(message, nowNanos + profile.deduplicationMillis() * NANOS_PER_MILLI));
        }
        if (places.putIfAbsent(message, nextPlace) != null) {
            throw new IllegalStateException("message " + message + " is in the queue already");
        }
        long delayMillis = delaySeconds == Entry.CHANNELS_DELAY ? profile.delayMillis() : delaySeconds * 1000L;
        long visible = nowNanos + delayMillis * NANOS_PER_MILLI;
        held.put(nextPlace, new Held(message, group(groupId), 0, false, visible, -1));
        return new Accepted(nextPlace++, visible);
    }

    /** What may be taken now, in order of acceptance: in a FIFO queue, of each group that is not blocked the visible messages at its head. */
    public List<Name> deliverable(long nowNanos) {
        return deliverable(nowNanos, Integer.MAX_VALUE);
    }

    private List<Name> deliverable(long nowNanos, int max) {
        boolean ordered = profile.ordering() != SystemSpec.Ordering.NONE;
        TreeSet<String> blocked = new TreeSet<>();
        if (ordered) {
            held.values().stream().filter(Held::inFlight).forEach(each -> blocked.add(each.groupId()));
        }
        List<Name> out = new ArrayList<>();
        for (Held each : held.values()) {
            if (out.size() == max) {
                break;
            }
            boolean visible = !each.inFlight() && each.visibleNanos() <= nowNanos;
            if (visible && !blocked.contains(each.groupId())) {
                out.add(each.message());
            } else if (ordered) {
                blocked.add(each.groupId());
            }
        }
        return out;
    }

    /** Takes up to {@code max} of {@link #deliverable}, each in flight until the queue's visibility timeout has passed. */
    public List<Held> takeBatch(int max, long nowNanos) {
        return take(deliverable(nowNanos, max), nowNanos);
    }

    /**
     * Takes these messages.
     *
     * @throws IllegalStateException where one is not {@link #deliverable} now; then none is taken
     */
    public List<Held> take(Collection<Name> messages, long nowNanos) {
        if (!mayTake(messages, nowNanos)) {
            throw new IllegalStateException(
                    "not deliverable at " + nowNanos + " ns: " + messages + "; deliverable: " + deliverable(nowNanos));
        }
        long until = nowNanos + profile.visibilityMillis() * NANOS_PER_MILLI;
        List<Held> taken = new ArrayList<>();
        for (Name message : messages) {
            Held before = at(message);
            Held now = new Held(message, before.groupId(), before.receives() + 1, true, until,
                    before.firstReceiveNanos() < 0 ? nowNanos : before.firstReceiveNanos());
            held.put(place(message), now);
            taken.add(now);
        }
        return List.copyOf(taken);
    }

    private boolean mayTake(Collection<Name> messages, long nowNanos) {
        if (profile.ordering() == SystemSpec.Ordering.NONE) {
            return messages.stream().map(this::find).allMatch(each -> each != null && !each.inFlight() && each.visibleNanos() <= nowNanos);
        }
        TreeSet<Name> wanted = new TreeSet<>(messages);
        TreeSet<String> skipped = new TreeSet<>();
        int found = 0;
        for (Name candidate : deliverable(nowNanos)) {
            String group = at(candidate).groupId();
            if (!wanted.contains(candidate)) {
                skipped.add(group);
            } else if (skipped.contains(group)) {
                return false;
            } else {
                found++;
            }
        }
        return found == wanted.size();
    }

    /**
     * Deletes a message by the receipt of its {@code receive}-th receive. A receipt that a later receive outdated deletes nothing, nor does one
     * of a FIFO queue whose visibility has ended (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html).
     *
     * @return whether the message is gone now, by this or an earlier acknowledgement
     */
    public boolean acknowledge(Name message, int receive) {
        Long place = places.get(message);
        if (place == null) {
            return true;
        }
        Held now = at(message);
        boolean outdated = now.receives() != receive || (!now.inFlight() && profile.ordering() != SystemSpec.Ordering.NONE);
        if (!outdated) {
            remove(message);
        }
        return !outdated;
    }

    /**
     * Changes when a message in flight is visible again: what {@code ChangeMessageVisibility} does, and Lambda's poller for a throttled batch.
     * Call {@link #expire} at that moment.
     */
    public void release(Name message, long visibleNanos) {
        Held now = at(message);
        if (!now.inFlight()) {
            throw new IllegalStateException("message " + message + " is not in flight");
        }
        held.put(place(message), new Held(message, now.groupId(), now.receives(), true, visibleNanos, now.firstReceiveNanos()));
    }

    /**
     * When a message that was taken and failed is visible again: Lambda leaves it in flight, so that its visibility timeout has to pass
     * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html). Empty where it is not in flight any more.
     */
    public OptionalLong visibleAgainNanos(Name message) {
        Held now = find(message);
        return now == null || !now.inFlight() ? OptionalLong.empty() : OptionalLong.of(now.visibleNanos());
    }

    /** Ends the flight of every message whose deadline has come, in order of acceptance; those received often enough leave the queue. */
    public List<Fate> expire(long nowNanos) {
        List<Fate> fates = new ArrayList<>();
        for (Held each : List.copyOf(held.values())) {
            if (!each.inFlight() || each.visibleNanos() > nowNanos) {
                continue;
            }
            if (profile.maxReceives() > 0 && each.receives() >= profile.maxReceives() && !profile.deadLetter().isEmpty()) {
                remove(each.message());
                fates.add(new DeadLettered(each.message(), each.receives()));
            } else {
                held.put(place(each.message()),
                        new Held(each.message(), each.groupId(), each.receives(), false, each.visibleNanos(), each.firstReceiveNanos()));
                fates.add(new Visible(each.message(), each.visibleNanos()));
            }
        }
        return fates;
    }

    /** The next moment after {@code nowNanos} at which time alone changes something: a delay or a visibility timeout ends. */
    public OptionalLong nextChangeNanos(long nowNanos) {
        return held.values().stream().mapToLong(Held::visibleNanos).filter(at -> at > nowNanos).min();
    }

    public QueueApi.Counts counts(long nowNanos) {
        int inFlight = (int) held.values().stream().filter(Held::inFlight).count();
        int visible = (int) held.values().stream().filter(each -> !each.inFlight() && each.visibleNanos() <= nowNanos).count();
        return new QueueApi.Counts(visible, inFlight, held.size() - inFlight - visible);
    }

    /** Whether a message waits in the queue and may be seen; in a FIFO queue its group may still be blocked. */
    public boolean isVisible(Name message, long nowNanos) {
        Held now = find(message);
        return now != null && !now.inFlight() && now.visibleNanos() <= nowNanos;
    }

    /** How often a message was taken so far. */
    public int receives(Name message) {
        return at(message).receives();
    }

    /** Everything held, in order of acceptance. */
    public List<Held> image() {
        return List.copyOf(held.values());
    }

    /** The same state, to go another way from here; costs a few nanoseconds per message held. */
    public QueueState fork() {
        return new QueueState(profile, held, places, seen, nextPlace);
    }

    private String group(String groupId) {
        return profile.ordering() == SystemSpec.Ordering.TOTAL ? "" : groupId;
    }

    private void remove(Name message) {
        held.remove(place(message));
        places.remove(message);
    }

    private @Nullable Held find(Name message) {
        Long place = places.get(message);
        return place == null ? null : held.get(place);
    }

    private Held at(Name message) {
        Held found = find(message);
        if (found == null) {
            throw new IllegalStateException("message " + message + " is not in the queue");
        }
        return found;
    }

    private long place(Name message) {
        Long place = places.get(message);
        if (place == null) {
            throw new IllegalStateException("message " + message + " is not in the queue");
        }
        return place;
    }
}
