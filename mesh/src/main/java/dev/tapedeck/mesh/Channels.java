package dev.tapedeck.mesh;

import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where messages are put on channels. A message may be held back here before its channel sees it, behind another one: for an ordered channel
 * until that one was accepted, for any other until that one was first handed on. Its sender is told of success at once, as by a channel that
 * is slow inside.
 */
final class Channels {

    private final World world;
    private final SortedMap<String, Carrier> carriers = new TreeMap<>();
    private final SortedMap<Name, List<Parcel>> heldBehind = new TreeMap<>();
    private final TreeSet<Name> accepted = new TreeSet<>();
    private final TreeSet<Name> handedOn = new TreeSet<>();

    Channels(World world) {
        this.world = world;
    }

    void add(Carrier carrier) {
        carriers.put(carrier.spec().name(), carrier);
    }

    /** Puts on {@code channel} what nobody has named yet. Returns what the sender is told. */
    Submission.Receipt send(String channel, Name name, Message.Origin origin, Entry entry, Trail trail) {
        Carrier carrier = carrier(channel);
        Submission.Receipt receipt = carrier.receipt(world.direction.mint(name, idRole(carrier.spec().kind())));
        Message message = new Message(name, channel, origin, receipt.id(), entry.type(), Payload.whole(Json.parseOrString(entry.body())),
                entry.strings(), world.moment());
        return put(carrier, new Parcel(message, entry, receipt, trail));
    }

    /** Puts on its channel what comes from outside, named already. */
    void root(Message root) {
        Carrier carrier = carrier(root.channel());
        String id = root.recordedId() == null ? world.direction.mint(root.name(), idRole(carrier.spec().kind())) : root.recordedId();
        Message now = new Message(root.name(), root.channel(), root.origin(), id, root.type(), root.body(), root.attributes(),
                world.moment());
        put(carrier, new Parcel(now, Parcel.entry(now, carrier.spec().kind()), carrier.receipt(id), Trail.of(root.name())));
    }

    private static String idRole(Component.Kind kind) {
        return switch (kind) {
            case QUEUE, TOPIC -> "message-id";
            case ROUTE -> "request-id";
            case BUS, SCHEDULE, STREAM, FUNCTION, TABLE, DEPENDENCY -> "event-id";
        };
    }

    private Submission.Receipt put(Carrier carrier, Parcel parcel) {
        Name other = world.direction.heldBehind(parcel.message());
        if (other == null || passed(carrier, other)) {
            return accept(carrier, parcel);
        }
        world.ledger.message(parcel);
        heldBehind.computeIfAbsent(other, name -> new ArrayList<>()).add(parcel);
        return parcel.receipt();
    }

    private boolean passed(Carrier carrier, Name other) {
        return (ordered(carrier) ? accepted : handedOn).contains(other);
    }

    private static boolean ordered(Carrier carrier) {
        return carrier.spec().profile().ordering() != SystemSpec.Ordering.NONE;
    }

    private Submission.Receipt accept(Carrier carrier, Parcel parcel) {
        Carrier.Taken taken = carrier.accept(parcel);
        if (taken.fresh()) {
            world.ledger.message(parcel);
            accepted.add(parcel.name());
            letGo(parcel.name());
        }
        return taken.receipt();
    }

    /** A message left its channel for the first time, towards a function or another channel. */
    void handedOn(Name message) {
        if (handedOn.add(message)) {
            letGo(message);
        }
    }

    private void letGo(Name passed) {
        List<Parcel> held = heldBehind.getOrDefault(passed, List.of());
        List<Parcel> going = held.stream().filter(parcel -> passed(carrier(parcel.message().channel()), passed)).toList();
        if (!going.isEmpty()) {
            List<Parcel> staying = new ArrayList<>(held);
            staying.removeAll(going);
            heldBehind.put(passed, staying);
            going.forEach(this::acceptSoon);
        }
    }

    private void acceptSoon(Parcel parcel) {
        world.after(0, () -> "let go " + parcel.name().brief(), () -> accept(carrier(parcel.message().channel()), parcel));
    }

    /** Nothing else is left to happen: lets go what still waits. Returns a sentence for each that waited in vain. */
    List<String> giveUpWaiting() {
        List<String> unmet = new ArrayList<>();
        heldBehind.forEach((other, held) -> held.forEach(parcel -> {
            unmet.add("message " + parcel.name() + " waited for " + other + ", which never came");
            acceptSoon(parcel);
        }));
        heldBehind.clear();
        carriers.values().forEach(carrier -> unmet.addAll(carrier.giveUpWaiting()));
        return unmet;
    }

    private Carrier carrier(String channel) {
        @Nullable
        Carrier carrier = carriers.get(channel);
        if (carrier == null) {
            throw new IllegalArgumentException("the system has no channel `" + channel + "`\nhint: its channels are " + carriers.keySet());
        }
        return carrier;
    }
}
