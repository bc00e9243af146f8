package dev.tapedeck.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Backslash escapes as JavaScript, Python and JSON write them. */
final class Escapes {
    /** Escapes that JSON writers use, beside those by number. */
    private static final String SIMPLE = "\"\\/nrtbf";
    private static final String RESOLVED = "\"\\/\n\r\t\b\f";

    private Escapes() {}

    /** Appends the character that stands at {@code at}, unescaped. */
    static void append(String text, int at, StringBuilder out) {
        char c = text.charAt(at);
        if (c != '\\' || at + 1 >= text.length()) {
            out.append(c);
            return;
        }
        char escaped = text.charAt(at + 1);
        switch (escaped) {
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case '0' -> out.append('\0');
            case '\n' -> {}
            case 'u', 'x' -> {
                int code = code(text, at, escaped);
                if (code < 0) {
                    out.append(escaped);
                } else {
                    out.appendCodePoint(code);
                }
            }
            default -> out.append(escaped);
        }
    }

    /** The index after what stands at {@code at}. */
    static int after(String text, int at) {
        if (text.charAt(at) != '\\' || at + 1 >= text.length()) {
            return at + 1;
        }
        char escaped = text.charAt(at + 1);
        if ((escaped != 'u' && escaped != 'x') || code(text, at, escaped) < 0) {
            return at + 2;
        }
        return text.charAt(at + 2) == '{' ? text.indexOf('}', at) + 1 : at + 2 + digits(escaped);
    }

    private static int digits(char escaped) {
        return escaped == 'u' ? 4 : 2;
    }

    private static int code(String text, int at, char escaped) {
        int start = at + 2;
        int end = start + digits(escaped);
        if (start < text.length() && text.charAt(start) == '{') {
            start++;
            end = text.indexOf('}', start);
        }
        if (end < 0 || end > text.length() || end - start > 6 || end == start) {
            return -1;
        }
        int code = 0;
        for (int i = start; i < end; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return code <= Character.MAX_CODE_POINT ? code : -1;
    }

    /** UTF-8 with every escape resolved, as {@link #unescape(String)} resolves them. */
    static byte[] unescape(byte[] text, int from, int to) {
        byte[] out = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte b = text[i];
            if (b == '\\' && i + 1 < to) {
                int simple = SIMPLE.indexOf(text[++i]);
                if (simple < 0) {
                    return unescape(new String(text, from, to - from, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
                }
                b = (byte) RESOLVED.charAt(simple);
            }
            out[length++] = b;
        }
        return Arrays.copyOf(out, length);
    }

    /** {@code text} with every escape resolved. */
    static String unescape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at = after(text, at)) {
            append(text, at, out);
        }
        return out.toString();
    }
}
