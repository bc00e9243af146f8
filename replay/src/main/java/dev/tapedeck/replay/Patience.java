package dev.tapedeck.replay;

import dev.tapedeck.kernel.Halt;
import dev.tapedeck.kernel.Limits;
import dev.tapedeck.kernel.VirtualTime;
import dev.tapedeck.mesh.Run;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How long a replay goes on. What the recording's window could not hold is not waited for: a message that a queue without dead letters would
 * deliver for ever is left there, and a run that invokes without end is cut off. Either is said in the report.
 */
final class Patience {

    /** A run may take this much longer than the recording in virtual time: queues' retries with long visibility are part of an answer. */
    private static final long VIRTUAL_NANOS = 48L * 3600 * 1_000_000_000;
    static final long MOST_STEPS = 5_000_000;
    /** Steps between two looks at what has come of the run; each time twice as many. */
    private static final long FIRST_LOOK = 1_000;
    private static final int RECEIVES_BEYOND = 16;
    private static final int INVOCATIONS_BEYOND = 1_000;
    private static final int INVOCATIONS_EACH = 20;

    private final Recording recording;
    private final Findings findings;
    private final SortedMap<Name, Integer> receives = new TreeMap<>();
    private final SortedMap<String, Integer> invocations = new TreeMap<>();
    private final TreeSet<String> said = new TreeSet<>();
    private final long windowNanos;

    Patience(Recording recording, Findings findings) {
        this.recording = recording;
        this.findings = findings;
        this.windowNanos = Math.max(0, recording.to().nanosSince(recording.from()));
        for (Delivery delivery : recording.deliveries()) {
            receives.merge(delivery.message(), delivery.receiveCount(), Math::max);
        }
    }

    /** Runs to the end, or for as long as there is patience. */
    Run toTheEnd(Function<Limits, Run> run) {
        VirtualTime until = new VirtualTime(windowNanos + VIRTUAL_NANOS);
        for (long steps = FIRST_LOOK;; steps *= 2) {
            Run sofar = run.apply(new Limits(Math.min(steps, MOST_STEPS), until));
            boolean goesOn = sofar.ending() instanceof Run.CutOff(Halt halt) && halt == Halt.STEP_LIMIT && steps < MOST_STEPS;
            if (!goesOn || exhausted()) {
                return sofar;
            }
        }
    }

    void invoked(String function) {
        invocations.merge(function, 1, Integer::sum);
    }

    private boolean exhausted() {
        return total() > INVOCATIONS_BEYOND + INVOCATIONS_EACH * recording.invocations().size();
    }

    private int total() {
        return invocations.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** What is missing where a run was cut off. */
    Gap cutOff(Halt halt) {
        String most = invocations.entrySet().stream().max(java.util.Map.Entry.comparingByValue())
                .map(e -> "; `" + e.getKey() + "` alone ran " + e.getValue() + " times").orElse("");
        String reason = exhausted()
                ? "it had invoked " + total() + " times, and the recording " + recording.invocations().size()
                : halt == Halt.TIME_LIMIT
                        ? "48 hours of virtual time had passed since the recording's end"
                        : MOST_STEPS + " steps were made";
        return new Gap(Gap.Kind.UNCONNECTED, null, "", "the run was cut off: " + reason + most,
                "something goes on for ever; look at what calls it with `tapedeck inspect` of the replay's own recording (`-o`)");
    }

    /** Whether a message that came back so often, after all that was recorded, is not worth another delivery. */
    boolean givesUp(Message message, String subscription, int receiveCount, long nowNanos) {
        boolean enough = nowNanos > windowNanos && receiveCount > receives.getOrDefault(message.name(), 1) + RECEIVES_BEYOND;
        if (enough && said.add(message.channel() + "\n" + subscription)) {
            findings.remark("`" + subscription + "` failed " + (receiveCount - 1) + " times on one message of `" + message.channel()
                    + "`, which has no `maxReceives`: it was left there, beyond what the recording's window could hold");
        }
        return enough;
    }
}
