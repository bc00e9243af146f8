package dev.tapedeck.capture;

import dev.tapedeck.recording.Invocation;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * How an invocation ended as far as its own lines say: the error that Lambda's runtimes write of a handler that threw, or a last line whose status is
 * a failure. Lines that say nothing of the kind prove nothing.
 */
final class LoggedResult {

    private static final Set<String> FAILED = Set.of("error", "failed", "failure", "timed_out", "timeout", "rejected", "aborted");
    /** Node: {@code Invoke Error {"errorType":…}}; Python: {@code [ERROR] KeyError: 'x'}. */
    private static final Pattern UNCAUGHT = Pattern
            .compile("(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\\s*\\{\"errorType\":\"(\\w{1,80})\"|"
                    + "\\[ERROR] (\\w{1,80}): ");

    private LoggedResult() {}

    static Invocation.Result of(List<LogEntry> lines) {
        for (LogEntry log : lines) {
            Matcher uncaught = UNCAUGHT.matcher(log.text());
            if (uncaught.lookingAt()) {
                return new Invocation.Raised(uncaught.group(1) == null ? uncaught.group(2) : uncaught.group(1), "");
            }
        }
        String last = lines.stream().filter(log -> log.atNanos() > 0).max(Comparator.comparingLong(LogEntry::atNanos))
                .map(LoggedResult::status).orElse("");
        return FAILED.contains(last.toLowerCase(Locale.ROOT)) ? new Invocation.Raised(last, "") : new Invocation.Unknown();
    }

    private static String status(LogEntry log) {
        JsonNode line = log.object();
        return line == null ? "" : line.path("status").asString("");
    }
}
