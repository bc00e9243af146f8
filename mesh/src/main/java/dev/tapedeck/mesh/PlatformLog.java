package dev.tapedeck.mesh;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Telemetry;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The lines that Lambda itself writes about each invocation, with virtual figures, as text
 * (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html) and marked by the type of the event that they stand for
 * (https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html), so that nobody takes them for the function's own.
 *
 * <pre>
 *   START RequestId: … Version: $LATEST
 *   END RequestId: …
 *   REPORT RequestId: …  Duration: 42.50 ms  Billed Duration: 253 ms  Memory Size: 256 MB  Max Memory Used: 256 MB  Init Duration: 210.00 ms
 * </pre>
 *
 * Init is billed since August 2025 (https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/). How much memory a guest
 * used is not measured: the size of its memory stands there.
 */
final class PlatformLog {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final String SEPARATOR = "\t";

    private final World world;
    private final SystemSpec.FunctionSpec function;

    PlatformLog(World world, SystemSpec.FunctionSpec function) {
        this.world = world;
        this.function = function;
    }

    void start(Running run) {
        line(run, "platform.start", "START RequestId: " + run.requestId + " Version: $LATEST\n");
    }

    /** An init phase came to no good: the first one, or the one within the invocation. */
    void initFailed(Running run, long nanos, Invocation.Result result) {
        line(run, "platform.initReport", "INIT_REPORT Init Duration: " + millis(nanos) + " ms" + SEPARATOR + "Phase: "
                + (run.initWithin ? "invoke" : "init") + status(result, true) + "\n");
    }

    void end(Running run, Invocation.Result result) {
        long nanos = world.now() - run.startNanos;
        boolean init = run.cold && !run.initWithin;
        if (result instanceof Invocation.TimedOut) {
            line(run, "platform.runtimeDone", world.moment().iso() + " " + run.requestId + " Task timed out after "
                    + String.format(Locale.ROOT, "%.2f", function.timeoutMillis() / 1e3) + " seconds\n");
        }
        line(run, "platform.runtimeDone", "END RequestId: " + run.requestId + "\n");
        long billed = (long) Math.ceil((nanos + (init ? run.initNanos : 0)) / NANOS_PER_MILLI);
        line(run, "platform.report", "REPORT RequestId: " + run.requestId + SEPARATOR + "Duration: " + millis(nanos) + " ms" + SEPARATOR
                + "Billed Duration: " + billed + " ms" + SEPARATOR + "Memory Size: " + function.memoryMegabytes() + " MB" + SEPARATOR
                + "Max Memory Used: " + function.memoryMegabytes() + " MB"
                + (init ? SEPARATOR + "Init Duration: " + millis(run.initNanos) + " ms" : "") + status(result, false) + "\n");
    }

    /** Of what a handler threw a report says nothing; of what ended the runtime it does. */
    private static String status(Invocation.Result result, boolean ofInit) {
        return switch (result) {
            case Invocation.TimedOut timedOut -> SEPARATOR + "Status: timeout";
            case Invocation.Raised raised when ofInit || raised.errorType().startsWith("Runtime.") ->
                SEPARATOR + "Status: error" + SEPARATOR + "Error Type: " + raised.errorType();
            case Invocation.Raised raised -> "";
            case Invocation.Returned returned -> "";
            case Invocation.Unknown unknown -> "";
        };
    }

    private void line(Running run, String type, String text) {
        SortedMap<String, String> attributes = new TreeMap<>();
        attributes.put(Telemetry.LogLine.PLATFORM_EVENT, type);
        Moment at = world.moment();
        world.ledger
                .platform(new Telemetry.LogLine(at, function.name(), run.work.invocation(), "INFO", Json.parseOrString(text), attributes));
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.2f", nanos / NANOS_PER_MILLI);
    }
}
