package dev.tapedeck.mesh;

import dev.tapedeck.mesh.Placeholders.Kind;
import dev.tapedeck.mesh.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the languages of DynamoDB's expressions share: paths, values, and when an error is raised. A syntax error anywhere outranks what is
 * wrong with names, values and types, so that the first of those is kept until the end is reached.
 */
final class ExpressionReader {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_INDEX_DIGITS = 9;
    private static final List<String> CONDITION_KEYWORDS = List.of("AND", "OR", "NOT", "BETWEEN", "IN");
    private static final List<String> UPDATE_KEYWORDS = List.of("SET", "REMOVE", "ADD", "DELETE");

    final Kind kind;
    final Tokens tokens;
    private final Placeholders placeholders;
    private final List<Path> paths = new ArrayList<>();
    private @Nullable DynamoFault first;

    ExpressionReader(Kind kind, String text, Placeholders placeholders) {
        if (text.isEmpty()) {
            throw kind.invalid("The expression can not be empty;");
        }
        this.kind = kind;
        this.tokens = new Tokens(kind, text);
        this.placeholders = placeholders;
    }

    /** A projection expression: {@code path, path, …}. */
    static List<Path> projection(String text, Placeholders placeholders) {
        ExpressionReader reader = new ExpressionReader(Kind.PROJECTION, text, placeholders);
        List<Path> paths = new ArrayList<>();
        do {
            paths.add(reader.path());
        } while (reader.tokens.skip(","));
        reader.finish();
        Path.checkApart(paths, Kind.PROJECTION);
        return paths;
    }

    /** Something is wrong that is no syntax error; the first such is raised by {@link #finish}. */
    void fail(String message) {
        keep(kind.invalid(message));
    }

    private void keep(DynamoFault fault) {
        if (first == null) {
            first = fault;
        }
    }

    void finish() {
        if (tokens.peek().kind() != Tokens.Kind.END) {
            throw tokens.unexpected();
        }
        if (first != null) {
            throw first;
        }
    }

    boolean valueFollows() {
        return tokens.peek().kind() == Tokens.Kind.VALUE;
    }

    Operand.Literal value() {
        if (!valueFollows()) {
            throw tokens.unexpected();
        }
        String placeholder = tokens.take().text();
        try {
            return new Operand.Literal(placeholders.value(kind, placeholder));
        } catch (DynamoFault undefined) {
            keep(undefined);
            return new Operand.Literal(new Value.Null());
        }
    }

    Path path() {
        List<Path.Element> elements = new ArrayList<>();
        elements.add(name());
        while (true) {
            if (tokens.skip(".")) {
                elements.add(name());
            } else if (tokens.skip("[")) {
                elements.add(index());
                tokens.expect("]");
            } else {
                break;
            }
        }
        if (elements.size() > MAX_DEPTH) {
            fail("The document path has too many nesting levels; nesting levels: " + elements.size());
        }
        Path path = new Path(elements);
        paths.add(path);
        return path;
    }

    /** Every path read so far. */
    List<Path> paths() {
        return List.copyOf(paths);
    }

    private Path.Name name() {
        Token token = tokens.peek();
        boolean word = token.kind() == Tokens.Kind.WORD && keywords().stream().noneMatch(token::isWord);
        if (!word && token.kind() != Tokens.Kind.NAME) {
            throw tokens.unexpected();
        }
        tokens.take();
        if (!word) {
            return new Path.Name(resolved(token.text()));
        }
        if (ReservedWords.contains(token.text())) {
            fail("Attribute name is a reserved keyword; reserved keyword: " + token.text());
        }
        return new Path.Name(token.text());
    }

    private List<String> keywords() {
        return switch (kind) {
            case CONDITION, FILTER, KEY_CONDITION -> CONDITION_KEYWORDS;
            case UPDATE -> UPDATE_KEYWORDS;
            case PROJECTION -> List.of();
        };
    }

    private String resolved(String placeholder) {
        try {
            return placeholders.name(kind, placeholder);
        } catch (DynamoFault undefined) {
            keep(undefined);
            return placeholder;
        }
    }

    private Path.Index index() {
        Token token = tokens.peek();
        if (token.kind() != Tokens.Kind.INDEX) {
            throw tokens.unexpected();
        }
        tokens.take();
        if (token.text().length() > MAX_INDEX_DIGITS) {
            fail("List index is not within the allowable range; index: [" + token.text() + "]");
            return new Path.Index(0);
        }
        return new Path.Index(Integer.parseInt(token.text()));
    }

    void checkCount(String function, List<Operand> operands, int wanted) {
        if (operands.size() != wanted) {
            fail("Incorrect number of operands for operator or function; operator or function: " + function + ", number of operands: "
                    + operands.size());
        }
    }

    void checkType(String operator, Operand operand, List<AttributeType> allowed) {
        operand.type().filter(type -> !allowed.contains(type)).ifPresent(type -> fail(
                "Incorrect operand type for operator or function; operator or function: " + operator + ", operand type: " + type));
    }
}
