package dev.tapedeck.capture;

import java.nio.charset.StandardCharsets;

/**
 * A value looked for in telemetry's bytes, wherever it stands: in a payload, in JSON within JSON, in a URL. Found only as a whole word, so that
 * {@code order-1} is not found in {@code order-12}.
 */
@SuppressWarnings("ArrayRecordComponent") // spelled once in each form, never compared
record Needle(String value, byte[] bytes) {

    Needle(String value) {
        this(value, value.getBytes(StandardCharsets.UTF_8));
    }

    boolean in(Attributes attributes) {
        byte[] hay = attributes.bytes();
        for (int at = indexOf(hay, 0); at >= 0; at = indexOf(hay, at + 1)) {
            boolean starts = at == 0 || !isWord(hay[at - 1]) || (at > 1 && hay[at - 2] == '\\');
            boolean ends = at + bytes.length == hay.length || !isWord(hay[at + bytes.length]);
            if (starts && ends) {
                return true;
            }
        }
        return false;
    }

    boolean in(String text) {
        for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
            int end = at + value.length();
            if ((at == 0 || !isWord(text.charAt(at - 1))) && (end == text.length() || !isWord(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private int indexOf(byte[] hay, int from) {
        if (bytes.length == 0) {
            return -1;
        }
        byte first = bytes[0];
        int last = hay.length - bytes.length;
        for (int i = from; i <= last; i++) {
            if (hay[i] == first && matches(hay, i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean matches(byte[] hay, int at) {
        for (int i = 1; i < bytes.length; i++) {
            if (hay[at + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c < 0 || c > 127;
    }
}
