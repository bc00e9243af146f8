package dev.tapedeck.redaction;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Collects what the scanners of sources come upon. */
final class LiteralsFound {
    private static final int LONGEST_LITERAL = 400;
    private static final int LONGEST_FRAGMENT = 64;
    private static final int FEWEST_LETTERS = 4;
    private static final Pattern PLACEHOLDER = Pattern.compile("%[sdifjoO]|\\{[A-Za-z0-9_.]*(?:![rs])?(?::[^{}]*)?\\}");

    private final Set<String> strings = new TreeSet<>();
    private final Set<List<String>> templates = new LinkedHashSet<>();
    private final Set<String> fragments = new TreeSet<>();
    private final Set<String> identifiers = new TreeSet<>();

    void literal(String literal) {
        if (literal.isEmpty() || literal.length() > LONGEST_LITERAL) {
            return;
        }
        strings.add(literal);
        fragment(literal);
        if (PLACEHOLDER.matcher(literal).find()) {
            template(List.of(PLACEHOLDER.split(literal, -1)));
        }
    }

    /** A text with gaps: {@code pieces} are what stands before, between and after them. */
    void template(List<String> pieces) {
        pieces.forEach(this::fragment);
        if (pieces.size() > 1 && letters(pieces) >= FEWEST_LETTERS) {
            templates.add(List.copyOf(pieces));
        }
    }

    private static long letters(List<String> pieces) {
        return pieces.stream().flatMapToInt(String::chars).filter(Character::isLetter).count();
    }

    private void fragment(String text) {
        if (text.length() <= LONGEST_FRAGMENT && !text.isEmpty() && !Tokens.hasWhitespace(text)) {
            fragments.add(text);
        }
    }

    void identifier(String name) {
        identifiers.add(name);
    }

    Literals literals() {
        return new Literals(strings, new ArrayList<>(templates), fragments, identifiers);
    }
}
