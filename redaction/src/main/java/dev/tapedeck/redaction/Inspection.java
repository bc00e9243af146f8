package dev.tapedeck.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at one piece of an entry as it is and through every encoding that it may hide behind: backslash escapes, percent signs and HTML entities,
 * UTF-16, base64 at all four alignments (also broken into lines), hexadecimal, gzip, digits pulled apart. What an encoding reveals is looked at in
 * the same way again; what was clean once is not looked at twice.
 */
final class Inspection {
    private static final int DEEPEST = 6;
    private static final int BACKSLASH = 1;
    private static final int PERCENT = 2;
    private static final int AMPERSAND = 4;
    private static final int ZERO = 8;
    private static final int LINE = 16;
    private static final int QUOTE = 32;
    private static final byte[] MARKS = marks();
    private static final int SHORTEST_REGION = 6;
    private static final int SHORTEST_BASE64 = 8;
    private static final int SHORTEST_HEX = 12;
    /** One byte of so many may be no text. */
    private static final int OTHERS_OF_TEXT = 10;
    static final String REPLACED = "replaced value";

    private final Needles needles;
    private final Digits digits;
    private final Inspected clean = new Inspected();
    private final Inspected cleanRuns = new Inspected();
    private final Set<String> kinds = new TreeSet<>();
    private int findings;
    private byte[] buffer = new byte[256];

    Inspection(Needles needles, Needles squeezed) {
        this.needles = needles;
        this.digits = new Digits(squeezed);
    }

    /** The kinds of leaks in {@code piece}, in order; empty if there are none. */
    Set<String> kinds(byte[] piece) {
        kinds.clear();
        look(piece, piece.length, 0);
        return new TreeSet<>(kinds);
    }

    private void found(String kind) {
        kinds.add(kind);
        findings++;
    }

    private void look(byte[] view, int length, int depth) {
        if (needles.occurIn(view, length) || digits.occurIn(view, length)) {
            found(REPLACED);
        }
        lookAtRegions(view, length, depth);
    }

    /** Between two quotes that are not escaped themselves: no shape and no encoding goes across one. */
    private void lookAtRegions(byte[] view, int length, int depth) {
        int start = 0;
        int marks = 0;
        for (int i = 0; i < length; i++) {
            int mark = MARKS[view[i] & 0xff];
            if (mark == QUOTE) {
                lookAtRegion(view, start, i, marks, depth);
                start = i + 1;
                marks = 0;
            } else if (mark != 0) {
                marks |= mark;
                i += mark == BACKSLASH ? 1 : 0;
            }
        }
        lookAtRegion(view, start, length, marks, depth);
    }

    private void lookAtRegion(byte[] view, int start, int end, int marks, int depth) {
        if (end - start < SHORTEST_REGION || clean.has(view, start, end, depth)) {
            return;
        }
        int before = findings;
        String latin = new String(view, start, end - start, StandardCharsets.ISO_8859_1);
        for (Found found : Shapes.find(latin)) {
            if (!Shapes.isFictional(found, latin)) {
                found(found.kind().word());
            }
        }
        if (depth < DEEPEST) {
            if (marks != 0) {
                lookDecoded(view, start, end, marks, depth);
            }
            lookAtRuns(view, start, end, depth);
        }
        if (findings == before) {
            clean.add(view, start, end, depth);
        }
    }

    private void lookDecoded(byte[] view, int start, int end, int marks, int depth) {
        if ((marks & BACKSLASH) != 0) {
            byte[] unescaped = Escapes.unescape(view, start, end);
            look(unescaped, unescaped.length, depth + 1);
        }
        if (marks == BACKSLASH) {
            return;
        }
        String region = new String(view, start, end - start, StandardCharsets.UTF_8);
        if ((marks & PERCENT) != 0) {
            lookAgain(region, Percent.isEncoded(region) ? Percent.decode(region) : region, depth);
        }
        if ((marks & AMPERSAND) != 0) {
            lookAgain(region, Html.decode(region), depth);
        }
        if ((marks & ZERO) != 0) {
            String latin = new String(view, start, end - start, StandardCharsets.ISO_8859_1).replace("\0", "");
            lookAgain(region, latin, depth);
            lookAgain(region, region.replace("\0", ""), depth);
        }
        if ((marks & LINE) != 0) {
            lookAgain(region, region.replace("\n", "").replace("\r", ""), depth);
        }
    }

    private void lookAgain(String region, String decoded, int depth) {
        if (!decoded.equals(region)) {
            byte[] bytes = decoded.getBytes(StandardCharsets.UTF_8);
            look(bytes, bytes.length, depth + 1);
        }
    }

    /** Runs of base64's two alphabets, and of hexadecimal digits. */
    private void lookAtRuns(byte[] view, int from, int to, int depth) {
        int start = -1;
        boolean hex = true;
        for (int i = from; i <= to; i++) {
            byte b = i == to ? (byte) '"' : view[i];
            if (SIXBIT[b & 0xff] >= 0) {
                start = start < 0 ? i : start;
                hex &= Character.digit((char) b, 16) >= 0;
            } else if (start >= 0) {
                if (i - start >= SHORTEST_BASE64) {
                    lookAtRun(view, start, i, hex, depth);
                }
                start = -1;
                hex = true;
            }
        }
    }

    private void lookAtRun(byte[] view, int start, int end, boolean hex, int depth) {
        if (cleanRuns.has(view, start, end, depth)) {
            return;
        }
        int before = findings;
        for (int offset = 0; offset < 4 && end - start - offset >= SHORTEST_BASE64 - 1; offset++) {
            lookInside(base64(view, start + offset, end), depth);
        }
        if (hex && end - start >= SHORTEST_HEX) {
            lookInside(hex(view, start, end), depth);
            lookInside(hex(view, start + 1, end), depth);
        }
        if (findings == before) {
            cleanRuns.add(view, start, end, depth);
        }
    }

    /** The buffer holds {@code length} decoded bytes. */
    private void lookInside(int length, int depth) {
        if (needles.occurIn(buffer, length)) {
            found(REPLACED);
        }
        boolean zipped = length > 10 && buffer[0] == 0x1f && buffer[1] == (byte) 0x8b;
        if (zipped) {
            Optional<byte[]> plain = Base64Text.unzipped(java.util.Arrays.copyOf(buffer, length));
            plain.ifPresent(bytes -> look(bytes, bytes.length, depth + 1));
        } else if (isText(length)) {
            look(java.util.Arrays.copyOf(buffer, length), length, depth + 1);
        }
    }

    /** Nine bytes of ten are printable ASCII, or zeros between such. */
    private boolean isText(int length) {
        int others = 0;
        for (int i = 0; i < length; i++) {
            byte b = buffer[i];
            boolean printable = (b >= ' ' && b < 0x7f) || b == '\n' || b == 0;
            if (!printable && ++others * OTHERS_OF_TEXT > length) {
                return false;
            }
        }
        return true;
    }

    private int base64(byte[] view, int from, int to) {
        ensure((to - from) * 3 / 4 + 3);
        int out = 0;
        int bits = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            bits = (bits << 6) | SIXBIT[view[i] & 0xff];
            count += 6;
            if (count >= 8) {
                count -= 8;
                buffer[out++] = (byte) (bits >>> count);
            }
        }
        return out;
    }

    private int hex(byte[] view, int from, int to) {
        ensure((to - from) / 2 + 1);
        int out = 0;
        for (int i = from; i + 1 < to; i += 2) {
            buffer[out++] = (byte) ((Character.digit((char) view[i], 16) << 4) | Character.digit((char) view[i + 1], 16));
        }
        return out;
    }

    private void ensure(int size) {
        if (buffer.length < size) {
            buffer = new byte[size * 2];
        }
    }

    private static byte[] marks() {
        byte[] marks = new byte[256];
        marks['\\'] = BACKSLASH;
        marks['%'] = PERCENT;
        marks['&'] = AMPERSAND;
        marks[0] = ZERO;
        marks['\n'] = LINE;
        marks['\r'] = LINE;
        marks['"'] = QUOTE;
        return marks;
    }

    private static final byte[] SIXBIT = sixBit();

    private static byte[] sixBit() {
        byte[] table = new byte[256];
        java.util.Arrays.fill(table, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            table[alphabet.charAt(i)] = (byte) i;
        }
        table['-'] = 62;
        table['_'] = 63;
        return table;
    }
}
