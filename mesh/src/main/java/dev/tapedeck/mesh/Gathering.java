package dev.tapedeck.mesh;

import dev.tapedeck.recording.Name;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is ready for one subscriber of a queue, gathered into batches. Deliveries that were recorded in one invocation wait for each other; others
 * form batches as the subscription says. A queue without order hands over what was ready first, an ordered one what was accepted first.
 */
final class Gathering {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** A batch ends before 6 MB (https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching). */
    private static final long LARGEST_BATCH_BYTES = 6_291_456;

    private final World world;
    private final QueueCarrier queue;
    private final SystemSpec.Subscription subscription;
    private final boolean ordered;
    private final SequencedMap<Name, Name> deliveryOf = new LinkedHashMap<>();
    private final SortedSet<Name> alone = new TreeSet<>();
    private long windowEndsNanos = -1;

    Gathering(World world, QueueCarrier queue, SystemSpec.Subscription subscription) {
        this.world = world;
        this.queue = queue;
        this.subscription = subscription;
        this.ordered = queue.spec().profile().ordering() != SystemSpec.Ordering.NONE;
    }

    boolean isEmpty() {
        return deliveryOf.isEmpty();
    }

    void add(Name delivery, Name message) {
        deliveryOf.put(message, delivery);
    }

    /** The delivery as which a message of a batch goes; it is not ready any more. */
    Name taken(Name message) {
        Name delivery = deliveryOf.remove(message);
        if (delivery == null) {
            throw new IllegalStateException("message " + message + " is not ready");
        }
        return delivery;
    }

    /** The next batch, empty where there is none yet; {@code later} is called when time alone has made one. */
    List<Name> batch(Runnable later) {
        int size = Math.max(1, subscription.batchSize());
        List<Name> loose = new ArrayList<>();
        long bytes = 0;
        boolean full = false;
        for (Name message : (Iterable<Name>) candidates()::iterator) {
            List<Name> together = together(message);
            if (together.isEmpty()) {
                bytes += Utf8.length(queue.parcel(message).entry().body());
                full = bytes > LARGEST_BATCH_BYTES && !loose.isEmpty();
                if (full) {
                    break;
                }
                loose.add(message);
            } else {
                List<Name> members = members(together);
                if (members.size() == together.size()) {
                    return members;
                }
            }
            if (loose.size() == size) {
                break;
            }
        }
        return !full && windowOpen(loose, size, later) ? List.of() : loose;
    }

    private List<Name> together(Name message) {
        Name delivery = deliveryOf.getOrDefault(message, message);
        return alone.contains(delivery) ? List.of() : world.direction.together(delivery);
    }

    /** The messages of a recorded batch that could go now: in the recorded order, or in the queue's where it has one. */
    private List<Name> members(List<Name> together) {
        Map<Name, Name> messageOf = new TreeMap<>();
        List<Name> found = new ArrayList<>();
        for (Name candidate : (Iterable<Name>) candidates()::iterator) {
            Name delivery = deliveryOf.getOrDefault(candidate, candidate);
            if (together.contains(delivery)) {
                messageOf.put(delivery, candidate);
                found.add(candidate);
            }
        }
        return ordered || found.size() < together.size() ? found : together.stream().map(messageOf::get).toList();
    }

    private boolean windowOpen(List<Name> loose, int size, Runnable later) {
        boolean waits = subscription.batchWindowMillis() > 0 && !loose.isEmpty() && loose.size() < size;
        if (!waits) {
            windowEndsNanos = -1;
            return false;
        }
        if (windowEndsNanos < 0) {
            windowEndsNanos = world.now() + subscription.batchWindowMillis() * NANOS_PER_MILLI;
            world.at(windowEndsNanos, () -> "batch window of " + subscription.target(), later);
        }
        boolean open = world.now() < windowEndsNanos;
        windowEndsNanos = open ? windowEndsNanos : -1;
        return open;
    }

    /** What is ready and may go. Of an ordered group nothing beyond the first message that is not ready. */
    private Stream<Name> candidates() {
        if (!ordered) {
            return deliveryOf.keySet().stream().filter(message -> queue.state().isVisible(message, world.now()));
        }
        SortedSet<String> stopped = new TreeSet<>();
        List<Name> candidates = new ArrayList<>();
        for (Name message : queue.state().deliverable(world.now())) {
            String group = queue.group(message);
            if (!deliveryOf.containsKey(message)) {
                stopped.add(group);
            } else if (!stopped.contains(group)) {
                candidates.add(message);
            }
        }
        return candidates.stream();
    }

    /** Lets what waits for the rest of its batch go without it. Returns a sentence for each. */
    List<String> giveUpWaiting() {
        List<String> waiting = new ArrayList<>();
        for (Name message : candidates().toList()) {
            Name delivery = deliveryOf.getOrDefault(message, message);
            if (!together(message).isEmpty() && alone.add(delivery)) {
                waiting.add("delivery " + delivery + " waited for the rest of its recorded batch, which never came");
            }
        }
        return waiting;
    }
}
