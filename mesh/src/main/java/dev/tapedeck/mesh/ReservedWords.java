package dev.tapedeck.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Words that may not be attribute names in an expression
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html); a placeholder may stand for any of them.
 */
final class ReservedWords {

    private static final Set<String> WORDS = read();

    private ReservedWords() {}

    static boolean contains(String word) {
        return WORDS.contains(word.toUpperCase(Locale.ROOT));
    }

    static Set<String> all() {
        return new TreeSet<>(WORDS);
    }

    private static Set<String> read() {
        try (InputStream in = ReservedWords.class.getResourceAsStream("reserved-words.txt")) {
            if (in == null) {
                throw new IllegalStateException("`reserved-words.txt` is missing beside " + ReservedWords.class.getName());
            }
            Set<String> words = new TreeSet<>();
            for (String word : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\\s+")) {
                words.add(word);
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
