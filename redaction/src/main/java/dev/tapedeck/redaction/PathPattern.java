package dev.tapedeck.redaction;

import java.util.List;

/**
 * A pattern over paths of fields. Segments are parted by {@code /}; {@code *} inside a segment is any text, {@code **} any number of segments. A
 * pattern without a leading {@code /} may start at any depth. What fits a container holds for everything in it.
 */
record PathPattern(String text, List<String> segments) {
    private static final String ANY_DEPTH = "**";

    static PathPattern of(String text) {
        String body = text.startsWith("/") ? text.substring(1) : ANY_DEPTH + "/" + text;
        return new PathPattern(text, List.of(body.split("/", -1)));
    }

    /** What is wrong with {@code text} as a pattern, or "" if nothing is. */
    static String fault(String text) {
        if (text.isBlank()) {
            return "is empty";
        }
        if (text.endsWith("/") || text.contains("//")) {
            return "has an empty segment";
        }
        return text.contains("[") ? "has brackets: elements of a list share the list's path" : "";
    }

    boolean matches(List<String> path) {
        return matches(0, path, 0);
    }

    private boolean matches(int segment, List<String> path, int at) {
        if (segment == segments.size()) {
            return at == path.size();
        }
        String pattern = segments.get(segment);
        if (pattern.equals(ANY_DEPTH)) {
            for (int skip = at; skip <= path.size(); skip++) {
                if (matches(segment + 1, path, skip)) {
                    return true;
                }
            }
            return false;
        }
        return at < path.size() && fits(pattern, 0, path.get(at), 0) && matches(segment + 1, path, at + 1);
    }

    private static boolean fits(String pattern, int p, String name, int n) {
        if (p == pattern.length()) {
            return n == name.length();
        }
        if (pattern.charAt(p) == '*') {
            for (int skip = n; skip <= name.length(); skip++) {
                if (fits(pattern, p + 1, name, skip)) {
                    return true;
                }
            }
            return false;
        }
        return n < name.length() && pattern.charAt(p) == name.charAt(n) && fits(pattern, p + 1, name, n + 1);
    }
}
