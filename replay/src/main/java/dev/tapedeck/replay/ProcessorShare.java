package dev.tapedeck.replay;

import dev.tapedeck.mesh.SystemSpec;
import dev.tapedeck.recording.Environment.FunctionEnvironment;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Name;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long computing takes with another memory size than the recorded one. A function's share of a processor is its memory over 1,769 MB, where it
 * has one (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html); one thread can use no more than that.
 */
final class ProcessorShare {

    private static final double MEGABYTES_OF_ONE = 1_769;

    private final SortedMap<String, Double> factors = new TreeMap<>();

    ProcessorShare(Scenario scenario) {
        for (SystemSpec.FunctionSpec function : scenario.system().functions()) {
            int then = recordedMegabytes(scenario, function.name());
            if (then > 0 && then != function.memoryMegabytes()) {
                factors.put(function.name(), of(then) / of(function.memoryMegabytes()));
            }
        }
    }

    /** 0 where nobody recorded it. */
    static int recordedMegabytes(Scenario scenario, String function) {
        return scenario.recording().environment().functions().stream().filter(known -> known.function().equals(function))
                .mapToInt(FunctionEnvironment::memoryMegabytes).findFirst().orElse(0);
    }

    private static double of(int megabytes) {
        return Math.min(1, megabytes / MEGABYTES_OF_ONE);
    }

    /** What {@code recorded} nanoseconds of compute of an invocation are with the memory that its function has now. */
    long nanos(Name invocation, Timeline timeline, long recorded) {
        Invocation of = timeline.invocation(invocation);
        Double factor = of == null ? null : factors.get(of.function());
        return factor == null ? recorded : Math.round(recorded * factor);
    }
}
