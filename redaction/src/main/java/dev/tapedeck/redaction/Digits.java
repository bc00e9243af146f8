package dev.tapedeck.redaction;

/**
 * Letters and digits with everything between them taken out, so that numbers pulled apart are found: {@code DE89 3704 …}, {@code 4111-1111-…},
 * {@code [4,1,1,1,…]}. Not thread-safe.
 */
final class Digits {
    private static final boolean[] STAYS = stays();

    private final Needles needles;
    private byte[] buffer = new byte[1 << 12];

    /** @param needles values squeezed in the same way */
    Digits(Needles needles) {
        this.needles = needles;
    }

    boolean occurIn(byte[] view, int length) {
        if (needles.isEmpty()) {
            return false;
        }
        int squeezed = squeezed(view, length);
        return needles.occurIn(buffer, squeezed);
    }

    private int squeezed(byte[] view, int length) {
        if (buffer.length < length) {
            buffer = new byte[length * 2];
        }
        byte[] out = buffer;
        int count = 0;
        for (int i = 0; i < length; i++) {
            byte b = view[i];
            out[count] = b;
            count += STAYS[b & 0xff] ? 1 : 0;
        }
        return count;
    }

    /** Braces and colons part fields, whose values do not belong together. */
    private static boolean[] stays() {
        boolean[] stays = new boolean[256];
        for (int b = 0; b < stays.length; b++) {
            stays[b] = b >= 0x80 || Tokens.isTokenChar((char) b) || b == '{' || b == ':';
        }
        return stays;
    }
}
