package dev.tapedeck.redaction;

import java.util.ArrayList;
import java.util.List;

/**
 * Where one token ends and the next begins. A <em>run</em> is letters and digits; a <em>segment</em> is runs joined by {@code . _ -}: what
 * people take for one id. {@code TENANT#acme-north} has the segments {@code TENANT} and {@code acme-north}, and the runs {@code TENANT},
 * {@code acme}, {@code north}. Because pseudonyms replace runs, an id keeps its pseudonym wherever code pastes it.
 */
final class Tokens {
    private Tokens() {}

    static boolean isTokenChar(char c) {
        return c < 0x80 ? isAsciiTokenChar(c) : Character.isLetterOrDigit(c) || Character.isSurrogate(c) || isMark(c);
    }

    private static boolean isAsciiTokenChar(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isMark(char c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    static boolean isJoiner(char c) {
        return c == '-' || c == '_' || c == '.';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Every run of {@code text}. */
    static List<String> runs(String text) {
        List<String> runs = new ArrayList<>(4);
        int at = 0;
        while (at < text.length()) {
            int end = runEnd(text, at);
            if (end > at) {
                runs.add(text.substring(at, end));
            }
            at = end + 1;
        }
        return runs;
    }

    static int runEnd(String text, int from) {
        int at = from;
        while (at < text.length() && isTokenChar(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The end of the segment that starts at {@code from}; joiners at its end are no part of it. */
    static int segmentEnd(String text, int from, int to) {
        int at = from;
        int end = from;
        while (at < to && (isTokenChar(text.charAt(at)) || isJoiner(text.charAt(at)))) {
            at++;
            if (isTokenChar(text.charAt(at - 1))) {
                end = at;
            }
        }
        return end;
    }

    static boolean isAllDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean isAllLetters(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isLetter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean hasWhitespace(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isSpace(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    static boolean isSpace(char c) {
        return c <= ' ' || (c >= 0x80 && (Character.isSpaceChar(c) || Character.isWhitespace(c)));
    }
}
