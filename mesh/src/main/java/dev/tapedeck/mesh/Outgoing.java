package dev.tapedeck.mesh;

import dev.tapedeck.kernel.Ticket;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Wire;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One attempt of a call on its way, and what is to be told of it afterwards. It is open until its answer reached the guest, the guest gave up on
 * it, or the instance was gone; the effect may come after any of these.
 */
final class Outgoing {

    final int id;
    final Direction.Emission emission;
    final Direction.Placement placement;
    final Moment start;
    final Trail trail;
    private Call.Answer answer = new Call.Unrecorded();
    private @Nullable Moment end;
    private @Nullable Moment effectAt;
    private boolean broken;
    private @Nullable Ticket acting;
    private @Nullable Ticket answering;

    Outgoing(int id, Direction.Emission emission, Direction.Placement placement, Moment start, Trail trail) {
        this.id = id;
        this.emission = emission;
        this.placement = placement;
        this.start = start;
        this.trail = trail;
    }

    Wire.TypedCall call() {
        return emission.call();
    }

    Name name() {
        return placement.name();
    }

    /** Stands for this attempt alone, where the name stands for all of them. */
    Name attemptName() {
        return Naming.derived(name(), "attempt " + placement.attempt());
    }

    String target() {
        return emission.component() == null ? call().resource() : emission.component();
    }

    boolean open() {
        return end == null;
    }

    Call.Answer answer() {
        return answer;
    }

    void tookEffect(Moment at) {
        effectAt = at;
    }

    void broke() {
        broken = true;
    }

    void actingBy(Ticket ticket) {
        acting = ticket;
    }

    @Nullable
    Ticket acting() {
        return acting;
    }

    void answeredBy(Ticket ticket) {
        answering = ticket;
    }

    @Nullable
    Ticket answering() {
        return answering;
    }

    void close(Completion completion, Moment at) {
        switch (completion) {
            case Completion.Answered answered -> {
                ObjectNode headers = Json.object();
                answered.headers().forEach(headers::put);
                close(new Call.Answered(answered.status(), headers, Payload.whole(Json.parseOrString(answered.body()))), at);
            }
            case Completion.Failed failed -> close(new Call.Failed(failed.code()), at);
            case Completion.TimerDue timer -> throw new IllegalArgumentException("a timer answers no call");
        }
    }

    void close(Call.Answer given, Moment at) {
        answer = given;
        end = at;
    }

    /** What the recording says of it, {@code runEnd} standing for the end that it did not live to see. */
    Call recorded(Moment runEnd) {
        return new Call(name(), placement.attempt(), emission.invocation(), emission.ordinal(), target(), call().service(),
                call().operation(), Payload.whole(call().input()), answer, start, end == null ? runEnd : end, effect());
    }

    private Call.Effect effect() {
        if (effectAt != null) {
            return new Call.Effect(answer instanceof Call.Answered ? Call.Evidence.ANSWERED : Call.Evidence.SERVER, effectAt);
        }
        if (broken) {
            return new Call.Effect(Call.Evidence.NONE, null);
        }
        return answer instanceof Call.Answered ? new Call.Effect(Call.Evidence.ANSWERED, null) : Call.Effect.UNKNOWN;
    }
}
