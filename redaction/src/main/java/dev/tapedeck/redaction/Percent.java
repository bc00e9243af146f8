package dev.tapedeck.redaction;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent encoding as {@code encodeURIComponent} does it. */
final class Percent {
    private static final int DEEPEST = 4;

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
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '%' && at + 2 < bytes.length && isHex((char) bytes[at + 1]) && isHex((char) bytes[at + 2])) {
                bytes[length++] = (byte) ((Character.digit(bytes[at + 1], 16) << 4) | Character.digit(bytes[at + 2], 16));
                at += 2;
            } else {
                bytes[length++] = bytes[at];
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Decoded as often as it was encoded, within reason. */
    static String decodeAll(String text) {
        String decoded = text;
        for (int round = 0; round < DEEPEST && isEncoded(decoded); round++) {
            decoded = decode(decoded);
        }
        return decoded;
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
