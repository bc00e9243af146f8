package dev.tapedeck.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Splits names into the words that people read in them: {@code MD5OfMessageBody} is {@code md 5 of message body}. */
final class Words {
    private Words() {}

    /** Lower-case words and runs of digits, in order; all other characters separate. */
    static List<String> of(String name) {
        List<String> words = new ArrayList<>(4);
        int start = -1;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Tokens.isTokenChar(c)) {
                start = flush(name, start, i, words);
            } else if (start < 0) {
                start = i;
            } else if (startsWord(name, i)) {
                flush(name, start, i, words);
                start = i;
            }
        }
        flush(name, start, name.length(), words);
        return words;
    }

    private static boolean startsWord(String name, int i) {
        char before = name.charAt(i - 1);
        char c = name.charAt(i);
        if (Character.isDigit(c) != Character.isDigit(before)) {
            return true;
        }
        if (!Character.isUpperCase(c)) {
            return false;
        }
        boolean endsAcronym = Character.isUpperCase(before) && i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
        return Character.isLowerCase(before) || endsAcronym;
    }

    private static int flush(String name, int start, int end, List<String> words) {
        if (start >= 0) {
            words.add(name.substring(start, end).toLowerCase(Locale.ROOT));
        }
        return -1;
    }
}
