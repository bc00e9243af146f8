package dev.tapedeck.replay;

import dev.tapedeck.mesh.SystemSpec;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import java.util.List;

/** How long things take in a replay: as long as then, each counted from its own cause; for what was not recorded, as long as its like. */
final class Pace {

    private static final long UNHEARD_OF_NANOS = 1_000_000;
    /** Just below the ten seconds after which Lambda gives an init phase up: this one came to its end. */
    private static final long INIT_LIMIT_NANOS = 9_999_000_000L;

    private final Scenario scenario;
    private final Timeline timeline;

    private final ProcessorShare share;

    Pace(Scenario scenario, Timeline timeline) {
        this.scenario = scenario;
        this.timeline = timeline;
        this.share = new ProcessorShare(scenario);
    }

    /** What the segment that ends at {@code recorded} computed, less what it slept or waited for in virtual time already. */
    long chargeNanos(Name invocation, Progress of, long nowNanos, Moment recorded) {
        Timeline.Wake wake = timeline.wakeOf(invocation, recorded);
        long recordedGap = Math.max(0, recorded.nanosSince(wake.at()));
        Call woken = wake.call();
        long wokenNanos = woken == null ? of.startNanos : of.completedNanos(Timeline.key(woken.name(), woken.attempt()));
        return share.nanos(invocation, timeline, Math.max(0, recordedGap - Math.max(0, nowNanos - wokenNanos)));
    }

    /** From acceptance to delivery: to the handler's start as recorded, less the init phase that came before it. */
    long deliveryNanos(Name delivery, Message message, int receiveCount) {
        Delivery recorded = timeline.delivery(delivery);
        Invocation got = recorded == null ? null : timeline.invocation(recorded.invocation());
        return arrivalNanos(delivery, message.channel(), receiveCount) - (got == null ? 0 : recordedInitNanos(got));
    }

    /**
     * How much of the time before its handler's start an invocation spent on the init phase of its instance, as far as it was recorded. An instance may
     * have been started before there was anything to do for it, so that it is no more than what lies between acceptance and the handler's start; nor
     * is it more than an init phase may last.
     */
    long recordedInitNanos(Invocation recorded) {
        long init = recorded.coldStart() ? Math.clamp(recorded.initNanos(), 0, INIT_LIMIT_NANOS) : 0;
        for (Name delivery : recorded.deliveries()) {
            Delivery handed = timeline.delivery(delivery);
            Message message = handed == null ? null : timeline.message(handed.message());
            init = handed == null || message == null
                    ? 0
                    : Math.min(init, arrivalNanos(delivery, message.channel(), handed.receiveCount()));
        }
        return init;
    }

    /** Median of the recorded init phases of a function; 0 where none is recorded. */
    long usualInitNanos(String function) {
        List<Long> inits = timeline.recording().invocations().stream()
                .filter(i -> i.function().equals(function) && i.coldStart() && i.initNanos() > 0).map(Invocation::initNanos).sorted()
                .toList();
        return inits.isEmpty() ? 0 : inits.get(inits.size() / 2);
    }

    /** From acceptance to the handler's start. */
    private long arrivalNanos(Name delivery, String channel, int receiveCount) {
        Delivery recorded = timeline.delivery(delivery);
        Message then = recorded == null ? null : timeline.message(recorded.message());
        if (recorded == null || then == null || receiveCount > 1) {
            return scenario.system().channels().stream().filter(c -> c.name().equals(channel))
                    .map(SystemSpec.ChannelSpec::profile)
                    .mapToLong(p -> p.latencyMillis() * 1_000_000L).findFirst().orElse(0);
        }
        return Math.max(0, recorded.at().nanosSince(timeline.acceptance(then)));
    }

    /** Median duration of the recorded calls to a component, a millisecond if there are none. */
    long usualNanos(String component) {
        List<Long> durations = timeline.recording().calls().stream().filter(c -> c.target().equals(component))
                .filter(c -> c.answer() instanceof Call.Answered).map(timeline::durationNanos).sorted().toList();
        return durations.isEmpty() ? UNHEARD_OF_NANOS : durations.get(durations.size() / 2);
    }
}
