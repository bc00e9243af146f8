package dev.tapedeck.redaction;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent encoding as {@code encodeURIComponent} does it. */
final class Percent {
    private Percent() {}

    static boolean isEncoded(String text) {
        int percent = text.indexOf('%');
        while (percent >= 0 && percent + 2 < text.length()) {
            if (isHex(text.charAt(percent + 1)) && isHex(text.charAt(percent + 2))) {
                return true;
            }
            percent = text.indexOf('%', percent + 1);
        }
        return false;
    }

    /** What is not an escape stays. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] out = new byte[text.length() * 3];
        int length = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '%' && at + 2 < text.length() && isHex(text.charAt(at + 1)) && isHex(text.charAt(at + 2))) {
                out[length++] = (byte) ((Character.digit(text.charAt(at + 1), 16) << 4) | Character.digit(text.charAt(at + 2), 16));
                at += 3;
            } else {
                int end = at + (Character.isHighSurrogate(c) && at + 1 < text.length() ? 2 : 1);
                byte[] utf8 = text.substring(at, end).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(utf8, 0, out, length, utf8.length);
                length += utf8.length;
                at = end;
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        HexFormat hex = HexFormat.of().withUpperCase();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Tokens.isTokenChar(c) || "-_.!~*'()".indexOf(c) >= 0);
            if (plain) {
                out.append(c);
            } else {
                out.append('%').append(hex.toHexDigits(b));
            }
        }
        return out.toString();
    }

    private static boolean isHex(char c) {
        return c < 0x80 && Character.digit(c, 16) >= 0;
    }
}
