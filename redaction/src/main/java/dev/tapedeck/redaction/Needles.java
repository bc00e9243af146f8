package dev.tapedeck.redaction;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds any of many byte strings in a text, whatever the case of its letters. Every needle has six bytes at least: its six rarest (among the needles
 * and in the beginnings of the texts that are to be searched) index it, and a
 * bit map of their hashes lets the scan pass over nearly every position with one multiplication. Needles may number a hundred thousand at a few
 * bytes each, where an automaton of them would need gigabytes.
 */
final class Needles {
    private static final int GRAM = ReplacedValues.SHORTEST;
    /** Shorter ones must stand by themselves: six digits turn up inside any time stamp. */
    private static final int FREE_STANDING_WORD = 8;
    private static final int FREE_STANDING = 12;
    private static final int FREE_STANDING_NUMBER = 20;
    private static final long GRAM_MASK = 0xFFFF_FFFF_FFFFL;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final int FREQUENCY_BITS = 18;
    private static final int SAMPLE = 1 << 17;
    private static final byte[] FOLD = fold();

    private final byte[][] needles;
    private final long[] grams;
    private final int[] offsets;
    private final int[] next;
    private final int[] first;
    private final long[] bits;
    private final int shift;
    private final boolean anywhere;

    private Needles(Stream<byte[]> values, boolean anywhere, Collection<byte[]> haystack) {
        this.anywhere = anywhere;
        this.needles = values.map(Needles::folded).filter(bytes -> bytes.length >= GRAM)
                .toArray(byte[][]::new);
        int size = Math.max(1 << 12, Integer.highestOneBit(Math.max(1, needles.length)) << 6);
        this.shift = Long.SIZE - Integer.numberOfTrailingZeros(size);
        this.bits = new long[size / Long.SIZE];
        this.first = new int[Math.max(1 << 10, size >> 4)];
        this.next = new int[needles.length];
        this.offsets = new int[needles.length];
        this.grams = new long[needles.length];
        Arrays.fill(first, -1);
        int[] frequencies = frequencies(haystack);
        for (int i = 0; i < needles.length; i++) {
            offsets[i] = rarest(needles[i], frequencies);
            grams[i] = gram(needles[i], offsets[i]);
            int hash = hash(grams[i]);
            bits[hash >>> 6] |= 1L << hash;
            next[i] = first[hash & (first.length - 1)];
            first[hash & (first.length - 1)] = i;
        }
    }

    /** By hash: that some share one matters little. What begins a text is like the rest of it. */
    private int[] frequencies(Collection<byte[]> haystack) {
        int[] frequencies = new int[1 << FREQUENCY_BITS];
        for (byte[] needle : needles) {
            count(needle, needle.length, frequencies);
        }
        for (byte[] text : haystack) {
            byte[] beginning = folded(Arrays.copyOf(text, Math.min(text.length, SAMPLE)));
            count(beginning, beginning.length, frequencies);
        }
        return frequencies;
    }

    private static void count(byte[] text, int length, int[] frequencies) {
        for (int i = 0; i + GRAM <= length; i++) {
            frequencies[frequencySlot(gram(text, i))]++;
        }
    }

    private static int frequencySlot(long gram) {
        return (int) ((gram * MULTIPLIER) >>> (Long.SIZE - FREQUENCY_BITS));
    }

    /** Where the six bytes are that turn up least elsewhere: keys of one table all begin alike. */
    private static int rarest(byte[] needle, int[] frequencies) {
        int best = 0;
        int fewest = Integer.MAX_VALUE;
        for (int i = needle.length - GRAM; i >= 0; i--) {
            int frequency = frequencies[frequencySlot(gram(needle, i))];
            if (frequency < fewest) {
                fewest = frequency;
                best = i;
            }
        }
        return best;
    }

    /** For values as they are; accented letters in both normal forms and both cases, letters beyond Latin-1 also in UTF-16. */
    static Needles of(Collection<String> values, Collection<byte[]> haystack) {
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
        Stream<byte[]> wide = values.stream().filter(value -> value.chars().anyMatch(c -> c > 0xff))
                .flatMap(value -> Stream.of(value.getBytes(StandardCharsets.UTF_16BE), value.getBytes(StandardCharsets.UTF_16LE)));
        return new Needles(Stream.concat(forms.stream().map(form -> form.getBytes(StandardCharsets.UTF_8)), wide), false, haystack);
    }

    /** For values squeezed to their letters and digits, which may begin and end anywhere. */
    static Needles squeezed(Collection<String> values, Collection<byte[]> haystack) {
        return new Needles(values.stream().sorted().map(value -> value.getBytes(StandardCharsets.UTF_8)), true, haystack);
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
            if ((bits[hash >>> 6] & (1L << hash)) != 0 && i >= GRAM - 1 && occursAt(text, length, i - GRAM + 1, window)) {
                return true;
            }
        }
        return false;
    }

    private boolean occursAt(byte[] text, int length, int start, long gram) {
        for (int i = first[hash(gram) & (first.length - 1)]; i >= 0; i = next[i]) {
            if (grams[i] == gram && fits(needles[i], text, length, start - offsets[i])) {
                return true;
            }
        }
        return false;
    }

    private boolean fits(byte[] needle, byte[] text, int length, int start) {
        int end = start + needle.length;
        if (start < 0 || end > length) {
            return false;
        }
        for (int i = 0; i < needle.length; i++) {
            if (FOLD[text[start + i] & 0xff] != needle[i]) {
                return false;
            }
        }
        return anywhere || ((start == 0 || !goesOn(text[start - 1], needle[0], needle.length))
                && (end == length || !goesOn(text[end], needle[needle.length - 1], needle.length)));
    }

    /** Whether a neighbour makes a longer word or number of what was found, which is then another one. */
    private static boolean goesOn(byte neighbour, byte edge, int length) {
        if (length < FREE_STANDING_WORD) {
            return isToken(neighbour);
        }
        boolean number = Tokens.isDigit((char) edge) && Tokens.isDigit((char) neighbour);
        boolean word = isToken(edge) && isToken(neighbour) && !Tokens.isDigit((char) edge) && !Tokens.isDigit((char) neighbour);
        return length < FREE_STANDING ? number || word : length < FREE_STANDING_NUMBER && number;
    }

    private static boolean isToken(byte b) {
        return b < 0 || Tokens.isTokenChar((char) b);
    }

    private int hash(long gram) {
        return (int) ((gram * MULTIPLIER) >>> shift);
    }

    private static long gram(byte[] needle, int from) {
        long gram = 0;
        for (int i = from; i < from + GRAM; i++) {
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
