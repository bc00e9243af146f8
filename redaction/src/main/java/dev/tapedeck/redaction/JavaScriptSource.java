package dev.tapedeck.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Literals, template strings and identifiers of JavaScript and TypeScript, by a lexer that knows just enough: comments, strings, nested
 * templates, and where a slash starts a regular expression. What it cannot read it steps over.
 */
final class JavaScriptSource {
    private static final Set<String> BEFORE_EXPRESSION = Set.of("return", "typeof", "case", "in", "of", "delete", "void", "throw", "new",
            "else",
            "do", "instanceof", "yield", "await");

    private final String text;
    private final LiteralsFound found;
    private int at;
    private boolean expressionMayStart = true;
    /** The pieces of the text just read, waiting for a {@code +} that joins another literal, or a gap, to it. */
    private final List<String> joined = new ArrayList<>();
    private boolean plusSeen;
    private boolean inGap;

    JavaScriptSource(String text, LiteralsFound found) {
        this.text = text;
        this.found = found;
    }

    void scan() {
        scanUntil('\0');
        endJoined();
    }

    private void scanUntil(char closing) {
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == closing && depth == 0) {
                return;
            }
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            token(c);
        }
    }

    private void token(char c) {
        if (c == '/' && next() == '/') {
            skipPast("\n");
        } else if (c == '/' && next() == '*') {
            skipPast("*/");
        } else if (c == '/' && expressionMayStart) {
            regex();
        } else if (c == '"' || c == '\'') {
            string(c);
        } else if (c == '`') {
            template();
        } else if (Character.isJavaIdentifierStart(c)) {
            identifier();
        } else {
            punctuation(c);
        }
    }

    private void punctuation(char c) {
        at++;
        if (Tokens.isSpace(c)) {
            return;
        }
        if (c == '+' && !joined.isEmpty() && !plusSeen) {
            plusSeen = true;
        } else if (c != '.' || !inGap) {
            endJoined();
        }
        expressionMayStart = !(c == ')' || c == ']' || c == '}' || Tokens.isDigit(c));
    }

    private void identifier() {
        int start = at;
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        found.identifier(name);
        if (plusSeen) {
            joined.add("");
            plusSeen = false;
            inGap = true;
        } else if (!inGap) {
            endJoined();
        }
        expressionMayStart = BEFORE_EXPRESSION.contains(name);
    }

    private void string(char quote) {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
            Escapes.append(text, at, value);
            at = Escapes.after(text, at);
        }
        if (at >= text.length() || text.charAt(at) == '\n') {
            at = start + 1;
            return;
        }
        at++;
        expressionMayStart = false;
        found.literal(value.toString());
        join(List.of(value.toString()));
    }

    private void template() {
        at++;
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '`') {
            if (text.startsWith("${", at)) {
                pieces.add(piece.toString());
                piece.setLength(0);
                gap();
            } else {
                Escapes.append(text, at, piece);
                at = Escapes.after(text, at);
            }
        }
        at++;
        pieces.add(piece.toString());
        expressionMayStart = false;
        if (pieces.size() == 1) {
            found.literal(pieces.getFirst());
        }
        found.template(pieces);
        join(pieces);
    }

    private void gap() {
        at += 2;
        List<String> outer = new ArrayList<>(joined);
        boolean outerPlus = plusSeen;
        joined.clear();
        plusSeen = false;
        inGap = false;
        expressionMayStart = true;
        scanUntil('}');
        endJoined();
        at++;
        joined.addAll(outer);
        plusSeen = outerPlus;
    }

    /** Two literals with a {@code +} between them are one text. */
    private void join(List<String> pieces) {
        if (plusSeen && !joined.isEmpty()) {
            String seam = joined.removeLast() + pieces.getFirst();
            joined.add(seam);
            joined.addAll(pieces.subList(1, pieces.size()));
            plusSeen = false;
            inGap = false;
            return;
        }
        endJoined();
        joined.addAll(pieces);
    }

    private void endJoined() {
        if (joined.size() > 1) {
            found.template(joined);
        }
        joined.clear();
        plusSeen = false;
        inGap = false;
    }

    private void regex() {
        int start = at++;
        boolean inClass = false;
        while (at < text.length() && text.charAt(at) != '\n' && (inClass || text.charAt(at) != '/')) {
            char c = text.charAt(at);
            inClass = c == '[' || (inClass && c != ']');
            at += c == '\\' ? 2 : 1;
        }
        if (at >= text.length() || text.charAt(at) == '\n') {
            at = start + 1;
            return;
        }
        at++;
        expressionMayStart = false;
    }

    private void skipPast(String end) {
        int index = text.indexOf(end, at);
        at = index < 0 ? text.length() : index + end.length();
    }

    private char next() {
        return at + 1 < text.length() ? text.charAt(at + 1) : '\0';
    }
}
