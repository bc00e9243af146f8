package dev.tapedeck.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A stream seen through a buffer that slides over it and knows the shape of JSON: it can step over a value of any length, keeping the bytes from
 * a mark on as long as they fit. So that memory is bounded by the largest element wanted, not by the longest line.
 *
 * <pre>
 *   ... read and gone | kept since mark | pos -> not yet looked at | end
 * </pre>
 *
 * It also finds the places where JSON broke off: inside a value no line may start with anything but white space, a quote or a closing bracket,
 * because no printer of JSON puts an opening bracket of something nested at the start of a line, and every line of JSON lines starts with one.
 */
final class Window {

    static final int END = -1;
    private static final int FIRST_CAPACITY = 1 << 16;
    private static final int MARK_NONE = -1;

    private final InputStream in;
    private final int limit;
    private byte[] buffer = new byte[FIRST_CAPACITY];
    private int pos;
    private int end;
    private int mark = MARK_NONE;
    private long line = 1;
    private boolean dropped;
    private boolean atLineStart = true;
    private boolean indented;

    /** @param limit the most bytes that may be kept since a mark */
    Window(InputStream in, int limit) {
        this.in = in;
        this.limit = Math.max(limit, FIRST_CAPACITY);
    }

    long line() {
        return line;
    }

    byte[] buffer() {
        return buffer;
    }

    int pos() {
        return pos;
    }

    /** Where the marked bytes begin, or -1 where they outgrew the limit and were dropped. */
    int mark() {
        return mark;
    }

    void setMark() {
        mark = pos;
        dropped = false;
    }

    /** Forgets the mark. @return whether the bytes since then had to be dropped */
    boolean clearMark() {
        mark = MARK_NONE;
        return dropped;
    }

    /** Whether nothing of this line has been taken, and it begins at its margin. */
    boolean atMargin() {
        return atLineStart && !indented;
    }

    /** Steps over line breaks. @return whether the line that is next goes on with what came before it: indented, or closing something */
    boolean atContinuation() throws IOException {
        while (peek() == '\n') {
            lineBreak();
        }
        int c = peek();
        return c == ' ' || c == '\t' || c == '}' || c == ']';
    }

    private void lineBreak() {
        line++;
        pos++;
        atLineStart = true;
        indented = false;
    }

    /** The next byte without taking it, or {@link #END}. */
    int peek() throws IOException {
        return pos < end || fill() ? buffer[pos] & 0xff : END;
    }

    void take() {
        atLineStart = false;
        pos++;
    }

    /** The next byte that is not white space, without taking it. */
    int peekToken() throws IOException {
        for (int c = peek();; c = peek()) {
            if (c == '\n') {
                lineBreak();
            } else if (c == ' ' || c == '\t' || c == '\r') {
                pos++;
                indented = true;
            } else {
                return c;
            }
        }
    }

    /** As {@link #peekToken}, inside a value: a line that starts with something new shows that the value was cut off. */
    int peekInside() throws IOException, Malformed {
        for (int c = peek();; c = peek()) {
            if (c == '\n') {
                lineBreak();
                int next = peek();
                if (next == '{' || next == '[' || (next > ' ' && "\"}],\ufeff".indexOf(next) < 0)) {
                    throw new Malformed("a JSON value is cut off at the end of the line before");
                }
            } else if (c == ' ' || c == '\t' || c == '\r') {
                pos++;
                indented = true;
            } else {
                return c;
            }
        }
    }

    void expect(char wanted) throws IOException, Malformed {
        int c = peekInside();
        if (c != wanted) {
            throw new Malformed(c == END ? "ends inside a JSON value" : "`" + wanted + "` expected");
        }
        take();
    }

    /** Steps over one JSON value, whatever its size. Brackets are counted, not matched: who reads the bytes finds the rest. */
    void skipValue() throws IOException, Malformed {
        int depth = 0;
        do {
            int c = peekInside();
            switch (c) {
                case '{', '[' -> {
                    depth++;
                    take();
                }
                case '}', ']' -> {
                    if (depth == 0) {
                        throw new Malformed("a value expected");
                    }
                    depth--;
                    take();
                }
                case '"' -> skipString();
                case ',', ':' -> {
                    if (depth == 0) {
                        throw new Malformed("a value expected");
                    }
                    take();
                }
                case END -> throw new Malformed("ends inside a JSON value");
                default -> skipScalar(c);
            }
        } while (depth > 0);
    }

    private void skipScalar(int first) throws IOException, Malformed {
        boolean possible = first == '-' || (first >= '0' && first <= '9') || first == 't' || first == 'f' || first == 'n';
        if (!possible) {
            throw new Malformed("not a JSON value");
        }
        for (int c = first; c > ' ' && ",:{}[]\"".indexOf(c) < 0; c = peek()) {
            take();
        }
    }

    /** Steps over a string whose opening quote is next. */
    void skipString() throws IOException, Malformed {
        take();
        while (true) {
            byte[] bytes = buffer;
            int p = pos;
            while (p < end && bytes[p] != '"' && bytes[p] != '\\' && (bytes[p] >= ' ' || bytes[p] < 0)) {
                p++;
            }
            pos = p;
            if (p == end) {
                if (!fill()) {
                    throw new Malformed("ends inside a string");
                }
            } else if (bytes[p] == '"') {
                pos++;
                return;
            } else if (bytes[p] == '\\') {
                pos++;
                int escaped = peek();
                if (escaped < ' ') {
                    throw new Malformed(escaped == END ? "ends inside a string" : "a line break inside a string");
                }
                pos++;
            } else {
                throw new Malformed(bytes[p] == '\n' ? "a line break inside a string" : "a control character inside a string");
            }
        }
    }

    /** Moves to the line break that ends this line, or to the end. */
    void skipLine() throws IOException {
        atLineStart = false;
        do {
            while (pos < end) {
                if (buffer[pos] == '\n') {
                    return;
                }
                pos++;
            }
        } while (fill());
    }

    private boolean fill() throws IOException {
        if (pos < end) {
            return true;
        }
        int keep = mark == MARK_NONE ? pos : mark;
        if (keep == 0 && end == buffer.length) {
            if (buffer.length < limit) {
                buffer = Arrays.copyOf(buffer, (int) Math.min(limit, buffer.length * 2L));
            } else {
                dropped = true;
                mark = MARK_NONE;
                keep = pos;
            }
        }
        slide(keep);
        int read = in.read(buffer, end, buffer.length - end);
        if (read <= 0) {
            return false;
        }
        end += read;
        return true;
    }

    private void slide(int keep) {
        if (keep == 0) {
            return;
        }
        System.arraycopy(buffer, keep, buffer, 0, end - keep);
        pos -= keep;
        end -= keep;
        if (mark != MARK_NONE) {
            mark -= keep;
        }
    }
}
