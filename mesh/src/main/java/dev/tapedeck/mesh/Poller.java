package dev.tapedeck.mesh;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Feeds one function from one queue: hands over batch after batch while the function may run, and acknowledges what its result says was done
 * (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html). It takes nothing for a function at the limit of its concurrency.
 */
final class Poller {

    private final World world;
    private final QueueCarrier queue;
    private final Function function;
    private final SystemSpec.Subscription subscription;
    private final EventPattern filter;
    private final Gathering gathering;
    private boolean polling;

    Poller(World world, QueueCarrier queue, Function function, SystemSpec.Subscription subscription) {
        this.world = world;
        this.queue = queue;
        this.function = function;
        this.subscription = subscription;
        this.filter = EventPattern.of(subscription.pattern());
        this.gathering = new Gathering(world, queue, subscription);
        function.onFreed(this::poll);
    }

    String subscriber() {
        return subscription.target();
    }

    void ready(Name delivery, Name message) {
        gathering.add(delivery, message);
        poll();
    }

    /** Looks again once what is happening now has happened. */
    void poll() {
        if (!polling && !gathering.isEmpty()) {
            polling = true;
            world.after(0, () -> "poll " + subscription.channel() + " for " + subscriber(), () -> {
                polling = false;
                drain();
            });
        }
    }

    private void drain() {
        while (function.free()) {
            List<Name> batch = gathering.batch(this::poll);
            if (batch.isEmpty()) {
                return;
            }
            hand(batch);
        }
    }

    private void hand(List<Name> messages) {
        SortedMap<String, Handed> handed = new TreeMap<>();
        List<EventShapes.Received> wanted = new ArrayList<>();
        List<Name> deliveries = new ArrayList<>();
        List<EventShapes.Received> taken = queue.take(messages, subscriber());
        for (int i = 0; i < messages.size(); i++) {
            EventShapes.Received received = taken.get(i);
            Name delivery = gathering.taken(messages.get(i));
            if (subscription.pattern().isEmpty() || filter.matchesRecord(world.shapes.record(received))) {
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
        List<String> waiting = gathering.giveUpWaiting();
        poll();
        return waiting;
    }
}
