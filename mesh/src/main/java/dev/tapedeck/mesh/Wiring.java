package dev.tapedeck.mesh;

import dev.tapedeck.mesh.SystemSpec.ChannelSpec;
import dev.tapedeck.mesh.SystemSpec.Subscription;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts channels, subscriptions and functions together as the system says, and makes channels targets of calls. */
final class Wiring {

    private final World world;
    private final Callout callout;
    private final Channels channels;
    private final SortedMap<String, Function> functions = new TreeMap<>();
    private final SortedMap<String, QueueCarrier> queues = new TreeMap<>();

    Wiring(World world, Callout callout) {
        this.world = world;
        this.callout = callout;
        this.channels = new Channels(world);
        world.system.functions().forEach(spec -> functions.put(spec.name(), new Function(world, callout, spec)));
        functions.values().forEach(this::invocable);
        world.system.channels().forEach(this::channel);
        world.system.subscriptions().forEach(s -> check(isChannel(s.channel()), s.target() + "` subscribes to `" + s.channel()));
        world.system.subscriptions().stream().filter(s -> !functions.containsKey(s.target()))
                .forEach(s -> check(isChannel(s.target()), s.channel() + "` forwards to `" + s.target()));
        world.system.channels().stream().filter(c -> !c.profile().deadLetter().isEmpty())
                .forEach(c -> check(isChannel(c.profile().deadLetter()),
                        c.name() + "` has the dead-letter queue `" + c.profile().deadLetter()));
    }

    private boolean isChannel(String name) {
        return world.system.channels().stream().anyMatch(channel -> channel.name().equals(name));
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("`" + what + "`, and the system has no such channel");
        }
    }

    Channels channels() {
        return channels;
    }

    SortedMap<String, Function> functions() {
        return functions;
    }

    SortedMap<String, QueueCarrier> queues() {
        return queues;
    }

    private void channel(ChannelSpec spec) {
        switch (spec.kind()) {
            case QUEUE -> queue(spec);
            case BUS, SCHEDULE -> bus(spec);
            case ROUTE -> route(spec);
            case TOPIC, STREAM, FUNCTION, TABLE, DEPENDENCY -> throw new IllegalArgumentException("channel `" + spec.name() + "`: a "
                    + spec.kind() + " is not modelled as a channel\nhint: QUEUE, BUS, SCHEDULE and ROUTE are");
        }
    }

    private void invocable(Function function) {
        InvokeCarrier carrier = new InvokeCarrier(world, channels, function);
        channels.add(carrier);
        callout.target(function.name(), new InvokeTarget(world, channels, function, carrier));
    }

    private void queue(ChannelSpec spec) {
        QueueCarrier queue = new QueueCarrier(world, channels, spec);
        subscriptionsOf(spec).forEach(s -> queue.subscribe(new Poller(world, queue, function(s), s)));
        queues.put(spec.name(), queue);
        channels.add(queue);
        callout.target(spec.name(), Front.of(world, channels, queue));
    }

    private void bus(ChannelSpec spec) {
        BusCarrier bus = new BusCarrier(world, channels, spec);
        subscriptionsOf(spec).forEach(subscription -> {
            if (functions.containsKey(subscription.target())) {
                bus.invokes(subscription, function(subscription));
            } else {
                bus.forwards(subscription);
            }
        });
        channels.add(bus);
        callout.target(spec.name(), Front.of(world, channels, bus));
    }

    private void route(ChannelSpec spec) {
        RouteCarrier route = new RouteCarrier(world, channels, spec);
        subscriptionsOf(spec).forEach(subscription -> route.invokes(subscription, function(subscription)));
        channels.add(route);
    }

    private List<Subscription> subscriptionsOf(ChannelSpec spec) {
        return world.system.subscriptions().stream().filter(subscription -> subscription.channel().equals(spec.name())).toList();
    }

    private Function function(Subscription subscription) {
        Function function = functions.get(subscription.target());
        if (function == null) {
            throw new IllegalArgumentException("`" + subscription.target() + "` subscribes to `" + subscription.channel()
                    + "`, and the system has no such function\nhint: its functions are " + functions.keySet());
        }
        return function;
    }
}
