package dev.tapedeck.mesh;

/** How long texts are on the wire, without writing them. */
final class Utf8 {

    private Utf8() {}

    /** Bytes of {@code text}; half of a pair of surrogates counts as half of the pair. */
    static int length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }
}
