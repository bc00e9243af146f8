package dev.tapedeck.redaction;

/** The outward form of a value: classes of characters, case, grouping. Pseudonyms keep it, because code parses by it. */
final class Shape {
    private static final int SHORTEST_HEX = 8;
    private static final int ULID = 26;

    private Shape() {}

    interface PerChar {
        char of(char c);
    }

    /** Counts through the words over a to z, as an odometer does. */
    static final class Counting {
        private int rest;

        Counting(int number) {
            rest = number;
        }

        char next(@SuppressWarnings("unused") char replaced) {
            char c = (char) ('a' + rest % 26);
            rest /= 26;
            return c;
        }
    }

    static String each(String text, PerChar perChar) {
        char[] out = new char[text.length()];
        for (int i = 0; i < out.length; i++) {
            out[i] = perChar.of(text.charAt(i));
        }
        return new String(out);
    }

    /** {@code lower} with upper case wherever {@code pattern} has it. */
    static String casedAs(String pattern, String lower) {
        if (pattern.length() != lower.length()) {
            return lower;
        }
        char[] out = lower.toCharArray();
        for (int i = 0; i < out.length; i++) {
            if (Character.isUpperCase(pattern.charAt(i))) {
                out[i] = Character.toUpperCase(out[i]);
            }
        }
        return new String(out);
    }

    /** {@code compact} with the separators, and the case, of {@code pattern}. */
    static String groupedAs(String pattern, String compact) {
        StringBuilder out = new StringBuilder(pattern.length());
        int at = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (!Tokens.isTokenChar(c)) {
                out.append(c);
            } else if (at < compact.length()) {
                char made = compact.charAt(at++);
                out.append(Character.isLowerCase(c) ? Character.toLowerCase(made) : made);
            }
        }
        return out.append(compact, at, compact.length()).toString();
    }

    static String digitsOf(String text) {
        StringBuilder digits = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (Tokens.isDigit(text.charAt(i))) {
                digits.append(text.charAt(i));
            }
        }
        return digits.toString();
    }

    /** Lower-case hexadecimal with letters and digits in it. */
    static boolean isHex(String run) {
        boolean digit = false;
        boolean letter = false;
        for (int i = 0; i < run.length(); i++) {
            char c = run.charAt(i);
            digit |= Tokens.isDigit(c);
            letter |= c >= 'a' && c <= 'f';
            if (!Tokens.isDigit(c) && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return run.length() >= SHORTEST_HEX && digit && letter;
    }

    static boolean isUlid(String run) {
        return run.length() == ULID && run.charAt(0) >= '0' && run.charAt(0) <= '7'
                && run.chars().allMatch(c -> "0123456789abcdefghjkmnpqrstvwxyz".indexOf(c) >= 0);
    }
}
