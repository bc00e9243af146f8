package dev.tapedeck.capture;

/** Tells bytes that are not UTF-8, so that a line of them is counted as damaged and not taken in with replacement characters. */
final class Utf8 {

    private Utf8() {}

    static boolean valid(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end && bytes[i] >= 0) {
            i++;
        }
        if (i == end) {
            return true;
        }
        try {
            java.nio.charset.StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes, i, end - i));
            return true;
        } catch (java.nio.charset.CharacterCodingException e) {
            return false;
        }
    }
}
