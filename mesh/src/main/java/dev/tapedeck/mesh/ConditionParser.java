package dev.tapedeck.mesh;

import dev.tapedeck.mesh.Condition.Comparator;
import dev.tapedeck.mesh.Placeholders.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads condition, filter and key condition expressions by recursive descent
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html#Expressions.OperatorsAndFunctions.Syntax).
 *
 * <pre>
 *   or      := and (OR and)*
 *   and     := not (AND not)*
 *   not     := NOT not | primary | primary comparator primary | primary BETWEEN primary AND primary | primary IN '(' primary, … ')'
 *   primary := '(' or ')' | function '(' primary, … ')' | path | :value
 * </pre>
 *
 * Conditions and operands share the rules because of their parentheses; {@link Parsed} says what a part turned out to be.
 */
final class ConditionParser {

    private static final int MAX_IN = 100;
    private static final List<AttributeType> ORDERED = List.of(AttributeType.S, AttributeType.N, AttributeType.B);
    private static final List<AttributeType> SIZED = List.of(AttributeType.S, AttributeType.B, AttributeType.L, AttributeType.M,
            AttributeType.SS, AttributeType.NS, AttributeType.BS);

    private final ExpressionReader reader;
    private final Tokens tokens;

    private ConditionParser(ExpressionReader reader) {
        this.reader = reader;
        this.tokens = reader.tokens;
    }

    /** An expression understood, and the attributes that it speaks of. */
    record Expression(Condition condition, List<Path> paths) {
        static final Expression TRUE = new Expression(new Condition.Not(nothing()), List.of());
    }

    static Expression parse(Kind kind, String text, Placeholders placeholders) {
        ExpressionReader reader = new ExpressionReader(kind, text, placeholders);
        ConditionParser parser = new ConditionParser(reader);
        Condition condition = parser.condition(parser.or());
        reader.finish(List.of());
        return new Expression(condition, reader.paths());
    }

    /** A condition that no item meets. */
    private static Condition nothing() {
        return new Condition.In(new Operand.Undefined(), List.of());
    }

    /** A condition or an operand; {@code function} names the function that it is a call of. */
    private record Parsed(@Nullable Condition condition, @Nullable Operand operand, @Nullable String function, boolean parenthesised) {

        static Parsed of(Condition condition) {
            return new Parsed(condition, null, null, false);
        }

        static Parsed of(Operand operand) {
            return new Parsed(null, operand, null, false);
        }
    }

    private Condition condition(Parsed parsed) {
        if (parsed.condition() != null) {
            return parsed.condition();
        }
        misused(parsed);
        return nothing();
    }

    private Operand operand(Parsed parsed) {
        if (parsed.operand() != null) {
            return parsed.operand();
        }
        misused(parsed);
        return new Operand.Undefined();
    }

    private void misused(Parsed parsed) {
        if (parsed.function() == null) {
            throw tokens.unexpected();
        }
        reader.fail("The function is not allowed to be used this way in an expression; function: " + parsed.function());
    }

    private Parsed or() {
        Parsed left = and();
        while (tokens.peek().isWord("OR")) {
            Condition condition = condition(left);
            tokens.take();
            left = Parsed.of(new Condition.Or(condition, condition(and())));
        }
        return left;
    }

    private Parsed and() {
        Parsed left = not();
        while (tokens.peek().isWord("AND")) {
            Condition condition = condition(left);
            tokens.take();
            left = Parsed.of(new Condition.And(condition, condition(not())));
        }
        return left;
    }

    private Parsed not() {
        if (tokens.skipWord("NOT")) {
            return Parsed.of(new Condition.Not(condition(not())));
        }
        Parsed left = primary();
        for (Comparator comparator : Comparator.values()) {
            if (tokens.peek().is(comparator.symbol())) {
                return Parsed.of(comparison(comparator, operand(left)));
            }
        }
        if (tokens.peek().isWord("BETWEEN")) {
            return Parsed.of(between(operand(left)));
        }
        return tokens.peek().isWord("IN") ? Parsed.of(in(operand(left))) : left;
    }

    private Condition comparison(Comparator comparator, Operand left) {
        tokens.take();
        Operand right = operand(primary());
        if (comparator.orders()) {
            reader.checkType(comparator.symbol(), left, ORDERED);
            reader.checkType(comparator.symbol(), right, ORDERED);
        }
        checkDistinct(comparator.symbol(), left, List.of(right));
        return new Condition.Comparison(comparator, left, right);
    }

    private Condition between(Operand operand) {
        tokens.take();
        Operand low = operand(primary());
        tokens.expectWord("AND");
        Operand high = operand(primary());
        List.of(operand, low, high).forEach(each -> reader.checkType("BETWEEN", each, ORDERED));
        checkDistinct("BETWEEN", operand, List.of(low, high));
        if (low instanceof Operand.Literal from && high instanceof Operand.Literal to) {
            checkBounds(from.value(), to.value());
        }
        return new Condition.Between(operand, low, high);
    }

    private void checkBounds(Value low, Value high) {
        String bounds = "; lower bound operand: " + ValueJson.spelled(low) + ", upper bound operand: " + ValueJson.spelled(high);
        if (low.type() != high.type()) {
            reader.fail("The BETWEEN operator requires same data type for lower and upper bounds" + bounds);
        } else if (ORDERED.contains(low.type()) && Value.compare(low, high) > 0) {
            reader.fail("The BETWEEN operator requires upper bound to be greater than or equal to lower bound" + bounds);
        }
    }

    private Condition in(Operand operand) {
        tokens.take();
        tokens.expect("(");
        List<Operand> among = operands();
        checkDistinct("IN", operand, among);
        if (among.size() > MAX_IN) {
            reader.fail("The IN operator is provided with too many operands; number of operands: " + among.size());
        }
        return new Condition.In(operand, among);
    }

    private Parsed primary() {
        if (tokens.skip("(")) {
            Parsed inner = or();
            if (inner.parenthesised()) {
                reader.fail(ExpressionReader.Rank.FORM, "The expression has redundant parentheses;");
            }
            tokens.expect(")");
            return new Parsed(inner.condition(), inner.operand(), inner.function(), true);
        }
        if (tokens.callFollows()) {
            return call();
        }
        return Parsed.of(reader.valueFollows() ? reader.value() : new Operand.At(reader.path()));
    }

    private List<Operand> operands() {
        List<Operand> operands = new ArrayList<>();
        do {
            operands.add(operand(primary()));
        } while (tokens.skip(","));
        tokens.expect(")");
        return operands;
    }

    private Parsed call() {
        String function = tokens.take().text();
        tokens.expect("(");
        List<Operand> operands = operands();
        return switch (function) {
            case "size" -> new Parsed(null, size(operands), function, false);
            case "attribute_exists", "attribute_not_exists" -> test(function, operands, 1);
            case "attribute_type", "begins_with", "contains" -> test(function, operands, 2);
            case "if_not_exists", "list_append" -> unusable("The function is not allowed in a condition expression; function: " + function);
            default -> unusable("Invalid function name; function: " + function);
        };
    }

    private Parsed unusable(String message) {
        reader.fail(ExpressionReader.Rank.FORM, message);
        return new Parsed(nothing(), new Operand.Undefined(), null, false);
    }

    private Operand size(List<Operand> operands) {
        reader.checkCount("size", operands, 1);
        reader.checkType("size", operands.getFirst(), SIZED);
        return new Operand.Size(operands.getFirst());
    }

    private Parsed test(String function, List<Operand> operands, int count) {
        reader.checkCount(function, operands, count);
        Operand first = operands.getFirst();
        Operand last = operands.getLast();
        checkDistinct(function, first, operands.subList(1, operands.size()));
        Condition condition = switch (function) {
            case "attribute_exists" -> new Condition.Exists(pathOf(function, first), true);
            case "attribute_not_exists" -> new Condition.Exists(pathOf(function, first), false);
            case "attribute_type" -> new Condition.OfType(first, wantedType(last));
            case "begins_with" -> {
                reader.checkType(function, first, List.of(AttributeType.S, AttributeType.B));
                reader.checkType(function, last, List.of(AttributeType.S, AttributeType.B));
                yield new Condition.BeginsWith(first, last);
            }
            default -> new Condition.Contains(first, last);
        };
        return new Parsed(condition, null, function, false);
    }

    private Path pathOf(String function, Operand operand) {
        if (operand instanceof Operand.At at) {
            return at.path();
        }
        reader.fail("Operator or function requires a document path; operator or function: " + function);
        return new Path(List.of(new Path.Name("")));
    }

    private AttributeType wantedType(Operand operand) {
        reader.checkType("attribute_type", operand, List.of(AttributeType.S));
        if (operand instanceof Operand.Literal literal && literal.value() instanceof Value.Text text) {
            Optional<AttributeType> type = List.of(AttributeType.values()).stream().filter(each -> each.name().equals(text.value()))
                    .findFirst();
            if (type.isEmpty()) {
                reader.fail("Invalid attribute type name found; type: " + text.value() + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
            }
            return type.orElse(AttributeType.NULL);
        }
        reader.fail("Operator or function requires an expression attribute value; operator or function: attribute_type");
        return AttributeType.NULL;
    }

    /** A path compared with itself says nothing. */
    private void checkDistinct(String operator, Operand first, List<Operand> others) {
        if (first instanceof Operand.At at && others.contains(first)) {
            reader.fail(
                    "The first operand must be distinct from the remaining operands for this operator or function; operator: " + operator
                            + ", first operand: " + at.path());
        }
    }
}
