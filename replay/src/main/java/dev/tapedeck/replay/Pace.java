package dev.tapedeck.replay;

import dev.tapedeck.mesh.SystemSpec;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import java.util.List;

/** How long things take in a replay: as long as then, each counted from its own cause; for what was not recorded, as long as its like. */
final class Pace {

    private static final long UNHEARD_OF_NANOS = 1_000_000;

    private final Scenario scenario;
    private final Timeline timeline;

    Pace(Scenario scenario, Timeline timeline) {
        this.scenario = scenario;
        this.timeline = timeline;
    }

    /** What the segment that ends at {@code recorded} computed, less what it slept or waited for in virtual time already. */
    long chargeNanos(Name invocation, Progress of, long nowNanos, Moment recorded) {
        Timeline.Wake wake = timeline.wakeOf(invocation, recorded);
        long recordedGap = Math.max(0, recorded.nanosSince(wake.at()));
        Call woken = wake.call();
        long wokenNanos = woken == null ? of.startNanos : of.completedNanos(Timeline.key(woken.name(), woken.attempt()));
        return Math.max(0, recordedGap - Math.max(0, nowNanos - wokenNanos));
    }

    /** From acceptance to delivery. */
    long deliveryNanos(Name delivery, Message message, int receiveCount) {
        Delivery recorded = timeline.delivery(delivery);
        Message then = recorded == null ? null : timeline.message(recorded.message());
        if (recorded == null || then == null || receiveCount > 1) {
            return scenario.system().channels().stream().filter(c -> c.name().equals(message.channel()))
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
