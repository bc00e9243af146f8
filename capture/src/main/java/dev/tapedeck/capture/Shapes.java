package dev.tapedeck.capture;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Counts what was not understood by its shape, so that a user sees which kind of line to convert: the keys of an object, or the outline of a text
 * in which every letter is {@code a} and every digit {@code 9}. A shape holds no value; a key that does not read like a name may be one.
 */
final class Shapes {

    private static final int MOST_SHAPES = 200;
    private static final int MOST_KEYS = 8;
    private static final int LONGEST_OUTLINE = 40;
    private static final String OTHERS = "other shapes";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_$@][A-Za-z_.$-]{0,30}[0-9]{0,2}");

    private final SortedMap<String, Long> counts = new TreeMap<>();

    SortedMap<String, Long> counts() {
        return counts;
    }

    void object(byte[] bytes, int start, int end, Symbols symbols) throws Malformed {
        TreeSet<String> keys = new TreeSet<>();
        Cursor cursor = new Cursor(bytes, start, end, symbols);
        cursor.openObject();
        for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
            cursor.skip();
            keys.add(key);
        }
        String shown = String.join(", ",
                keys.stream().map(key -> NAME.matcher(key).matches() ? key : outline(key)).distinct().limit(MOST_KEYS)
                        .toList());
        count("{" + shown + (keys.size() > MOST_KEYS ? ", …" : "") + "}");
    }

    void text(byte[] bytes, int start, int end) {
        count(outline(new String(bytes, start, Math.min(end - start, LONGEST_OUTLINE * 8), StandardCharsets.UTF_8)));
    }

    private static String outline(String text) {
        StringBuilder outline = new StringBuilder();
        text.codePoints().map(Shapes::outlined).forEach(c -> {
            boolean repeats = !outline.isEmpty() && outline.charAt(outline.length() - 1) == c && (c == 'a' || c == '9' || c == ' ');
            if (!repeats && outline.length() < LONGEST_OUTLINE) {
                outline.appendCodePoint(c);
            }
        });
        return outline.toString();
    }

    private static int outlined(int c) {
        if (Character.isLetter(c)) {
            return 'a';
        }
        return Character.isDigit(c) ? '9' : Character.isWhitespace(c) ? ' ' : c < ' ' || c > '~' ? '?' : c;
    }

    private void count(String shape) {
        String key = counts.size() < MOST_SHAPES || counts.containsKey(shape) ? shape : OTHERS;
        counts.merge(key, 1L, Long::sum);
    }
}
