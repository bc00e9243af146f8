package dev.tapedeck.redaction;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A field that is computed from another one beside it, and is therefore minted anew after redaction.
 *
 * @param field which fields
 * @param of name of the sibling that it is computed from
 */
record Derivation(PathPattern field, String of, Algorithm algorithm) {

    /** How; {@code MINTED} stands for a signature that nobody here can make: a keyed digest of the same shape. */
    enum Algorithm {
        MD5("MD5"), SHA_1("SHA-1"), SHA_256("SHA-256"), SHA_512("SHA-512"), LENGTH(""), MINTED("");

        private final String standardName;

        Algorithm(String standardName) {
            this.standardName = standardName;
        }

        String standardName() {
            return standardName;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Algorithm> parse(String word) {
            return Arrays.stream(values()).filter(algorithm -> algorithm.word().equals(word)).findFirst();
        }

        static List<String> words() {
            return Arrays.stream(values()).map(Algorithm::word).toList();
        }
    }
}
