package dev.tapedeck.redaction;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What fields are commonly called, whoever's they are: names that providers and conventions define ({@code fields.txt}), and the words that names
 * are made of ({@code words.txt}). English inflections of a word count as the word.
 */
final class SchemaWords {
    private static final int SHORTEST_INFLECTED = 4;
    private static final Set<String> FIELDS = lines("fields.txt");
    private static final Set<String> WORDS = Stream
            .concat(lines("words.txt").stream(), FIELDS.stream().flatMap(field -> Words.of(field).stream()))
            .filter(word -> !Tokens.isAllDigits(word)).collect(Collectors.toUnmodifiableSet());

    private SchemaWords() {}

    static boolean hasField(String name) {
        return FIELDS.contains(name);
    }

    /** @param word in lower case */
    static boolean has(String word) {
        return WORDS.contains(word) || (word.length() >= SHORTEST_INFLECTED && isInflected(word));
    }

    private static boolean isInflected(String word) {
        return listed(word, "s", "") || listed(word, "es", "") || listed(word, "ies", "y") || listed(word, "d", "")
                || listed(word, "ed", "")
                || listed(word, "ing", "") || listed(word, "ing", "e") || doubled(word, "ing") || doubled(word, "ed");
    }

    private static boolean listed(String word, String ending, String instead) {
        return word.endsWith(ending) && WORDS.contains(word.substring(0, word.length() - ending.length()) + instead);
    }

    /** {@code shipping} is of {@code ship}. */
    private static boolean doubled(String word, String ending) {
        int end = word.length() - ending.length() - 1;
        return word.endsWith(ending) && end > 1 && word.charAt(end) == word.charAt(end - 1) && WORDS.contains(word.substring(0, end));
    }

    private static Set<String> lines(String resource) {
        try (InputStream in = SchemaWords.class.getResourceAsStream(resource);
                BufferedReader lines = new BufferedReader(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).flatMap(line -> Stream.of(line.split("\\s+", -1)))
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
