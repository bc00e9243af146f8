package dev.tapedeck.redaction;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds any of many byte strings in a text, whatever the case of its letters. Every needle has six bytes at least: the first six index it, and a
 * bit map of their hashes lets the scan pass over nearly every position with one multiplication. Needles may number a hundred thousand at a few
 * bytes each, where an automaton of them would need gigabytes.
 */
final class Needles {
    private static final int GRAM = ReplacedValues.SHORTEST;
    /** Shorter ones must stand by themselves: six digits turn up inside any time stamp. */
    private static final int FREE_STANDING = 12;
    private static final long GRAM_MASK = 0xFFFF_FFFF_FFFFL;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final byte[] FOLD = fold();

    private final byte[][] needles;
    private final int[] next;
    private final int[] first;
    private final long[] bits;
    private final int shift;
    private final boolean anywhere;

    private Needles(Set<String> values, boolean anywhere) {
        this.anywhere = anywhere;
        this.needles = values.stream().map(value -> folded(value.getBytes(StandardCharsets.UTF_8))).filter(bytes -> bytes.length >= GRAM)
                .toArray(byte[][]::new);
        int size = Math.max(1 << 12, Integer.highestOneBit(Math.max(1, needles.length)) << 6);
        this.shift = 64 - Integer.numberOfTrailingZeros(size);
        this.bits = new long[size / Long.SIZE];
        this.first = new int[Math.max(1 << 10, size >> 4)];
        this.next = new int[needles.length];
        Arrays.fill(first, -1);
        for (int i = 0; i < needles.length; i++) {
            int hash = hash(gram(needles[i]));
            bits[hash >>> 6] |= 1L << hash;
            next[i] = first[hash & (first.length - 1)];
            first[hash & (first.length - 1)] = i;
        }
    }

    /** For values as they are; accented letters in both normal forms and both cases. */
    static Needles of(Collection<String> values) {
        Set<String> forms = new TreeSet<>();
        for (String value : values) {
            forms.add(value);
            if (value.chars().anyMatch(c -> c >= 0x80)) {
                forms.add(value.toUpperCase(Locale.ROOT));
                forms.add(value.toLowerCase(Locale.ROOT));
                forms.add(Normalizer.normalize(value, Normalizer.Form.NFC));
                forms.add(Normalizer.normalize(value, Normalizer.Form.NFD));
            }
        }
        return new Needles(forms, false);
    }

    /** For values squeezed to their letters and digits, which may begin and end anywhere. */
    static Needles squeezed(Collection<String> values) {
        return new Needles(new TreeSet<>(values), true);
    }

    boolean isEmpty() {
        return needles.length == 0;
    }

    boolean occurIn(byte[] text, int length) {
        if (needles.length == 0 || length < GRAM) {
            return false;
        }
        long window = 0;
        for (int i = 0; i < length; i++) {
            window = ((window << 8) | (FOLD[text[i] & 0xff] & 0xff)) & GRAM_MASK;
            int hash = hash(window);
            if ((bits[hash >>> 6] & (1L << hash)) != 0 && i >= GRAM - 1 && occursAt(text, length, i - GRAM + 1, hash)) {
                return true;
            }
        }
        return false;
    }

    private boolean occursAt(byte[] text, int length, int start, int hash) {
        for (int i = first[hash & (first.length - 1)]; i >= 0; i = next[i]) {
            if (fits(needles[i], text, length, start)) {
                return true;
            }
        }
        return false;
    }

    private boolean fits(byte[] needle, byte[] text, int length, int start) {
        int end = start + needle.length;
        if (end > length) {
            return false;
        }
        for (int i = 0; i < needle.length; i++) {
            if (FOLD[text[start + i] & 0xff] != needle[i]) {
                return false;
            }
        }
        return anywhere || needle.length >= FREE_STANDING
                || ((start == 0 || !isToken(text[start - 1])) && (end == length || !isToken(text[end])));
    }

    private static boolean isToken(byte b) {
        return b < 0 || Tokens.isTokenChar((char) b);
    }

    private int hash(long gram) {
        return (int) ((gram * MULTIPLIER) >>> shift);
    }

    private static long gram(byte[] needle) {
        long gram = 0;
        for (int i = 0; i < GRAM; i++) {
            gram = (gram << 8) | (needle[i] & 0xff);
        }
        return gram;
    }

    private static byte[] folded(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = FOLD[bytes[i] & 0xff];
        }
        return bytes;
    }

    private static byte[] fold() {
        byte[] fold = new byte[256];
        for (int i = 0; i < fold.length; i++) {
            fold[i] = (byte) (i >= 'A' && i <= 'Z' ? i + 32 : i);
        }
        return fold;
    }
}
