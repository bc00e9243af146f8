package dev.tapedeck.mesh;

import dev.tapedeck.kernel.Ticket;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A queue at work: {@link QueueState} says what may be taken, this says when. A message is ready for a poller once it is visible and the
 * latency that the direction gives its delivery has passed.
 */
final class QueueCarrier implements Carrier {

    private final World world;
    private final Channels channels;
    private final SystemSpec.ChannelSpec spec;
    private final QueueState state;
    private final List<Poller> pollers = new ArrayList<>();
    private final SortedMap<Name, Parcel> parcels = new TreeMap<>();
    private final SortedMap<Name, Ticket> flights = new TreeMap<>();
    private long sequenceNumbers;

    QueueCarrier(World world, Channels channels, SystemSpec.ChannelSpec spec) {
        this.world = world;
        this.channels = channels;
        this.spec = spec;
        this.state = new QueueState(spec.profile());
    }

    void subscribe(Poller poller) {
        pollers.add(poller);
    }

    @Override
    public SystemSpec.ChannelSpec spec() {
        return spec;
    }

    QueueState state() {
        return state;
    }

    @Override
    public Submission.Receipt receipt(String id) {
        boolean ordered = spec.profile().ordering() != SystemSpec.Ordering.NONE;
        return new Submission.Receipt(id, ordered ? "1" + String.format(java.util.Locale.ROOT, "%019d", sequenceNumbers++) : "");
    }

    @Override
    public Taken accept(Parcel parcel) {
        Entry entry = parcel.entry();
        return switch (state.accept(parcel.name(), entry.groupId(), entry.deduplicationId(), entry.delaySeconds(), world.now())) {
            case QueueState.Duplicate duplicate -> {
                Parcel original = parcels.get(duplicate.original());
                yield new Taken(false, original == null ? parcel.receipt() : original.receipt());
            }
            case QueueState.Accepted accepted -> {
                parcels.put(parcel.name(), parcel);
                ready(parcel, 1, world.now(), accepted.visibleNanos());
                yield new Taken(true, parcel.receipt());
            }
        };
    }

    /** @param fromNanos when the latency of the delivery begins; it is not made before {@code visibleNanos} in any case */
    private void ready(Parcel parcel, int receiveCount, long fromNanos, long visibleNanos) {
        for (Poller poller : pollers) {
            if (givenUp(parcel, poller, receiveCount)) {
                continue;
            }
            Name delivery = Naming.delivery(parcel.name(), poller.subscriber(), receiveCount);
            long latency = world.direction.deliveryNanos(delivery, parcel.message(), poller.subscriber(), receiveCount);
            world.at(Math.max(visibleNanos, fromNanos + latency), () -> "deliver " + delivery.brief() + " to " + poller.subscriber(),
                    () -> poller.ready(delivery, parcel.name()));
        }
    }

    private boolean givenUp(Parcel parcel, Poller poller, int receiveCount) {
        boolean given = receiveCount > 1 && spec.profile().deadLetter().isEmpty()
                && world.direction.givesUp(parcel.message(), poller.subscriber(), receiveCount, world.now());
        if (given) {
            world.kernel.yielded("given up for " + poller.subscriber(), parcel.name().toString());
        }
        return given;
    }

    /** Hands these messages over: in flight until acknowledged, or until their visibility ends. */
    List<EventShapes.Received> take(List<Name> messages, String subscriber) {
        List<EventShapes.Received> received = new ArrayList<>();
        for (QueueState.Held held : state.take(messages, world.now())) {
            Name delivery = Naming.delivery(held.message(), subscriber, held.receives());
            received.add(shaped(held, world.direction.mint(delivery, "receipt-handle")));
            flights.put(held.message(), world.at(held.visibleNanos(), () -> "visibility of " + held.message().brief(), this::expire));
        }
        messages.forEach(channels::handedOn);
        return received;
    }

    private EventShapes.Received shaped(QueueState.Held held, String receiptHandle) {
        Parcel parcel = parcel(held.message());
        return new EventShapes.Received(spec.name(), parcel.entry(), parcel.receipt(), world.system.account(),
                parcel.message().sentAt().epochMillis(),
                new EventShapes.Handover(receiptHandle, held.receives(), world.moment(held.firstReceiveNanos()).epochMillis()));
    }

    void acknowledge(Name message, int receive) {
        Ticket flight = state.acknowledge(message, receive) ? flights.remove(message) : null;
        if (flight != null) {
            world.kernel.cancel(flight);
        }
        pollers.forEach(Poller::poll);
    }

    private void expire() {
        for (QueueState.Fate fate : state.expire(world.now())) {
            Parcel parcel = parcel(fate.message());
            switch (fate) {
                case QueueState.Visible visible ->
                    ready(parcel, state.receives(visible.message()) + 1, visible.atNanos(), visible.atNanos());
                case QueueState.DeadLettered dead -> channels.send(spec.profile().deadLetter(),
                        Naming.forwarded(dead.message(), spec.profile().deadLetter()), new Message.Forwarded(dead.message()),
                        parcel.entry(),
                        parcel.trail());
            }
        }
        pollers.forEach(Poller::poll);
    }

    /** The group in whose order a message goes; of a totally ordered queue there is one. */
    String group(Name message) {
        return spec.profile().ordering() == SystemSpec.Ordering.TOTAL ? "" : parcel(message).entry().groupId();
    }

    Parcel parcel(Name message) {
        @Nullable
        Parcel parcel = parcels.get(message);
        if (parcel == null) {
            throw new IllegalStateException("queue `" + spec.name() + "` has no message " + message);
        }
        return parcel;
    }

    @Override
    public List<String> giveUpWaiting() {
        return pollers.stream().flatMap(poller -> poller.giveUpWaiting().stream()).toList();
    }
}
