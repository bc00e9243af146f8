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

    /** Greedily: after a later star nobody has to come back to an earlier one, so that each place is looked at once per segment at most. */
    boolean matches(List<String> path) {
        int segment = 0;
        int at = 0;
        int star = -1;
        int resumed = 0;
        while (at < path.size()) {
            if (segment < segments.size() && segments.get(segment).equals(ANY_DEPTH)) {
                star = segment++;
                resumed = at;
            } else if (segment < segments.size() && fits(segments.get(segment), path.get(at))) {
                segment++;
                at++;
            } else if (star >= 0) {
                segment = star + 1;
                at = ++resumed;
            } else {
                return false;
            }
        }
        return segments.subList(segment, segments.size()).stream().allMatch(ANY_DEPTH::equals);
    }

    static boolean fits(String pattern, CharSequence name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resumed = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resumed = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resumed;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(c -> c == '*');
    }
}
