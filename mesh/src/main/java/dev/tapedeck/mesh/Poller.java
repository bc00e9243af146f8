package dev.tapedeck.mesh;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Feeds one function from one queue: gathers what is ready into batches, hands them over while the function may run, and acknowledges what its
 * result says was done (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html). Deliveries that were recorded in one invocation wait for
 * each other; others form batches as the subscription says. It takes nothing for a function at the limit of its concurrency.
 */
final class Poller {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final World world;
    private final QueueCarrier queue;
    private final Function function;
    private final SystemSpec.Subscription subscription;
    private final EventPattern filter;
    private final Map<Name, Name> ready = new LinkedHashMap<>();
    private final SortedSet<Name> alone = new TreeSet<>();
    private long windowEndsNanos = -1;
    private boolean polling;

    Poller(World world, QueueCarrier queue, Function function, SystemSpec.Subscription subscription) {
        this.world = world;
        this.queue = queue;
        this.function = function;
        this.subscription = subscription;
        this.filter = EventPattern.of(subscription.pattern());
        function.onFreed(this::poll);
    }

    String subscriber() {
        return subscription.target();
    }

    void ready(Name delivery, Name message) {
        ready.put(message, delivery);
        poll();
    }

    /** Looks again once what is happening now has happened. */
    void poll() {
        if (!polling && !ready.isEmpty()) {
            polling = true;
            world.after(0, () -> "poll " + subscription.channel() + " for " + subscriber(), () -> {
                polling = false;
                drain();
            });
        }
    }

    private void drain() {
        while (function.free()) {
            List<Name> batch = batch();
            if (batch.isEmpty()) {
                return;
            }
            hand(batch);
        }
    }

    private List<Name> batch() {
        List<Name> loose = new ArrayList<>();
        List<Name> candidates = candidates();
        for (Name message : candidates) {
            Name delivery = deliveryOf(message);
            List<Name> together = alone.contains(delivery) ? List.of() : world.direction.together(delivery);
            if (together.isEmpty()) {
                loose.add(message);
            } else {
                List<Name> members = candidates.stream().filter(candidate -> together.contains(deliveryOf(candidate))).toList();
                if (members.size() == together.size()) {
                    return members;
                }
            }
        }
        return looseBatch(loose);
    }

    private List<Name> looseBatch(List<Name> loose) {
        if (loose.isEmpty()) {
            windowEndsNanos = -1;
            return loose;
        }
        int size = Math.max(1, subscription.batchSize());
        if (subscription.batchWindowMillis() > 0 && loose.size() < size && !alone.contains(deliveryOf(loose.getFirst()))) {
            if (windowEndsNanos < 0) {
                windowEndsNanos = world.now() + subscription.batchWindowMillis() * NANOS_PER_MILLI;
                world.at(windowEndsNanos, () -> "batch window of " + subscriber(), this::poll);
            }
            if (world.now() < windowEndsNanos) {
                return List.of();
            }
        }
        windowEndsNanos = -1;
        return List.copyOf(loose.subList(0, Math.min(size, loose.size())));
    }

    /** What the queue would hand over and is ready here, in order of acceptance; of a group nothing beyond the first that is not ready. */
    private List<Name> candidates() {
        SortedSet<String> stopped = new TreeSet<>();
        List<Name> candidates = new ArrayList<>();
        boolean ordered = queue.spec().profile().ordering() != SystemSpec.Ordering.NONE;
        for (Name message : queue.state().deliverable(world.now())) {
            String group = queue.spec().profile().ordering() == SystemSpec.Ordering.TOTAL ? "" : queue.parcel(message).entry().groupId();
            if (!ready.containsKey(message)) {
                stopped.add(group);
            } else if (!ordered || !stopped.contains(group)) {
                candidates.add(message);
            }
        }
        return candidates;
    }

    private Name deliveryOf(Name message) {
        Name delivery = ready.get(message);
        if (delivery == null) {
            throw new IllegalStateException("message " + message + " is not ready");
        }
        return delivery;
    }

    private void hand(List<Name> messages) {
        SortedMap<String, Handed> handed = new TreeMap<>();
        List<EventShapes.Received> wanted = new ArrayList<>();
        List<Name> deliveries = new ArrayList<>();
        List<EventShapes.Received> taken = queue.take(messages, subscriber());
        for (int i = 0; i < messages.size(); i++) {
            EventShapes.Received received = taken.get(i);
            Name delivery = deliveryOf(messages.get(i));
            ready.remove(messages.get(i));
            if (filter.matchesRecord(world.shapes.record(received))) {
                wanted.add(received);
                deliveries.add(delivery);
                handed.put(received.receipt().id(), new Handed(messages.get(i), received.handover().count()));
            } else {
                // What the filter does not want is deleted: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
                queue.acknowledge(messages.get(i), received.handover().count());
            }
        }
        if (!wanted.isEmpty()) {
            invoke(wanted, deliveries, handed);
        }
    }

    private record Handed(Name message, int receive) {}

    private void invoke(List<EventShapes.Received> batch, List<Name> deliveries, SortedMap<String, Handed> handed) {
        Name invocation = Naming.invocation(function.name(), deliveries);
        for (int i = 0; i < batch.size(); i++) {
            Handed each = Objects.requireNonNull(handed.get(batch.get(i).receipt().id()));
            world.ledger.delivery(deliveries.get(i), each.message(), subscriber(), each.receive(), world.moment(), invocation);
        }
        Trail trail = queue.parcel(Objects.requireNonNull(handed.get(batch.getFirst().receipt().id())).message()).trail();
        function.begin(new Work(invocation, deliveries, 1, world.shapes.queue(batch), invocation, trail, result -> settle(handed, result)));
    }

    private void settle(SortedMap<String, Handed> handed, Invocation.Result result) {
        SortedSet<String> failed = BatchResponse.failed(result, handed.keySet(), subscription.partialBatchResponse());
        handed.forEach((id, each) -> {
            if (!failed.contains(id)) {
                queue.acknowledge(each.message(), each.receive());
            }
        });
    }

    List<String> giveUpWaiting() {
        List<String> waiting = new ArrayList<>();
        for (Name message : candidates()) {
            if (alone.add(deliveryOf(message))) {
                waiting.add("delivery " + deliveryOf(message) + " waited for the rest of its recorded batch, which never came");
            }
        }
        poll();
        return waiting;
    }
}
