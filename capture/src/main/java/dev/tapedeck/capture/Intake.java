package dev.tapedeck.capture;

import dev.tapedeck.recording.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Takes the elements of every source in and sorts them: spans, log lines, lines of the platform, payloads, and what is not understood. */
final class Intake implements Element.Sink {

    private static final int DAMAGE_NAMED = 100;
    private static final String FUNCTION_LOGS = "/aws/lambda/";

    final List<SpanEntry> spans = new ArrayList<>();
    final List<LogEntry> logs = new ArrayList<>();
    final List<PayloadEntry> payloads = new ArrayList<>();
    final List<ReadReport.Damage> damage = new ArrayList<>();
    final Shapes shapes = new Shapes();
    final LambdaLines platform = new LambdaLines();
    private final Symbols symbols = new Symbols();
    private final OtlpReader otlp = new OtlpReader();
    private final LogLines lines = new LogLines(platform);
    private String source = "";
    private boolean strict;
    private long damaged;
    private long understood;

    void begin(String name, boolean refuseDamage) {
        source = name;
        strict = refuseDamage;
        understood = 0;
        platform.begin(name);
    }

    /** Elements of the present source that meant something. */
    long understood() {
        return understood;
    }

    long damagedLines() {
        return damaged;
    }

    @Override
    public void damaged(long line, String reason) {
        damaged++;
        ReadReport.Damage found = new ReadReport.Damage(source, line, reason);
        if (strict) {
            throw new CaptureException("`" + source + "`, line " + line + ", is damaged: " + reason,
                    "repair the line, or read without --strict: damaged lines are then skipped and counted");
        }
        if (damage.size() < DAMAGE_NAMED) {
            damage.add(found);
        }
    }

    @Override
    public void take(Element element) throws Malformed {
        if (!Utf8.valid(element.buffer(), element.start(), element.end())) {
            throw new Malformed("not UTF-8");
        }
        switch (element.kind()) {
            case SPAN -> {
                spans.add(otlp.span(element));
                understood++;
            }
            case LOG_RECORD -> {
                log(otlp.log(element));
                understood++;
            }
            case CLOUDWATCH -> cloudWatch(element);
            case MESSAGE -> payload(element, "");
            case OBJECT -> object(element);
            case TEXT -> text(element);
        }
    }

    /** A record of an OpenTelemetry collector may carry any log line, also the platform's. */
    private void log(LogEntry entry) {
        LambdaLines.Place place = new LambdaLines.Place(entry.owner(), entry.resource().attributes().text("faas.instance", ""),
                entry.atNanos());
        boolean ofPlatform = entry.text().startsWith("{")
                ? entry.text().contains("\"platform.")
                        && platform.json(Json.parseOrString(entry.text()), place)
                : platform.text(entry.text(), place);
        if (!ofPlatform) {
            logs.add(entry);
        }
    }

    private void cloudWatch(Element element) throws Malformed {
        String message = "";
        String stream = element.context().logStream;
        String group = element.context().logGroup;
        long at = 0;
        Cursor cursor = new Cursor(element.buffer(), element.start(), element.end(), symbols);
        cursor.openObject();
        for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
            switch (key) {
                case "message" -> message = cursor.text();
                case "logStreamName" -> stream = cursor.symbol();
                case "logGroupName", "logGroupIdentifier" -> group = cursor.symbol();
                case "timestamp" -> at = cursor.number();
                default -> cursor.skip();
            }
        }
        LambdaLines.Place place = new LambdaLines.Place(function(group), stream, Numbers.nanosOfMillis(at));
        if (message.isEmpty() || !line(message, place)) {
            shapes.object(element.buffer(), element.start(), element.end(), symbols);
        }
    }

    private static String function(String group) {
        int at = group.indexOf(FUNCTION_LOGS);
        return at < 0 ? group.substring(group.lastIndexOf('/') + 1) : group.substring(at + FUNCTION_LOGS.length());
    }

    private boolean line(String text, LambdaLines.Place place) {
        return switch (lines.read(text, place)) {
            case LogLines.Line(LogEntry entry) -> {
                logs.add(entry);
                understood++;
                yield true;
            }
            case LogLines.Platform platformLine -> {
                understood++;
                yield true;
            }
            case null -> false;
        };
    }

    private void object(Element element) throws Malformed {
        if (isPayload(element)) {
            payload(element, "");
            return;
        }
        String text = new String(element.buffer(), element.start(), element.end() - element.start(), StandardCharsets.UTF_8);
        if (!line(text, new LambdaLines.Place("", "", 0))) {
            shapes.object(element.buffer(), element.start(), element.end(), symbols);
        }
    }

    /** Whether an object that stands alone is an event, or a message of a queue. */
    private boolean isPayload(Element element) throws Malformed {
        Cursor cursor = new Cursor(element.buffer(), element.start(), element.end(), symbols);
        boolean body = false;
        boolean id = false;
        cursor.openObject();
        for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
            switch (key) {
                case "Records", "requestContext", "detail-type" -> {
                    return true;
                }
                case "Body" -> body = true;
                case "MessageId" -> id = true;
                default -> {
                }
            }
            cursor.skip();
        }
        return body && id;
    }

    private void payload(Element element, String requestId) throws Malformed {
        try {
            JsonNode event = Json.MAPPER.readTree(element.buffer(), element.start(), element.end() - element.start());
            payloads.add(new PayloadEntry(event, requestId));
            understood++;
        } catch (JacksonException e) {
            throw new Malformed("not JSON");
        }
    }

    private void text(Element element) throws Malformed {
        for (int i = element.start(); i < element.end(); i++) {
            if (element.buffer()[i] == 0) {
                throw new Malformed("NUL bytes, as a file has that was being written when its machine stopped");
            }
        }
        String text = new String(element.buffer(), element.start(), element.end() - element.start(), StandardCharsets.UTF_8);
        if (!line(text, new LambdaLines.Place("", "", 0))) {
            shapes.text(element.buffer(), element.start(), element.end());
        }
    }

    /** A bare event of any shape, as a directory of payloads holds them. */
    void bareEvent(JsonNode event, @Nullable String requestId) {
        payloads.add(new PayloadEntry(event, requestId == null ? "" : requestId));
    }
}
