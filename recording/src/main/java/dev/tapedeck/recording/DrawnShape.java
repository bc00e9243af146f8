package dev.tapedeck.recording;

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
    private static final Pattern WORD = Pattern.compile("[0-9A-Za-z_-]{21,}");
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
        SortedSet<String> found = new TreeSet<>();
        Matcher uuid = UUID.matcher(text);
        while (uuid.find()) {
            found.add(uuid.group());
        }
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            String bare = PREFIX.matcher(word.group()).replaceFirst("");
            WORDS.stream().filter(shape -> shape.matcher(bare).matches()).findFirst().ifPresent(shape -> found.add(bare));
        }
        return found;
    }
}
