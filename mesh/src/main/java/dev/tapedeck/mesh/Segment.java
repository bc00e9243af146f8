package dev.tapedeck.mesh;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Payload;
import tools.jackson.core.JacksonException;

/**
 * What an instance yielded between being woken and being quiescent again, taken step by step. Its first call, or its result, says what computing
 * it cost; calls, result and fresh timers all count from the end of that.
 */
final class Segment {

    private static final int LARGEST_UTF8 = 3;

    private final Instance instance;
    private final World world;
    private final Guest.Yield yielded;
    private final boolean wokenByTimer;
    private long chargeNanos;
    private boolean called;

    Segment(Instance instance, Guest.Yield yielded, boolean wokenByTimer) {
        this.instance = instance;
        this.world = instance.world;
        this.yielded = yielded;
        this.wokenByTimer = wokenByTimer;
    }

    void take() {
        world.ledger.segment(new Quiescence(world.kernel.step(), world.now(), instance.toString(), instance.invocation(),
                yielded.readClock(), yielded.drewEntropy()));
        for (Step step : yielded.steps()) {
            if (world.stopped() || instance.state() == Instance.State.ENDED) {
                return;
            }
            take(step);
        }
        instance.arm(yielded.timers(), chargeNanos);
        world.kernel.yielded("quiescent " + instance.label() + reads(), yielded.timers().toString());
    }

    /** What may have made the segment differ from its twin in another run. */
    private String reads() {
        return (yielded.readClock() ? ", having read a clock" : "") + (yielded.drewEntropy() ? ", having drawn entropy" : "");
    }

    private void take(Step step) {
        switch (step) {
            case Step.Call call -> call(call);
            case Step.Abandon abandon -> {
                world.kernel.yielded(instance.label() + " abandons", Integer.toString(abandon.id()));
                instance.abandon(abandon.id(), wokenByTimer);
            }
            case Step.Log log -> log(log);
            case Step.Ready ready -> instance.becomeReady();
            case Step.Returned returned -> {
                world.kernel.yielded(instance.label() + " returns", returned.json());
                result(returned(returned.json()));
            }
            case Step.Raised raised -> {
                world.kernel.yielded(instance.label() + " raises " + raised.errorType(), raised.message());
                result(new Invocation.Raised(raised.errorType(), raised.message()));
            }
            case Step.Died died -> {
                world.kernel.yielded(instance.label() + " dies", died.reason());
                instance.died(died);
            }
            case Step.Overran(String reason) -> {
                world.kernel.yielded(instance.label() + " overran", reason);
                world.direction.overran(instance.invocation(), instance.component, reason, world.now());
                world.stop("`" + instance.component + "`: " + reason);
            }
            case Step.Uncontrolled uncontrolled -> {
                world.kernel.yielded(instance.label() + " is not controlled", uncontrolled.source());
                note(uncontrolled);
            }
        }
    }

    private void note(Step.Uncontrolled uncontrolled) {
        if (uncontrolled.refused()) {
            world.direction.refused(instance.invocation(), instance.component, uncontrolled.source(), world.now());
        } else {
            world.ledger.uncontrolled(instance.component, uncontrolled.source());
        }
    }

    private void call(Step.Call step) {
        Direction.Emission emission = instance.emission(step, yielded);
        world.kernel.yielded(instance.label() + " calls " + emission.call().resource() + " " + emission.call().operation() + ", number "
                + emission.ordinal() + reads(), Json.write(emission.call().input()));
        Direction.Placement placement = world.direction.place(emission);
        world.kernel.yielded("placement of " + instance.label() + " number " + emission.ordinal(), placement.toString());
        if (!called) {
            called = true;
            charge(placement.chargeNanos());
        }
        long emittedNanos = world.now() + chargeNanos;
        Outgoing call = new Outgoing(step.id(), emission, placement, world.moment(emittedNanos), instance.trail());
        instance.opened(call);
        instance.callout.send(instance, call, emittedNanos);
    }

    private void charge(long nanos) {
        chargeNanos = Math.max(0, Math.max(chargeNanos, nanos));
        instance.charge(chargeNanos);
    }

    private void log(Step.Log log) {
        world.kernel.yielded(instance.label() + (log.error() ? " writes to standard error" : " writes to standard output"), log.text());
        world.ledger.log(world.moment(world.now() + chargeNanos), instance, log);
    }

    private void result(Invocation.Result result) {
        charge(world.direction.resultChargeNanos(instance.invocation(), world.now()));
        instance.finishing(result, chargeNanos);
    }

    private Invocation.Result returned(String json) {
        long most = instance.largestResultBytes();
        if (json.length() > most / LARGEST_UTF8 && Utf8.length(json) > most) {
            return new Invocation.Raised("Function.ResponseSizeTooLarge",
                    "Response payload size exceeded maximum allowed payload size (" + most + " bytes).");
        }
        try {
            return new Invocation.Returned(Payload.whole(Json.parse(json)));
        } catch (JacksonException notJson) {
            return new Invocation.Raised("Runtime.MarshalError", "the handler's result is not JSON");
        }
    }
}
