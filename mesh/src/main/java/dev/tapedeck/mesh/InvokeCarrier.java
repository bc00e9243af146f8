package dev.tapedeck.mesh;

import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A function as the channel of those who invoke it directly: a message is the payload of one {@code Invoke}, and its type the type of the
 * invocation. An {@code Event} is tried again where it fails; what somebody waits for, or somebody outside sent once, is run once
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-sync.html).
 */
final class InvokeCarrier implements Carrier {

    static final String EVENT = "Event";
    static final String QUALIFIER = "Qualifier";
    static final String CLIENT_CONTEXT = "ClientContext";

    private final World world;
    private final Channels channels;
    private final Function function;
    private final SystemSpec.ChannelSpec spec;
    private final AsyncInvoke async;
    private final SortedMap<Name, Caller> callers = new TreeMap<>();

    /** Who waits for the result of an invocation. */
    interface Caller extends Consumer<Invocation.Result> {

        /** The invocation is about to begin. */
        void begins();

        /** The function may not run once more now. */
        void turnedAway();
    }

    InvokeCarrier(World world, Channels channels, Function function) {
        this.world = world;
        this.channels = channels;
        this.function = function;
        this.async = new AsyncInvoke(world, channels, function);
        this.spec = new SystemSpec.ChannelSpec(function.name(), Component.Kind.FUNCTION,
                new SystemSpec.Profile(SystemSpec.Ordering.NONE, 0, 0, 0, "", 0, false, 0));
    }

    @Override
    public SystemSpec.ChannelSpec spec() {
        return spec;
    }

    /** The message of this name, once it is put here, is one that {@code caller} waits for. */
    void awaits(Name message, Caller caller) {
        callers.put(message, caller);
    }

    @Override
    public Taken accept(Parcel parcel) {
        Caller caller = callers.remove(parcel.name());
        if (caller != null) {
            schedule(parcel, caller);
        } else if (parcel.message().type().equals(EVENT)) {
            async.deliver(parcel, function.name(), event(parcel));
        } else {
            async.deliverOnce(parcel, function.name(), event(parcel));
        }
        return new Taken(true, parcel.receipt());
    }

    private static JsonNode event(Parcel parcel) {
        String body = parcel.entry().body();
        try {
            return body.isEmpty() ? Json.object() : Json.parse(body);
        } catch (JacksonException text) {
            return parcel.message().body().value();
        }
    }

    private void schedule(Parcel parcel, Caller caller) {
        Name delivery = Naming.delivery(parcel.name(), function.name(), 1);
        long latency = world.direction.deliveryNanos(delivery, parcel.message(), function.name(), 1);
        world.after(latency, () -> "deliver " + delivery.brief() + " to " + function.name(), () -> {
            channels.handedOn(parcel.name());
            if (function.free()) {
                begin(parcel, delivery, caller);
            } else {
                caller.turnedAway();
            }
        });
    }

    /** An event that came another way has no such attributes. */
    static Work.Caller said(Parcel parcel) {
        Map<String, String> attributes = parcel.message().attributes();
        return new Work.Caller(attributes.getOrDefault(QUALIFIER, ""), attributes.getOrDefault(CLIENT_CONTEXT, ""));
    }

    private void begin(Parcel parcel, Name delivery, Caller caller) {
        Name invocation = Naming.invocation(function.name(), List.of(delivery));
        world.ledger.delivery(delivery, parcel.name(), function.name(), 1, world.moment(), invocation);
        caller.begins();
        function.begin(new Work(invocation, List.of(delivery), 1, event(parcel), invocation, said(parcel), parcel.trail(),
                caller));
    }
}
