package dev.tapedeck.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Literals, f-strings and identifiers of Python. */
final class PythonSource {
    private final String text;
    private final LiteralsFound found;
    private int at;

    PythonSource(String text, LiteralsFound found) {
        this.text = text;
        this.found = found;
    }

    void scan() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == '"' || c == '\'') {
                string("");
            } else if (Character.isJavaIdentifierStart(c)) {
                identifier();
            } else {
                at++;
            }
        }
    }

    private void identifier() {
        int start = at;
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        boolean quoted = at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
        if (quoted && name.length() <= 2 && "rbuf".chars().anyMatch(p -> name.toLowerCase(Locale.ROOT).indexOf(p) >= 0)) {
            string(name.toLowerCase(Locale.ROOT));
        } else {
            found.identifier(name);
        }
    }

    private void string(String prefix) {
        String quote = text.substring(at, at + 1);
        String closing = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
        int start = at;
        at += closing.length();
        StringBuilder value = new StringBuilder();
        boolean raw = prefix.contains("r");
        while (at < text.length() && !text.startsWith(closing, at)) {
            if (closing.length() == 1 && text.charAt(at) == '\n') {
                at = start + 1;
                return;
            }
            if (raw) {
                value.append(text.charAt(at++));
            } else {
                Escapes.append(text, at, value);
                at = Escapes.after(text, at);
            }
        }
        at += closing.length();
        take(value.toString(), prefix.contains("f"));
    }

    private void take(String value, boolean formatted) {
        if (!formatted) {
            found.literal(value);
            return;
        }
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean doubled = i + 1 < value.length() && value.charAt(i + 1) == c;
            if (depth == 0 && doubled && (c == '{' || c == '}')) {
                piece.append(c);
                i++;
            } else if (c == '{') {
                if (depth++ == 0) {
                    pieces.add(piece.toString());
                    piece.setLength(0);
                }
            } else if (c == '}') {
                depth = Math.max(0, depth - 1);
            } else if (depth == 0) {
                piece.append(c);
            }
        }
        pieces.add(piece.toString());
        found.template(pieces);
    }
}
