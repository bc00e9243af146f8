package dev.tapedeck.redaction;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTML's character references. */
final class Html {
    private static final Pattern REFERENCE = Pattern
            .compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos|nbsp|commat|period|num));?");
    private static final Map<String, String> NAMED = Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ",
            "commat", "@", "period", ".", "num", "#");

    private Html() {}

    static String decode(String text) {
        return REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(character(match)));
    }

    private static String character(java.util.regex.MatchResult match) {
        if (match.group(3) != null) {
            return NAMED.getOrDefault(match.group(3), "");
        }
        int code = match.group(1) != null ? Integer.parseInt(match.group(1)) : Integer.parseInt(match.group(2), 16);
        return Character.isValidCodePoint(code) ? Character.toString(code) : "";
    }
}
