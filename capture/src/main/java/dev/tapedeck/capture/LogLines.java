package dev.tapedeck.capture;

import dev.tapedeck.recording.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Log lines of every make: JSON objects, the tab-separated lines of Lambda's Node and Python runtimes, lines that start with a time, and what the
 * platform writes between them.
 */
final class LogLines {

    private static final Pattern NODE = Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z)\\t([0-9a-fA-F-]{36}|undefined)\\t(\\w+)\\t(.*)",
            Pattern.DOTALL);
    private static final Pattern PYTHON = Pattern.compile("\\[(\\w+)]\\t(\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z)\\t([0-9a-fA-F-]{36})\\t(.*)",
            Pattern.DOTALL);
    /** {@code aws logs tail}: time, stream, message; also a bare time with a message, and a level between them. */
    private static final Pattern TAILED = Pattern
            .compile(
                    "(\\d{4}-\\d\\d-\\d\\d[T ][0-9:.,]+(?:Z|[+-]\\d\\d:?\\d\\d)?)\\s+(?:(\\d{4}/\\d\\d/\\d\\d/[^\\s\\[]*\\[[^\\]\\s]{1,80}]\\w+)\\s+)?(.*)",
                    Pattern.DOTALL);
    private static final Pattern LEVEL = Pattern.compile("\\[?(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)]?[ :\\t]+.*", Pattern.DOTALL);
    private static final int XRAY_LENGTH = 35;

    private final LambdaLines platform;
    private final Symbols symbols = new Symbols();

    LogLines(LambdaLines platform) {
        this.platform = platform;
    }

    /** A line understood: a log entry, or something of the platform's that became part of a run. */
    sealed interface Outcome {}

    record Line(LogEntry entry) implements Outcome {}

    record Platform() implements Outcome {}

    /** @return null where nothing can be made of it */
    @Nullable
    Outcome read(String text, LambdaLines.Place place) {
        String line = text.strip();
        if (line.startsWith("{")) {
            return object(line, place);
        }
        if (platform.text(line, place)) {
            return new Platform();
        }
        Matcher node = NODE.matcher(line);
        if (node.matches()) {
            return prefixed(node.group(4), Times.nanos(node.group(1), place.atNanos()), node.group(2), node.group(3), place);
        }
        Matcher python = PYTHON.matcher(line);
        if (python.matches()) {
            return prefixed(python.group(4), Times.nanos(python.group(2), place.atNanos()), python.group(3), python.group(1), place);
        }
        Matcher tailed = TAILED.matcher(line);
        if (tailed.matches() && !tailed.group(3).isEmpty()) {
            return tailed(tailed, place);
        }
        return place.function().isEmpty() ? null : plain(line, place.atNanos(), "", "", place);
    }

    private @Nullable Outcome tailed(Matcher tailed, LambdaLines.Place place) {
        long at = Times.nanos(tailed.group(1).replace(',', '.'), place.atNanos());
        String stream = tailed.group(2) == null ? place.instance() : tailed.group(2);
        String rest = tailed.group(3);
        LambdaLines.Place there = new LambdaLines.Place(place.function(), stream, at);
        if (rest.startsWith("{") || tailed.group(2) != null) {
            Outcome inner = read(rest, there);
            return inner == null ? plain(rest, at, "", "", there) : inner;
        }
        if (platform.text(rest, there)) {
            return new Platform();
        }
        Matcher level = LEVEL.matcher(rest);
        return plain(rest, at, "", level.matches() ? level.group(1) : "", there);
    }

    private Outcome prefixed(String message, long at, String requestId, String level, LambdaLines.Place place) {
        LambdaLines.Place there = new LambdaLines.Place(place.function(), place.instance(), at);
        String id = requestId.equals("undefined") ? "" : requestId;
        if (message.startsWith("{") && object(message.strip(), there) instanceof Line(LogEntry inner)) {
            return new Line(new LogEntry(inner.resource(), inner.atNanos(), inner.component(), inner.traceId(), inner.spanId(),
                    inner.requestId().isEmpty() ? id : inner.requestId(), inner.severity().isEmpty() ? level : inner.severity(),
                    inner.text(), inner.attributes()));
        }
        return plain(message, at, id, level, there);
    }

    private static Line plain(String text, long at, String requestId, String level, LambdaLines.Place place) {
        return new Line(new LogEntry(Resource.NONE, at, place.function(), "", "", requestId, level, text, Attributes.NONE));
    }

    private @Nullable Outcome object(String text, LambdaLines.Place place) {
        Map<String, String> fields;
        try {
            fields = fields(text);
        } catch (Malformed e) {
            return place.function().isEmpty() ? null : plain(text, place.atNanos(), "", "", place);
        }
        if (fields.getOrDefault("type", "").startsWith("platform.") && platform.json(Json.parseOrString(text), place)) {
            return new Platform();
        }
        if (!LogFields.isLogLine(fields) && place.function().isEmpty()) {
            return null;
        }
        String component = LogFields.first(fields, LogFields.COMPONENT);
        long at = Times.nanos(Json.MAPPER.getNodeFactory().stringNode(LogFields.first(fields, LogFields.TIME)), 0);
        return new Line(new LogEntry(Resource.NONE, at > 0 ? at : number(LogFields.first(fields, LogFields.TIME), place.atNanos()),
                place.function().isEmpty() ? component : place.function(), traceId(LogFields.first(fields, LogFields.TRACE)),
                LogFields.first(fields, LogFields.SPAN), LogFields.first(fields, LogFields.REQUEST),
                LogFields.first(fields, LogFields.LEVEL), text, Attributes.NONE));
    }

    private static long number(String text, long absent) {
        java.math.BigDecimal number = Numbers.decimal(text);
        return number == null ? absent : Times.nanos(Json.MAPPER.getNodeFactory().numberNode(number), absent);
    }

    /** An OpenTelemetry trace id, from its own spelling or from X-Ray's. */
    private static String traceId(String text) {
        return text.length() == XRAY_LENGTH && text.startsWith("1-") ? text.substring(2, 10) + text.substring(11) : text;
    }

    /** The top-level members that are no objects or arrays; of those only the key is given, with an empty value. */
    private Map<String, String> fields(String text) throws Malformed {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Cursor cursor = new Cursor(bytes, 0, bytes.length, symbols);
        Map<String, String> fields = new LinkedHashMap<>();
        cursor.openObject();
        for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
            int next = cursor.peek();
            if (next == '{' || next == '[') {
                cursor.skip();
                fields.put(key, "");
            } else {
                fields.put(key, cursor.text());
            }
        }
        if (cursor.peek() != 0) {
            throw new Malformed("something follows the JSON value");
        }
        return fields;
    }
}
