package dev.tapedeck.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts text into the pieces that can stand for one another: instants, words (ids, UUIDs, numbers), and whatever is between them, one character
 * each. {@code INVOICE#7f3a…} is a word, a mark and a word, so that the id inside the composite key can be bound.
 */
final class Tokens {

    /** Shorter words are never bound: they recur by chance. */
    static final int SHORTEST_BINDABLE = 8;

    private static final Pattern TOKEN = Pattern
            .compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?|[A-Za-z0-9_-]+|[\\s\\S]");

    private static final Pattern INSTANT = Pattern
            .compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?|1\\d{12}");

    /** Words as people write them: of one case or capitalised, several of them joined. An id drawn at random has digits or mixes cases. */
    private static final Pattern WORDS = Pattern.compile("(?:[A-Z]?[a-z]{2,}|[A-Z]{2,})(?:[_-](?:[A-Z]?[a-z]+|[A-Z]+)|[A-Z][a-z]{2,})*");

    private Tokens() {}

    static List<String> of(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    /** Whether the token is a reading of a wall clock: an ISO 8601 instant, or milliseconds since 1970 of this century. */
    static boolean isInstant(String token) {
        return INSTANT.matcher(token).matches();
    }

    static boolean isWords(String token) {
        return WORDS.matcher(token).matches();
    }

    static boolean bindable(String token) {
        return token.length() >= SHORTEST_BINDABLE;
    }
}
