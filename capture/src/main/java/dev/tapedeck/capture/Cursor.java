package dev.tapedeck.capture;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Walks over JSON in an array of bytes without making a tree of it: what is not wanted is stepped over, what is wanted later is remembered by
 * its place. Strict about structure; whoever parses a value finally finds out about the rest.
 */
final class Cursor {

    private final byte[] bytes;
    private final int end;
    private final Symbols symbols;
    private int pos;

    Cursor(byte[] bytes, int start, int end, Symbols symbols) {
        this.bytes = bytes;
        this.pos = start;
        this.end = end;
        this.symbols = symbols;
    }

    int pos() {
        return pos;
    }

    /** The next byte that is not white space, 0 at the end. */
    int peek() {
        while (pos < end && bytes[pos] <= ' ' && bytes[pos] >= 0) {
            pos++;
        }
        return pos < end ? bytes[pos] : 0;
    }

    /** Steps into an object. */
    void openObject() throws Malformed {
        open('{');
    }

    void openArray() throws Malformed {
        open('[');
    }

    private void open(char bracket) throws Malformed {
        if (peek() != bracket) {
            throw new Malformed("`" + bracket + "` expected");
        }
        pos++;
    }

    /** The key of the next member, its value being next; null where the object ends. */
    @Nullable
    String nextKey() throws Malformed {
        if (peek() == ',') {
            pos++;
        }
        if (peek() == '}') {
            pos++;
            return null;
        }
        if (peek() != '"') {
            throw new Malformed("a key in quotes expected");
        }
        int start = pos + 1;
        skipString();
        String key = symbols.of(bytes, start, pos - 1);
        if (peek() != ':') {
            throw new Malformed("`:` expected");
        }
        pos++;
        return key;
    }

    /** Whether the array has another element, which is next. */
    boolean nextElement() throws Malformed {
        if (peek() == ',') {
            pos++;
        }
        if (peek() == ']') {
            pos++;
            return false;
        }
        if (peek() == 0) {
            throw new Malformed("ends inside an array");
        }
        return true;
    }

    /** Steps over the next value. */
    void skip() throws Malformed {
        int depth = 0;
        do {
            switch (peek()) {
                case '{', '[' -> {
                    depth++;
                    pos++;
                }
                case '}', ']' -> {
                    if (depth == 0) {
                        throw new Malformed("a value expected");
                    }
                    depth--;
                    pos++;
                }
                case '"' -> skipString();
                case ',', ':' -> pos++;
                case 0 -> throw new Malformed("ends inside a JSON value");
                default -> skipScalar();
            }
        } while (depth > 0);
    }

    private void skipScalar() {
        while (pos < end && bytes[pos] > ' ' && ",:{}[]\"".indexOf(bytes[pos]) < 0) {
            pos++;
        }
        if (pos < end && bytes[pos] < 0) {
            pos++;
        }
    }

    private void skipString() throws Malformed {
        int p = pos + 1;
        while (p < end && bytes[p] != '"') {
            p += bytes[p] == '\\' ? 2 : 1;
        }
        if (p >= end) {
            throw new Malformed("ends inside a string");
        }
        pos = p + 1;
    }

    /** The next value as text: a string decoded, anything else as it is spelled; "" for null. */
    String text() throws Malformed {
        boolean quoted = peek() == '"';
        int start = pos;
        skip();
        String text = quoted ? decoded(bytes, start + 1, pos - 1) : new String(bytes, start, pos - start, StandardCharsets.UTF_8);
        return !quoted && text.equals("null") ? "" : text;
    }

    /** The next value as a symbol: a string that recurs. */
    String symbol() throws Malformed {
        if (peek() != '"') {
            return text();
        }
        int start = pos + 1;
        skipString();
        return symbols.of(bytes, start, pos - 1);
    }

    /** A 64-bit number, given as such or (as OTLP does) as a string; 0 for null. */
    long number() throws Malformed {
        String text = text();
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Malformed("a whole number expected");
        }
    }

    /** The characters of a JSON string whose content stands in {@code [start, end)}. */
    static String decoded(byte[] bytes, int start, int end) throws Malformed {
        int plain = start;
        while (plain < end && bytes[plain] != '\\') {
            plain++;
        }
        if (plain == end) {
            return new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }
        byte[] out = new byte[end - start];
        int length = plain - start;
        System.arraycopy(bytes, start, out, 0, length);
        StringBuilder text = null;
        int p = plain;
        while (p < end) {
            byte next = bytes[p++];
            if (next != '\\') {
                out[length++] = next;
                continue;
            }
            byte letter = bytes[p++];
            if (letter == 'u') {
                if (text == null) {
                    text = new StringBuilder(end - start);
                }
                text.append(new String(out, 0, length, StandardCharsets.UTF_8));
                length = 0;
                text.append(unit(bytes, p, end));
                p += 4;
            } else {
                out[length++] = escaped(letter);
            }
        }
        String rest = new String(out, 0, length, StandardCharsets.UTF_8);
        return text == null ? rest : text.append(rest).toString();
    }

    private static char unit(byte[] bytes, int start, int end) throws Malformed {
        int value = 0;
        for (int i = start; i < start + 4; i++) {
            int digit = i < end ? Character.digit(bytes[i], 16) : -1;
            if (digit < 0) {
                throw new Malformed("`\\u` without four hexadecimal digits");
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    private static byte escaped(byte letter) throws Malformed {
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '"', '\\', '/' -> letter;
            default -> throw new Malformed("an escape that JSON does not have");
        };
    }
}
