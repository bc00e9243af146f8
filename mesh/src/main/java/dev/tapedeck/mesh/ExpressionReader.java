package dev.tapedeck.mesh;

import dev.tapedeck.mesh.Placeholders.Kind;
import dev.tapedeck.mesh.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the languages of DynamoDB's expressions share: paths, values, and when an error is raised. A syntax error anywhere outranks what is
 * wrong with names, values and types, so that these are kept until the end is reached.
 */
final class ExpressionReader {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_INDEX_DIGITS = 9;

    final Kind kind;
    final Tokens tokens;
    private final Placeholders placeholders;
    private final List<Path> paths = new ArrayList<>();
    private final SortedMap<Rank, DynamoFault> faults = new TreeMap<>();

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
        reader.finish(paths);
        return paths;
    }

    /** What is wrong beside the syntax, in the order in which it is raised. */
    enum Rank {
        FORM, PATHS, SET_OPERANDS, MEANING
    }

    /** Of each rank the first fault counts; of {@link Rank#SET_OPERANDS} the last. */
    void fail(Rank rank, String message) {
        if (rank == Rank.SET_OPERANDS || !faults.containsKey(rank)) {
            faults.put(rank, kind.invalid(message));
        }
    }

    void fail(String message) {
        fail(Rank.MEANING, message);
    }

    private void keep(DynamoFault fault) {
        faults.putIfAbsent(Rank.MEANING, fault);
    }

    /** @param apart paths that must not overlap */
    void finish(List<Path> apart) {
        if (tokens.peek().kind() != Tokens.Kind.END) {
            throw tokens.unexpected();
        }
        Path.collision(apart).ifPresent(message -> fail(Rank.PATHS, message));
        if (!faults.isEmpty()) {
            throw faults.get(faults.firstKey());
        }
    }

    boolean valueFollows() {
        return tokens.peek().kind() == Tokens.Kind.VALUE;
    }

    /** A {@link Operand.Literal}, or {@link Operand.Undefined}. */
    Operand value() {
        if (!valueFollows()) {
            throw tokens.unexpected();
        }
        String placeholder = tokens.take().text();
        try {
            return new Operand.Literal(placeholders.value(kind, placeholder));
        } catch (DynamoFault undefined) {
            keep(undefined);
            return new Operand.Undefined();
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
        boolean word = token.kind() == Tokens.Kind.WORD && !token.isKeyword();
        if (!word && token.kind() != Tokens.Kind.NAME) {
            throw tokens.unexpected();
        }
        tokens.take();
        if (!word) {
            return new Path.Name(resolved(token.text()));
        }
        if (ReservedWords.contains(token.text())) {
            fail(Rank.FORM, "Attribute name is a reserved keyword; reserved keyword: " + token.text());
        }
        return new Path.Name(token.text());
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
