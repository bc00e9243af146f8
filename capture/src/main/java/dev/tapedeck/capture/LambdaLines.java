package dev.tapedeck.capture;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The platform's own lines, told from the function's. Text: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html;
 * JSON: https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html.
 */
final class LambdaLines {

    private static final String ID = "([0-9a-fA-F-]{36})";
    private static final Pattern START = Pattern.compile("START RequestId: " + ID + "(?: Version: .*)?\\s*");
    private static final Pattern END = Pattern.compile("END RequestId: " + ID + "\\s*");
    private static final Pattern REPORT = Pattern.compile("REPORT RequestId: " + ID + "\\s.*", Pattern.DOTALL);
    private static final Pattern TIMED_OUT = Pattern.compile("(?:\\S+ )?" + ID + " Task timed out after [0-9.]+ seconds\\s*");
    private static final Pattern DURATION = Pattern.compile("(?<!Billed |Init )Duration: ([0-9.]+) ms");
    private static final Pattern INIT = Pattern.compile("Init Duration: ([0-9.]+) ms");
    private static final Pattern MEMORY = Pattern.compile("Memory Size: ([0-9]+) MB");
    private static final Pattern XRAY = Pattern.compile("XRAY TraceId: 1-([0-9a-f]{8})-([0-9a-f]{24})");
    private static final Pattern STATUS = Pattern.compile("Status: (\\w+)(?:\\s+Error Type: (\\S+))?");
    private static final Pattern INIT_START = Pattern.compile("INIT_(?:START Runtime Version: |REPORT Init Duration: ).*", Pattern.DOTALL);
    /** The platform's lines are short; what is longer is a function's, and no pattern is tried on it. */
    private static final int LONGEST = 2_000;

    private final Map<String, LambdaRun> runs = new LinkedHashMap<>();
    private String file = "";

    /** Where a line was found. */
    record Place(String function, String instance, long atNanos) {}

    /** Lines of {@code name} follow. An export may say nowhere which function it is of; then it is taken to be called as the file is. */
    void begin(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        String bare = last.replaceFirst("(\\.(json|jsonl|ndjson|log|txt|gz))+$", "");
        file = bare.isEmpty() ? last : bare;
    }

    Map<String, LambdaRun> runs() {
        return runs;
    }

    /** @return whether the text is a line of the platform */
    boolean text(String text, Place place) {
        char first = text.isEmpty() || text.length() > LONGEST ? ' ' : text.charAt(0);
        if (first == ' ') {
            return false;
        }
        if (first != 'S' && first != 'E' && first != 'R' && first != 'I' && !text.contains(" Task timed out after ")) {
            return false;
        }
        Matcher start = START.matcher(text);
        if (start.matches()) {
            LambdaRun run = run(start.group(1), place);
            run.startNanos = place.atNanos();
            run.starts++;
            return true;
        }
        Matcher end = END.matcher(text);
        if (end.matches()) {
            run(end.group(1), place).endNanos = place.atNanos();
            return true;
        }
        Matcher report = REPORT.matcher(text);
        if (report.matches()) {
            report(text, run(report.group(1), place), place);
            return true;
        }
        Matcher late = TIMED_OUT.matcher(text);
        if (late.matches()) {
            run(late.group(1), place).failure = "timeout";
            return true;
        }
        return INIT_START.matcher(text).matches();
    }

    private static void report(String text, LambdaRun run, Place place) {
        run.reported = true;
        run.endNanos = run.endNanos > 0 ? run.endNanos : place.atNanos();
        run.durationNanos = nanos(DURATION.matcher(text), -1);
        run.initNanos = nanos(INIT.matcher(text), 0);
        Matcher memory = MEMORY.matcher(text);
        if (memory.find()) {
            run.memoryMegabytes = Numbers.small(memory.group(1), 0, 0);
        }
        Matcher xray = XRAY.matcher(text);
        if (xray.find()) {
            run.traceId = xray.group(1) + xray.group(2);
        }
        Matcher status = STATUS.matcher(text);
        if (status.find()) {
            fail(run, status.group(1), status.group(2) == null ? "" : status.group(2));
        }
    }

    private static void fail(LambdaRun run, String status, String errorType) {
        switch (status) {
            case "timeout" -> run.failure = "timeout";
            case "error", "failure" -> run.failure = errorType.isEmpty() ? "Error" : errorType;
            default -> {
            }
        }
    }

    private static long nanos(Matcher matcher, long absent) {
        return matcher.find() ? Numbers.nanos(matcher.group(1), absent) : absent;
    }

    /** @return whether the object is an event of the platform */
    boolean json(JsonNode line, Place place) {
        String type = line.path("type").asString("");
        if (!type.startsWith("platform.") || !line.path("record").isObject()) {
            return false;
        }
        JsonNode record = line.path("record");
        String requestId = record.path("requestId").asString("");
        if (requestId.isEmpty()) {
            return true;
        }
        LambdaRun run = run(requestId, place);
        long at = Times.nanos(line.path("time").asString(""), place.atNanos());
        switch (type) {
            case "platform.start" -> {
                run.startNanos = at;
                run.starts++;
            }
            case "platform.runtimeDone" -> {
                run.endNanos = at;
                run.durationNanos = nanos(record.path("metrics").path("durationMs"), run.durationNanos);
                fail(run, record.path("status").asString(""), record.path("errorType").asString(""));
            }
            case "platform.report" -> {
                run.reported = true;
                run.endNanos = run.endNanos > 0 ? run.endNanos : at;
                run.durationNanos = nanos(record.path("metrics").path("durationMs"), run.durationNanos);
                run.initNanos = nanos(record.path("metrics").path("initDurationMs"), 0);
                run.memoryMegabytes = record.path("metrics").path("memorySizeMB").asInt(0);
                fail(run, record.path("status").asString(""), record.path("errorType").asString(""));
            }
            default -> {
            }
        }
        String trace = record.path("tracing").path("value").asString("");
        if (TraceHeader.parse(trace) instanceof TraceHeader header) {
            run.traceId = header.traceId();
        }
        return true;
    }

    private static long nanos(JsonNode millis, long absent) {
        return millis.isNumber() ? Numbers.nanos(millis.asString(), absent) : absent;
    }

    private LambdaRun run(String requestId, Place place) {
        LambdaRun run = runs.computeIfAbsent(requestId, LambdaRun::new);
        run.function = run.function.isEmpty() ? place.function() : run.function;
        run.instance = run.instance.isEmpty() ? place.instance() : run.instance;
        run.file = file;
        return run;
    }
}
