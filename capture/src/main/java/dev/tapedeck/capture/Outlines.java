package dev.tapedeck.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Keys without what is particular to one workflow: of {@code INVOICE#7f3a…#CLOSING} remains {@code INVOICE#{}#CLOSING}. A part is constant if it
 * occurs in the keys of at least half of the workflows.
 */
final class Outlines {

    private static final String SEPARATORS = "#|/:";
    private static final Pattern PARTICULAR = Pattern.compile("[0-9@]");
    private static final double CONSTANT_SHARE = 0.5;
    private static final int LONGEST_SENTENCE = 200;

    private final Map<String, Integer> seen = new HashMap<>();
    private int workflows;

    /** What stands between separators, and these themselves. */
    static List<String> tokens(String key) {
        List<String> tokens = new ArrayList<>(8);
        int start = 0;
        for (int i = 0; i < key.length(); i++) {
            if (SEPARATORS.indexOf(key.charAt(i)) >= 0) {
                if (i > start) {
                    tokens.add(key.substring(start, i));
                }
                tokens.add(key.substring(i, i + 1));
                start = i + 1;
            }
        }
        if (start < key.length() || key.isEmpty()) {
            tokens.add(key.substring(start));
        }
        return tokens;
    }

    /** Counts the tokens of one workflow's keys. */
    void see(Set<String> tokens) {
        if (!tokens.isEmpty()) {
            workflows++;
            tokens.forEach(token -> seen.merge(token, 1, Integer::sum));
        }
    }

    /** A whole key, attribute by attribute. */
    String of(JsonNode key) {
        return new TreeSet<>(key.propertyNames()).stream().map(name -> of(key.path(name).path("S").asString("")))
                .collect(Collectors.joining(" "));
    }

    private String of(String value) {
        return tokens(value).stream().map(t -> seen.getOrDefault(t, 0) >= workflows * CONSTANT_SHARE ? t : "{}")
                .collect(Collectors.joining());
    }

    /** A sentence of log without numbers, ids and addresses. */
    static String words(String sentence) {
        String shown = sentence.length() > LONGEST_SENTENCE ? sentence.substring(0, LONGEST_SENTENCE) : sentence;
        return Arrays.stream(shown.split("(?<=\\s)|(?=\\s)", -1)).map(word -> PARTICULAR.matcher(word).find() ? "{}" : word)
                .collect(Collectors.joining());
    }
}
