package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A bus, or a schedule, at work: every rule whose pattern matches hands the event to its target, a function invoked asynchronously or a queue
 * that gets it as a message (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html). Nothing waits in it.
 */
final class BusCarrier implements Carrier {

    private final World world;
    private final Channels channels;
    private final SystemSpec.ChannelSpec spec;
    private final List<Rule> rules = new ArrayList<>();

    /** @param function null where the target is a channel */
    private record Rule(String target, EventPattern pattern, @org.jspecify.annotations.Nullable AsyncInvoke function) {}

    BusCarrier(World world, Channels channels, SystemSpec.ChannelSpec spec) {
        this.world = world;
        this.channels = channels;
        this.spec = spec;
    }

    void invokes(SystemSpec.Subscription subscription, Function function) {
        rules.add(new Rule(subscription.target(), EventPattern.of(subscription.pattern()), new AsyncInvoke(world, channels, function)));
    }

    void forwards(SystemSpec.Subscription subscription) {
        rules.add(new Rule(subscription.target(), EventPattern.of(subscription.pattern()), null));
    }

    @Override
    public SystemSpec.ChannelSpec spec() {
        return spec;
    }

    @Override
    public Taken accept(Parcel parcel) {
        ObjectNode event = event(parcel);
        SortedMap<String, Integer> handed = new TreeMap<>();
        for (Rule rule : rules) {
            if (rule.pattern().matches(event)) {
                int again = handed.merge(rule.target(), 1, Integer::sum);
                hand(parcel, rule, again == 1 ? rule.target() : rule.target() + " again " + again, event);
            }
        }
        return new Taken(true, parcel.receipt());
    }

    private ObjectNode event(Parcel parcel) {
        return world.shapes.bus(parcel.entry(), parcel.receipt().id(), parcel.message().sentAt().epochMillis());
    }

    private void hand(Parcel parcel, Rule rule, String subscription, JsonNode event) {
        if (rule.function() != null) {
            rule.function().deliver(parcel, subscription, event);
            return;
        }
        Name forwarded = Naming.forwarded(parcel.name(), subscription);
        long latency = world.direction.deliveryNanos(Naming.delivery(parcel.name(), subscription, 1), parcel.message(), subscription, 1);
        world.after(latency, () -> "forward " + parcel.name().brief() + " to " + rule.target(), () -> {
            channels.handedOn(parcel.name());
            Entry entry = new Entry(0, "", "", Json.write(event), Json.object(), "", "", Entry.CHANNELS_DELAY);
            channels.send(rule.target(), forwarded, new Message.Forwarded(parcel.name()), entry, parcel.trail());
        });
    }
}
