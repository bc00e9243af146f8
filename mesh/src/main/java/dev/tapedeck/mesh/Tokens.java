package dev.tapedeck.mesh;

import java.util.ArrayList;
import java.util.List;

/** An expression cut into tokens, with a place to read from; knows how DynamoDB describes a syntax error. */
final class Tokens {

    enum Kind {
        WORD, NAME, VALUE, INDEX, SYMBOL, UNKNOWN, END
    }

    record Token(Kind kind, String text, int start, int end) {
        boolean is(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }

        boolean isKeyword() {
            return KEYWORDS.stream().anyMatch(this::isWord);
        }

        /** Keywords are words in any case. */
        boolean isWord(String word) {
            return kind == Kind.WORD && text.equalsIgnoreCase(word);
        }
    }

    private static final List<String> KEYWORDS = List.of("AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE");
    private static final List<String> SYMBOLS = List.of("<>", "<=", ">=", "(", ")", "[", "]", ",", ".", "=", "<", ">", "+", "-");

    private final Placeholders.Kind expression;
    private final String text;
    private final List<Token> tokens;
    private int next;

    Tokens(Placeholders.Kind expression, String text) {
        this.expression = expression;
        this.text = text;
        this.tokens = cut(text);
    }

    Token peek() {
        return tokens.get(next);
    }

    Token take() {
        Token token = tokens.get(next);
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    /** Takes {@code symbol} if it comes next. */
    boolean skip(String symbol) {
        boolean there = peek().is(symbol);
        next += there ? 1 : 0;
        return there;
    }

    boolean skipWord(String word) {
        boolean there = peek().isWord(word);
        next += there ? 1 : 0;
        return there;
    }

    void expect(String symbol) {
        if (!skip(symbol)) {
            throw unexpected();
        }
    }

    void expectWord(String word) {
        if (!skipWord(word)) {
            throw unexpected();
        }
    }

    /** Whether an opening parenthesis follows the next token. */
    boolean callFollows() {
        return peek().kind() == Kind.WORD && !peek().isKeyword() && tokens.get(next + 1).is("(");
    }

    /** The next token cannot stand here; near it is the text from the token before to the token after. */
    DynamoFault unexpected() {
        Token token = peek();
        int from = next == 0 ? 0 : tokens.get(next - 1).start();
        int to = tokens.get(Math.min(tokens.size() - 1, next + 1)).end();
        String shown = token.kind() == Kind.END ? "<EOF>" : token.text();
        return expression.invalid("Syntax error; token: \"" + shown + "\", near: \"" + text.substring(from, to) + "\"");
    }

    private static List<Token> cut(String text) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else {
                Token token = token(text, at);
                tokens.add(token);
                at = token.end();
            }
        }
        tokens.add(new Token(Kind.END, "", text.length(), text.length()));
        return tokens;
    }

    private static Token token(String text, int start) {
        char first = text.charAt(start);
        if (isLetter(first)) {
            return new Token(Kind.WORD, text.substring(start, wordEnd(text, start)), start, wordEnd(text, start));
        }
        if ((first == '#' || first == ':') && wordEnd(text, start + 1) > start + 1) {
            int end = wordEnd(text, start + 1);
            return new Token(first == '#' ? Kind.NAME : Kind.VALUE, text.substring(start, end), start, end);
        }
        if (isDigit(first)) {
            int end = start + 1;
            while (first != '0' && end < text.length() && isDigit(text.charAt(end))) {
                end++;
            }
            return new Token(Kind.INDEX, text.substring(start, end), start, end);
        }
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, start)) {
                return new Token(Kind.SYMBOL, symbol, start, start + symbol.length());
            }
        }
        return new Token(Kind.UNKNOWN, text.substring(start, start + 1), start, start + 1);
    }

    private static int wordEnd(String text, int from) {
        int end = from;
        while (end < text.length() && (isLetter(text.charAt(end)) || isDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
