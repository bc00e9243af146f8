package dev.tapedeck.mesh;

import dev.tapedeck.mesh.ExpressionReader.Rank;
import dev.tapedeck.mesh.Placeholders.Kind;
import dev.tapedeck.mesh.Update.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Reads update expressions by recursive descent
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html).
 *
 * <pre>
 *   update  := (SET path '=' sum, … | REMOVE path, … | ADD path :value, … | DELETE path :value, …)+     each section once
 *   sum     := '(' sum ')' | operand | operand '+' operand | operand '-' operand
 *   operand := '(' operand ')' | function '(' operand, … ')' | path | :value
 * </pre>
 */
final class UpdateParser {

    private static final List<String> SECTIONS = List.of("SET", "REMOVE", "ADD", "DELETE");
    private static final List<String> CONDITION_FUNCTIONS = List.of("attribute_exists", "attribute_not_exists", "attribute_type",
            "begins_with",
            "contains", "size");

    private final ExpressionReader reader;
    private final Tokens tokens;

    private UpdateParser(ExpressionReader reader) {
        this.reader = reader;
        this.tokens = reader.tokens;
    }

    static Update parse(String text, Placeholders placeholders) {
        ExpressionReader reader = new ExpressionReader(Kind.UPDATE, text, placeholders);
        Update update = new UpdateParser(reader).sections();
        reader.finish(update.paths());
        return update;
    }

    private Update sections() {
        List<Action> actions = new ArrayList<>();
        TreeSet<String> seen = new TreeSet<>();
        do {
            String section = SECTIONS.stream().filter(tokens::skipWord).findFirst().orElseThrow(tokens::unexpected);
            if (!seen.add(section)) {
                reader.fail("The \"" + section + "\" section can only be used once in an update expression;");
            }
            Supplier<Action> action = switch (section) {
                case "SET" -> this::assign;
                case "REMOVE" -> () -> new Update.Remove(reader.path());
                case "ADD" -> this::add;
                default -> this::delete;
            };
            do {
                actions.add(action.get());
            } while (tokens.skip(","));
        } while (SECTIONS.stream().anyMatch(tokens.peek()::isWord));
        return new Update(actions);
    }

    private Action assign() {
        Path path = reader.path();
        tokens.expect("=");
        return new Update.Assign(path, sum());
    }

    private Action add() {
        Path path = reader.path();
        if (!(reader.value() instanceof Operand.Literal literal)) {
            return new Update.Remove(path);
        }
        Value value = literal.value();
        if (value.type() != AttributeType.N && !value.type().isSet()) {
            wrongSetType("ADD", value);
        }
        return new Update.Add(path, value);
    }

    private Action delete() {
        Path path = reader.path();
        if (!(reader.value() instanceof Operand.Literal literal)) {
            return new Update.Remove(path);
        }
        if (literal.value() instanceof Value.SetOf set) {
            return new Update.Delete(path, set);
        }
        wrongSetType("DELETE", literal.value());
        return new Update.Remove(path);
    }

    private void wrongSetType(String operator, Value value) {
        reader.fail(Rank.SET_OPERANDS, "Incorrect operand type for operator or function; operator: " + operator + ", operand type: "
                + value.type().spelled() + ", typeSet: ALLOWED_FOR_" + operator + "_OPERAND");
    }

    private Operand sum() {
        boolean parenthesised = tokens.peek().is("(");
        Operand left = parenthesised ? inParentheses(this::sum) : operand();
        if (left instanceof Operand.Arithmetic || !(tokens.peek().is("+") || tokens.peek().is("-"))) {
            return left;
        }
        String operator = tokens.take().text();
        Operand right = operand();
        for (Operand each : List.of(left, right)) {
            checkNoList(each);
            reader.checkType(operator, each, List.of(AttributeType.N));
        }
        return new Operand.Arithmetic(operator.equals("-"), left, right);
    }

    private Operand inParentheses(Supplier<Operand> inner) {
        tokens.expect("(");
        if (tokens.peek().is("(")) {
            reader.fail(Rank.FORM, "The expression has redundant parentheses;");
        }
        Operand operand = inner.get();
        tokens.expect(")");
        return operand;
    }

    private Operand operand() {
        if (tokens.peek().is("(")) {
            return inParentheses(this::operand);
        }
        if (tokens.callFollows()) {
            return call();
        }
        return reader.valueFollows() ? reader.value() : new Operand.At(reader.path());
    }

    private Operand call() {
        String function = tokens.take().text();
        tokens.expect("(");
        List<Operand> operands = new ArrayList<>();
        do {
            operands.add(operand());
        } while (tokens.skip(","));
        tokens.expect(")");
        return switch (function) {
            case "if_not_exists" -> ifNotExists(operands);
            case "list_append" -> listAppend(operands);
            default -> {
                reader.fail(Rank.FORM, CONDITION_FUNCTIONS.contains(function)
                        ? "The function is not allowed in an update expression; function: " + function
                        : "Invalid function name; function: " + function);
                yield new Operand.Undefined();
            }
        };
    }

    private Operand ifNotExists(List<Operand> operands) {
        reader.checkCount("if_not_exists", operands, 2);
        checkNoList(operands.getLast());
        if (operands.getFirst() instanceof Operand.At at) {
            return new Operand.IfNotExists(at.path(), operands.getLast());
        }
        reader.fail("Operator or function requires a document path; operator or function: if_not_exists");
        return operands.getFirst();
    }

    private Operand listAppend(List<Operand> operands) {
        reader.checkCount("list_append", operands, 2);
        for (Operand each : operands) {
            checkNoList(each);
            reader.checkType("list_append", each, List.of(AttributeType.L));
        }
        return new Operand.ListAppend(operands.getFirst(), operands.getLast());
    }

    private void checkNoList(Operand operand) {
        if (operand instanceof Operand.ListAppend) {
            reader.fail("The function is not allowed to be used this way in an expression; function: list_append");
        }
    }
}
