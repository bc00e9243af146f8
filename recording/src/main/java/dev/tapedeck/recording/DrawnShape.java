package dev.tapedeck.recording;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shapes that random identifiers have and hardly anything else: UUIDs (but those of versions 3 and 5, which are hashes of names), ULIDs, KSUIDs,
 * nanoids, cuids. Bare hexadecimal is not among them: it may as well be the digest of something that was there before.
 */
public final class DrawnShape {

    private static final Pattern UUID = Pattern
            .compile("(?i)(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[124678][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?![0-9a-z])");
    private static final int UUID_LENGTH = 36;
    /** Places of the hyphens. */
    private static final int[] HYPHENS = {8, 13, 18, 23};
    private static final int SHORTEST_WORD = 21;
    private static final Pattern PREFIX = Pattern.compile("^[a-z]{1,8}[_-](?=[0-9A-Za-z])");
    private static final List<Pattern> WORDS = List.of(
            // https://github.com/ulid/spec
            Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}"),
            // https://github.com/segmentio/ksuid and https://github.com/ai/nanoid
            Pattern.compile("(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z])(?:[0-9A-Za-z]{27}|[0-9A-Za-z_-]{21})"),
            // https://github.com/paralleldrive/cuid
            Pattern.compile("(?=.*[0-9])c[0-9a-z]{24}"));

    private DrawnShape() {}

    /** Everything in {@code text} that looks drawn. */
    public static SortedSet<String> in(String text) {
        if (text.length() < SHORTEST_WORD) {
            return Collections.emptySortedSet();
        }
        SortedSet<String> found = new TreeSet<>();
        uuids(text, found);
        int at = 0;
        while (at < text.length()) {
            int end = wordEnd(text, at);
            if (end - at >= SHORTEST_WORD) {
                String bare = PREFIX.matcher(text.substring(at, end)).replaceFirst("");
                if (isDrawn(bare)) {
                    found.add(bare);
                }
            }
            at = end + 1;
        }
        return found;
    }

    /** A pattern is tried only where the hyphens are in their places: payloads are long, and hardly any place of them begins one. */
    private static void uuids(String text, SortedSet<String> found) {
        Matcher uuid = null;
        int least = 0;
        for (int hyphen = text.indexOf('-', HYPHENS[0]); hyphen >= 0; hyphen = text.indexOf('-', hyphen + 1)) {
            int start = hyphen - HYPHENS[0];
            if (start >= least && hasHyphens(text, start)) {
                uuid = uuid == null ? UUID.matcher(text).useTransparentBounds(true) : uuid;
                if (uuid.region(start, text.length()).lookingAt()) {
                    found.add(uuid.group());
                    least = uuid.end();
                }
            }
        }
    }

    private static boolean hasHyphens(String text, int start) {
        if (start + UUID_LENGTH > text.length()) {
            return false;
        }
        for (int hyphen : HYPHENS) {
            if (text.charAt(start + hyphen) != '-') {
                return false;
            }
        }
        return true;
    }

    private static int wordEnd(String text, int from) {
        int at = from;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    }

    private static boolean isDrawn(String word) {
        return switch (word.length()) {
            case 21, 25, 26, 27 -> WORDS.stream().anyMatch(shape -> shape.matcher(word).matches());
            default -> false;
        };
    }
}
