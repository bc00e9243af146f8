package dev.tapedeck.capture;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings the time stamps of every host to one clock: the provider's, which messages ({@code SentTimestamp}) and answers ({@code Date}) carry, or where
 * there is none that of the host which the fewest others contradict. What happened before what is known from causes alone: a request was sent before it
 * was served, and a message before it was received.
 */
final class Clocks {

    private static final String PROVIDER = "\0provider";
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long STALE_DATE = 2 * SECOND;
    private static final double CERTAIN = 1;
    private static final Pattern DATE = Pattern.compile("\"date\":\"([^\"]{10,40})\"");

    private final ClockBounds bounds = new ClockBounds();
    private final Wiring wiring;

    private Clocks(Wiring wiring) {
        this.wiring = wiring;
    }

    /** How far one clock is ahead of the common one, negative where it is behind. */
    record Skew(String clock, long aheadNanos, int evidence) {
        String sentence() {
            return String.format(Locale.ROOT,
                    "the clock of %s is %.3f s %s, by %d events whose order is known: its time stamps were corrected", clock,
                    Math.abs(aheadNanos) / 1e9, aheadNanos > 0 ? "ahead" : "behind", evidence);
        }
    }

    /** Estimates the skews and corrects every span and line by them. */
    static List<Skew> correct(TelemetryIndex index, Runs runs, Wiring wiring) {
        Clocks clocks = new Clocks(wiring);
        runs.all().forEach(clocks::observe);
        SortedMap<String, Long> ahead = clocks.bounds.ahead(PROVIDER);
        if (!ahead.isEmpty()) {
            Set<Resource> resources = new HashSet<>();
            index.spans().forEach(span -> resources.add(span.resource()));
            index.logs().forEach(log -> resources.add(log.resource()));
            resources.forEach(resource -> resource.ahead(ahead.getOrDefault(resource.clock(), 0L)));
        }
        List<Skew> skews = new ArrayList<>();
        ahead.forEach((clock, nanos) -> skews.add(new Skew(clock, nanos, clocks.bounds.seen(clock))));
        return skews;
    }

    private void observe(Run run) {
        if (run.span() != null) {
            wiring.of(run).forEach(joined -> received(run.span(), joined));
        }
        for (SpanEntry call : run.callSpans()) {
            boolean answered = call.attributes().has("http.response.status_code");
            if (answered && call.attributes().has("rpc.method")) {
                dated(call);
            }
            for (SpanEntry server : wiring.runs().serversOf(call)) {
                served(call, server, answered);
            }
        }
    }

    private void received(SpanEntry receiver, Wiring.Joined joined) {
        Received message = joined.received();
        long precision = message.inner() == null && message.kind() == dev.tapedeck.recording.Component.Kind.BUS ? SECOND : MILLI;
        bounds.before(PROVIDER, message.sentNanos(), receiver.resource().clock(), receiver.startNanos());
        Wiring.Cause cause = joined.cause();
        if (cause == null || cause.confidence() < CERTAIN || cause.ambiguous()) {
            return;
        }
        SpanEntry call = cause.send().call();
        bounds.before(call.resource().clock(), call.startNanos(), receiver.resource().clock(), receiver.startNanos());
        if (message.sentNanos() > 0 && !cause.forwarded()) {
            bounds.before(call.resource().clock(), call.startNanos(), PROVIDER, message.sentNanos() + precision);
            if (cause.send().outgoing().answeredWell()) {
                bounds.before(PROVIDER, message.sentNanos(), call.resource().clock(), call.endNanos());
            }
        }
    }

    private void served(SpanEntry call, SpanEntry server, boolean answered) {
        String caller = call.resource().clock();
        bounds.before(caller, call.startNanos(), server.resource().clock(), server.startNanos());
        if (answered) {
            bounds.before(server.resource().clock(), server.startNanos(), caller, call.endNanos());
        }
    }

    /** An answer says when it was made, to the second; servers make that header once a second or so, and use it until they make the next. */
    private void dated(SpanEntry call) {
        Matcher date = DATE.matcher(call.attributes().text("tapedeck.response.headers", ""));
        long made = date.find() ? date(date.group(1)) : 0;
        if (made > 0) {
            String caller = call.resource().clock();
            bounds.before(caller, call.startNanos(), PROVIDER, made + STALE_DATE);
            bounds.before(PROVIDER, made, caller, call.endNanos());
        }
    }

    private static long date(String text) {
        try {
            return text.isEmpty() ? 0 : Times.nanos(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeParseException | ArithmeticException e) {
            return 0;
        }
    }
}
