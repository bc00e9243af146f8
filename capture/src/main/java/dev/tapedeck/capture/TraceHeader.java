package dev.tapedeck.capture;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Trace context that travelled with a message, in either notation: W3C {@code traceparent}, or AWS's
 * {@code Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1}, whose root is an OpenTelemetry trace id with two hyphens
 * (https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader). The sampled flag is not looked at: an
 * unsampled header still names what it follows from.
 *
 * @param spanId "" where the header names none
 */
record TraceHeader(String traceId, String spanId) {

    private static final Pattern ROOT = Pattern.compile("(?:^|;)\\s*Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?=;|$)");
    private static final Pattern PARENT = Pattern.compile("(?:^|;)\\s*Parent=([0-9a-f]{16})(?=;|$)");
    private static final Pattern W3C = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}.*");

    static @Nullable TraceHeader parse(String header) {
        Matcher w3c = W3C.matcher(header);
        if (w3c.matches()) {
            return new TraceHeader(w3c.group(1), w3c.group(2));
        }
        Matcher root = ROOT.matcher(header);
        if (!root.find()) {
            return null;
        }
        Matcher parent = PARENT.matcher(header);
        return new TraceHeader(root.group(1) + root.group(2), parent.find() ? parent.group(1) : "");
    }
}
