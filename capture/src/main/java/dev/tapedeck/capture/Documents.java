package dev.tapedeck.capture;

import dev.tapedeck.capture.Element.Context;
import dev.tapedeck.capture.Element.Kind;
import dev.tapedeck.capture.Element.Sink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Cuts a stream into {@link Element}s, whatever it is: JSON lines, one object over many lines, a top-level array, a CloudWatch export, text, or
 * one after the other. It never holds more than one element, so that an export of any size on one line is read like any other.
 *
 * <pre>
 *   { resourceSpans: [ { resource, scopeSpans: [ { spans: [ SPAN… ] } ] } ] }     likewise logs
 *   { events: [ CLOUDWATCH… ] }    { logGroup, logEvents: [ CLOUDWATCH… ] }    { Messages: [ MESSAGE… ] }
 *   { anything else } = OBJECT     [ any of these… ]     a line = TEXT
 * </pre>
 *
 * What is whole before a damage is kept; reading goes on at the next line that can start something.
 */
final class Documents {

    /** Keys that stand beside {@code events} where AWS's command line printed it; another key before it makes the object one of its own. */
    private static final Set<String> BESIDE_EVENTS = Set.of("searchedLogStreams", "searchedCompletely", "nextToken", "nextForwardToken",
            "nextBackwardToken", "$metadata", "logGroup", "logStream");
    private static final int LONGEST_KEY = 256;

    private final Window window;
    private final Sink sink;
    private final int limit;
    private final Symbols symbols = new Symbols();

    Documents(InputStream in, int limit, Sink sink) {
        this.window = new Window(in, limit);
        this.sink = sink;
        this.limit = limit;
    }

    void read() throws IOException {
        while (true) {
            int c = window.peekToken();
            if (c == Window.END) {
                return;
            }
            long line = window.line();
            try {
                document(c);
            } catch (Malformed e) {
                sink.damaged(line, e.reason());
                resume(line);
            }
        }
    }

    private void document(int c) throws IOException, Malformed {
        if (c == '{') {
            object();
        } else if (c == '[') {
            array();
        } else if (c == ',' || c == ']' || c == '}' || (c == 0xef && skippedByteOrderMark())) {
            window.take();
        } else {
            window.setMark();
            text();
        }
    }

    /** After damage: the next line that starts at its margin and closes nothing. */
    private void resume(long from) throws IOException {
        window.clearMark();
        if (window.line() == from || !window.atMargin()) {
            window.skipLine();
        }
        while (window.atContinuation()) {
            window.skipLine();
        }
    }

    /** The line that is being read, from 1. */
    long line() {
        return window.line();
    }

    private boolean skippedByteOrderMark() throws IOException {
        window.setMark();
        window.take();
        if (window.peek() == 0xbb) {
            window.take();
            if (window.peek() == 0xbf) {
                window.clearMark();
                return true;
            }
        }
        return false;
    }

    /** A line of text from the mark on. */
    private void text() throws IOException, Malformed {
        long line = window.line();
        window.skipLine();
        emit(Kind.TEXT, new Context(), line);
    }

    /** A top-level array, or a line of text in brackets. */
    private void array() throws IOException, Malformed {
        window.setMark();
        window.take();
        int c = window.peekToken();
        if (c != '{' && c != ']') {
            if (window.mark() >= 0 && c != '[') {
                text();
                return;
            }
            throw new Malformed("an array of objects expected");
        }
        window.clearMark();
        while (c != ']') {
            if (c != '{') {
                throw new Malformed(c == Window.END ? "ends inside an array" : "an object expected");
            }
            object();
            c = window.peekToken();
            if (c == ',') {
                window.take();
                c = window.peekToken();
            }
        }
        window.take();
    }

    private void object() throws IOException, Malformed {
        long line = window.line();
        Context context = new Context();
        window.setMark();
        window.take();
        boolean container = false;
        boolean besideEvents = true;
        for (int c = window.peekInside(); c != '}'; c = comma()) {
            String key = key();
            window.expect(':');
            switch (key) {
                case "resourceSpans", "resourceLogs", "resourceMetrics" -> {
                    window.clearMark();
                    container = true;
                    each(this::group);
                }
                case "events" -> container |= elements(besideEvents ? Kind.CLOUDWATCH : Kind.OBJECT, context);
                case "logEvents" -> container |= elements(Kind.CLOUDWATCH, context);
                case "Messages" -> container |= elements(Kind.MESSAGE, context);
                case "logGroup" -> context.logGroup = string();
                case "logStream" -> context.logStream = string();
                default -> window.skipValue();
            }
            besideEvents &= BESIDE_EVENTS.contains(key);
        }
        window.take();
        if (container) {
            window.clearMark();
        } else {
            emit(Kind.OBJECT, context, line);
        }
    }

    /** The elements of an array; false (and nothing taken) where the value is none, so that the object stands for itself. */
    private boolean elements(Kind kind, Context context) throws IOException, Malformed {
        if (kind == Kind.OBJECT || window.peekInside() != '[') {
            window.skipValue();
            return false;
        }
        window.clearMark();
        each(() -> element(kind, context));
        return true;
    }

    private void element(Kind kind, Context context) throws IOException, Malformed {
        long line = window.line();
        window.setMark();
        window.skipValue();
        emit(kind, context, line);
    }

    /** One entry of {@code resourceSpans} and its like. */
    private void group() throws IOException, Malformed {
        Context context = new Context();
        members(key -> {
            switch (key) {
                case "resource" -> {
                    resource(context);
                }
                case "scopeSpans", "scopeLogs", "instrumentationLibrarySpans" -> each(() -> scope(context));
                default -> window.skipValue();
            }
        });
    }

    private void resource(Context context) throws IOException, Malformed {
        long line = window.line();
        window.setMark();
        window.skipValue();
        if (window.mark() >= 0) {
            context.resource.spelled(Arrays.copyOfRange(window.buffer(), window.mark(), window.pos()), symbols);
        }
        if (window.clearMark()) {
            sink.damaged(line, "a resource of more than " + limit / (1 << 20) + " MB");
        }
    }

    private void scope(Context context) throws IOException, Malformed {
        members(key -> {
            switch (key) {
                case "spans" -> each(() -> element(Kind.SPAN, context));
                case "logRecords" -> each(() -> element(Kind.LOG_RECORD, context));
                default -> window.skipValue();
            }
        });
    }

    private interface Step {
        void run() throws IOException, Malformed;
    }

    private interface Member {
        void run(String key) throws IOException, Malformed;
    }

    private void each(Step step) throws IOException, Malformed {
        window.expect('[');
        int c = window.peekInside();
        while (c != ']') {
            step.run();
            c = window.peekInside();
            if (c == ',') {
                window.take();
                c = window.peekInside();
            } else if (c != ']') {
                throw new Malformed(c == Window.END ? "ends inside an array" : "`,` expected");
            }
        }
        window.take();
    }

    private void members(Member member) throws IOException, Malformed {
        window.expect('{');
        for (int c = window.peekInside(); c != '}'; c = comma()) {
            String key = key();
            window.expect(':');
            member.run(key);
        }
        window.take();
    }

    /** After a member: the next byte that matters, a comma taken. */
    private int comma() throws IOException, Malformed {
        int c = window.peekInside();
        if (c == ',') {
            window.take();
            return window.peekInside();
        }
        if (c != '}') {
            throw new Malformed(c == Window.END ? "ends inside an object" : "`,` expected");
        }
        return c;
    }

    private String key() throws IOException, Malformed {
        if (window.peekInside() != '"') {
            throw new Malformed("a key in quotes expected");
        }
        StringBuilder key = new StringBuilder();
        window.take();
        for (int c = window.peek(); c != '"'; c = window.peek()) {
            if (c < ' ' || key.length() > LONGEST_KEY) {
                throw new Malformed("a key in quotes expected");
            }
            key.append((char) c);
            window.take();
            if (c == '\\' && window.peek() >= ' ') {
                key.append((char) window.peek());
                window.take();
            }
        }
        window.take();
        return key.toString();
    }

    /** A string that is wanted at once: the mark moves to it, unless the object round it may still be wanted whole. */
    private String string() throws IOException, Malformed {
        if (window.peekInside() != '"') {
            window.skipValue();
            return "";
        }
        boolean nested = window.mark() >= 0;
        if (!nested) {
            window.setMark();
        }
        int offset = window.pos() - window.mark();
        window.skipString();
        String text = window.mark() < 0
                ? ""
                : new String(window.buffer(), window.mark() + offset + 1, window.pos() - window.mark() - offset - 2,
                        StandardCharsets.UTF_8);
        if (!nested) {
            window.clearMark();
        }
        return text;
    }

    private void emit(Kind kind, Context context, long line) throws Malformed {
        int start = window.mark();
        int end = window.pos();
        if (window.clearMark()) {
            sink.damaged(line, "an element of more than " + limit / (1 << 20) + " MB");
            return;
        }
        try {
            sink.take(new Element(kind, context, window.buffer(), start, end, line));
        } catch (Malformed e) {
            sink.damaged(line, e.reason());
        }
    }
}
