package dev.tapedeck.mesh;

import dev.tapedeck.kernel.Ticket;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Wire;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes calls to where they go and brings the answers back, when and by whom the direction said.
 *
 * <pre>
 *   emission ----- effectNanos -----> effect at the target (happens in any case)
 *       \------------- answerNanos ---------------> answer with the caller, unless it gave up or is gone
 * </pre>
 */
final class Callout {

    private final World world;
    private final Directory directory;
    private final SortedMap<String, Target> targets = new TreeMap<>();

    Callout(World world, Directory directory) {
        this.world = world;
        this.directory = directory;
    }

    void target(String component, Target target) {
        targets.put(component, target);
    }

    /** The component that a call addresses. */
    @Nullable
    String component(Wire.TypedCall call) {
        return directory.component(call);
    }

    void send(Instance caller, Outgoing call, long emittedNanos) {
        world.ledger.call(call);
        switch (call.placement.serving()) {
            case Direction.ByComponent component -> call.actingBy(world.at(emittedNanos + call.placement.effectNanos(),
                    () -> "effect of " + what(call), () -> act(caller, call, emittedNanos)));
            case Direction.FromRecording recorded -> fromRecording(caller, call, emittedNanos, recorded.answer());
            case Direction.Breaks breaks -> {
                call.broke();
                answer(caller, call, emittedNanos, new Completion.Failed(call.id, breaks.code()));
            }
            case Direction.Stop stop -> world.stop(stop.reason());
        }
    }

    private static String what(Outgoing call) {
        return "call " + call.name().brief() + " attempt " + call.placement.attempt() + " to " + call.target();
    }

    private void act(Instance caller, Outgoing call, long emittedNanos) {
        Target target = targets.get(call.target());
        if (target == null || call.emission.component() == null) {
            world.stop("`" + caller.component + "` calls `" + call.call().operation() + "` of `" + call.target()
                    + "`, which has neither a model nor a program in this system");
            return;
        }
        Moment effectAt = world.moment();
        try {
            target.serve(call, completion -> {
                if (completion instanceof Completion.Answered answered && answered.status() < 400) {
                    call.tookEffect(effectAt);
                }
                world.kernel.yielded("answer to " + what(call), completion.toString());
                answer(caller, call, emittedNanos, completion);
            });
        } catch (NotModelled unknown) {
            world.stop("`" + caller.component + "` calls `" + call.target() + "`: " + unknown.getMessage());
        }
    }

    private void fromRecording(Instance caller, Outgoing call, long emittedNanos, Call.Answer recorded) {
        switch (recorded) {
            case Call.Answered answered -> {
                SortedMap<String, String> headers = new TreeMap<>();
                answered.headers().properties().forEach(header -> headers.put(header.getKey(), header.getValue().asString()));
                String body = Parcel.text(answered.body());
                answer(caller, call, emittedNanos, new Completion.Answered(call.id, answered.status(), headers, body));
            }
            case Call.Failed failed -> {
                if (!failed.timedOut()) {
                    answer(caller, call, emittedNanos, new Completion.Failed(call.id, failed.errorType()));
                }
            }
            case Call.Unrecorded unrecorded -> world.stop(
                    "nobody recorded what `" + call.target() + "` answered to `" + call.call().operation() + "` of `" + caller.component
                            + "`");
        }
    }

    private void answer(Instance caller, Outgoing call, long emittedNanos, Completion completion) {
        if (call.open() && call.placement.answerNanos() != Direction.Placement.WITHHELD) {
            call.answeredBy(world.at(emittedNanos + call.placement.answerNanos(), () -> "answer to " + what(call),
                    () -> caller.deliver(completion)));
        }
    }

    /** The caller has given up on it, or is gone. What was not even sent by then never will be. */
    void forget(Outgoing call) {
        cancel(call.answering());
        if (call.start.compareTo(world.moment()) > 0) {
            cancel(call.acting());
            world.ledger.neverSent(call);
        }
    }

    private void cancel(@Nullable Ticket ticket) {
        if (ticket != null) {
            world.kernel.cancel(ticket);
        }
    }

    /** A provider's reply as the caller gets it, with a request id of its own. */
    static Completion answered(World world, Outgoing call, Reply reply) {
        Reply stamped = reply.withRequestId(world.direction.mint(call.attemptName(), "request-id"));
        return new Completion.Answered(call.id, stamped.status(), stamped.headers(), Json.write(stamped.body()));
    }
}
