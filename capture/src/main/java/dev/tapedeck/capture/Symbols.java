package dev.tapedeck.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings that recur by the million (attribute keys, service names), each made once: a hash table from bytes to strings. Not shared between
 * threads; it stops growing at a bound, so that keys which are in truth data cannot fill the memory.
 */
final class Symbols {

    private static final int MOST = 1 << 16;
    private static final int LONGEST = 256;

    private @Nullable String[] strings = new String[1 << 10];
    private byte[][] spellings = new byte[1 << 10][];
    private int count;

    String of(byte[] bytes, int start, int end) {
        if (end - start > LONGEST) {
            return new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }
        int slot = slot(bytes, start, end);
        String found = strings[slot];
        if (found != null) {
            return found;
        }
        String made = new String(bytes, start, end - start, StandardCharsets.UTF_8).intern();
        if (count < MOST) {
            strings[slot] = made;
            spellings[slot] = Arrays.copyOfRange(bytes, start, end);
            if (++count * 2 > strings.length) {
                grow();
            }
        }
        return made;
    }

    private int slot(byte[] bytes, int start, int end) {
        int hash = 1;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        int mask = strings.length - 1;
        int slot = (hash ^ hash >>> 15) & mask;
        while (strings[slot] != null && !Arrays.equals(spellings[slot], 0, spellings[slot].length, bytes, start, end)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        @Nullable
        String[] oldStrings = strings;
        byte[][] oldSpellings = spellings;
        strings = new String[oldStrings.length * 2];
        spellings = new byte[oldStrings.length * 2][];
        for (int i = 0; i < oldStrings.length; i++) {
            if (oldStrings[i] != null) {
                int slot = slot(oldSpellings[i], 0, oldSpellings[i].length);
                strings[slot] = oldStrings[i];
                spellings[slot] = oldSpellings[i];
            }
        }
    }
}
