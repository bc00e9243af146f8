package dev.tapedeck.mesh;

import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Naming;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A channel as a target of calls: what a service front makes of the request goes on the channel, and the ids that the run mints for it become
 * the answer.
 */
final class Front implements Target {

    private final World world;
    private final Channels channels;
    private final String channel;
    private final Function<Outgoing, Submission> submit;
    private final BiFunction<Submission.Accepted, SortedMap<Integer, Submission.Receipt>, Reply> reply;

    private Front(World world, Channels channels, String channel, Function<Outgoing, Submission> submit,
            BiFunction<Submission.Accepted, SortedMap<Integer, Submission.Receipt>, Reply> reply) {
        this.world = world;
        this.channels = channels;
        this.channel = channel;
        this.submit = submit;
        this.reply = reply;
    }

    static Front of(World world, Channels channels, QueueCarrier queue) {
        QueueApi api = new QueueApi(queue.spec(), world.system.region(), world.system.account());
        return new Front(world, channels, queue.spec().name(),
                call -> api.submit(call.call().operation(), call.call().input(), queue.state().counts(world.now())), api::reply);
    }

    static Front of(World world, Channels channels, BusCarrier bus) {
        BusApi api = new BusApi();
        return new Front(world, channels, bus.spec().name(), call -> api.submit(call.call().operation(), call.call().input()), api::reply);
    }

    @Override
    public void serve(Outgoing call, Consumer<Completion> answer) {
        answer.accept(Callout.answered(world, call, switch (submit.apply(call)) {
            case Submission.Settled settled -> settled.reply();
            case Submission.Accepted accepted -> reply.apply(accepted, send(call, accepted));
        }));
    }

    private SortedMap<Integer, Submission.Receipt> send(Outgoing call, Submission.Accepted accepted) {
        SortedMap<Integer, Submission.Receipt> receipts = new TreeMap<>();
        int attempt = call.placement.attempt();
        for (Entry entry : accepted.entries()) {
            receipts.put(entry.index(), channels.send(channel, Naming.message(call.name(), attempt, entry.index()),
                    new Message.Emitted(call.name(), attempt, entry.index()), entry, call.trail.at(call.attemptName())));
        }
        return receipts;
    }
}
