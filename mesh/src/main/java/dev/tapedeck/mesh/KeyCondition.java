package dev.tapedeck.mesh;

import dev.tapedeck.mesh.Condition.Comparator;
import dev.tapedeck.mesh.Placeholders.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A key condition: the partition to read, and which part of it
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html).
 *
 * @param range about the sort key, holding for everything where there is none
 */
record KeyCondition(Value partition, Condition range) {

    /**
     * The sort key at which the range ends in this direction and which it includes: a page that ends there is the last one, as DynamoDB Local
     * has it.
     */
    Optional<Value> lastIncluded(boolean forward) {
        return switch (range) {
            case Condition.Between between -> literal(forward ? between.high() : between.low());
            case Condition.Comparison comparison -> bound(comparison, forward);
            default -> Optional.empty();
        };
    }

    private static Optional<Value> bound(Condition.Comparison comparison, boolean forward) {
        boolean reversed = comparison.left() instanceof Operand.Literal;
        Comparator wanted = forward == reversed ? Comparator.AT_LEAST : Comparator.AT_MOST;
        return comparison.comparator() == wanted ? literal(reversed ? comparison.left() : comparison.right()) : Optional.empty();
    }

    private static Optional<Value> literal(Operand operand) {
        return operand instanceof Operand.Literal literal ? Optional.of(literal.value()) : Optional.empty();
    }

    /** @param names of the partition key and, if there is one, the sort key */
    static KeyCondition of(Condition condition, List<String> names, Map<String, AttributeType> types) {
        List<Condition> parts = new ArrayList<>();
        flatten(condition, parts);
        SortedMap<String, Condition> byKey = new TreeMap<>();
        for (Condition part : parts) {
            if (byKey.put(keyOf(part), part) != null) {
                throw DynamoFault.validation("KeyConditionExpressions must only contain one condition per key");
            }
        }
        Condition partition = byKey.remove(names.getFirst());
        Condition range = names.size() > 1 ? byKey.remove(names.getLast()) : null;
        if (partition == null || !byKey.isEmpty()) {
            throw DynamoFault.validation(
                    "Query condition missed key schema element: " + (partition == null ? names.getFirst() : names.getLast()));
        }
        checkTypes(partition, names.getFirst(), types);
        if (range != null) {
            checkTypes(range, names.getLast(), types);
        }
        if (!(partition instanceof Condition.Comparison comparison) || comparison.comparator() != Comparator.EQUAL) {
            throw DynamoFault.validation("Query key condition not supported");
        }
        Value value = literals(comparison).getFirst();
        return new KeyCondition(value, range == null ? ConditionParser.Expression.TRUE.condition() : range);
    }

    private static void flatten(Condition condition, List<Condition> into) {
        switch (condition) {
            case Condition.And and -> {
                flatten(and.left(), into);
                flatten(and.right(), into);
            }
            case Condition.Comparison comparison when comparison.comparator() != Comparator.UNEQUAL -> into.add(condition);
            case Condition.Between between -> into.add(condition);
            case Condition.BeginsWith begins -> into.add(condition);
            case Condition.Comparison comparison -> throw unsupported("<>");
            case Condition.Or or -> throw unsupported("OR");
            case Condition.Not not -> throw unsupported("NOT");
            case Condition.In in -> throw unsupported("IN");
            case Condition.Exists exists -> throw unsupported(exists.wanted() ? "attribute_exists" : "attribute_not_exists");
            case Condition.OfType type -> throw unsupported("attribute_type");
            case Condition.Contains contains -> throw unsupported("contains");
        }
    }

    private static DynamoFault unsupported(String operator) {
        return DynamoFault.validation("Invalid operator used in " + Kind.KEY_CONDITION.parameter() + ": " + operator);
    }

    /** The one attribute that a condition is about. */
    private static String keyOf(Condition condition) {
        List<Path> paths = new ArrayList<>();
        for (Operand operand : operands(condition)) {
            switch (operand) {
                case Operand.At at -> paths.add(at.path());
                case Operand.Literal literal -> {
                    // the value to compare with
                }
                case Operand.Undefined undefined -> throw nested();
                case Operand.Size size -> throw nested();
                case Operand.IfNotExists other -> throw nested();
                case Operand.ListAppend other -> throw nested();
                case Operand.Arithmetic other -> throw nested();
            }
        }
        if (paths.size() != 1) {
            throw DynamoFault.validation("Invalid condition in KeyConditionExpression: "
                    + (paths.isEmpty() ? "No key attribute specified" : "Multiple attribute names used in one condition"));
        }
        if (paths.getFirst().isNested()) {
            throw DynamoFault.validation("Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: "
                    + paths.getFirst().root());
        }
        return paths.getFirst().root();
    }

    private static DynamoFault nested() {
        return DynamoFault.validation("KeyConditionExpressions cannot contain nested operations");
    }

    private static List<Operand> operands(Condition condition) {
        return switch (condition) {
            case Condition.Comparison comparison -> List.of(comparison.left(), comparison.right());
            case Condition.Between between -> List.of(between.operand(), between.low(), between.high());
            case Condition.BeginsWith begins -> List.of(begins.operand(), begins.prefix());
            case Condition.And other -> List.of();
            case Condition.Or other -> List.of();
            case Condition.Not other -> List.of();
            case Condition.In other -> List.of();
            case Condition.Exists other -> List.of();
            case Condition.OfType other -> List.of();
            case Condition.Contains other -> List.of();
        };
    }

    private static List<Value> literals(Condition condition) {
        return operands(condition).stream().filter(Operand.Literal.class::isInstance).map(each -> ((Operand.Literal) each).value())
                .toList();
    }

    private static void checkTypes(Condition condition, String name, Map<String, AttributeType> types) {
        for (Value value : literals(condition)) {
            if (!value.type().isOrdered() || value.type() != types.getOrDefault(name, value.type())) {
                throw DynamoFault
                        .validation("One or more parameter values were invalid: Condition parameter type does not match schema type");
            }
            if (value.size() == 0) {
                throw DynamoFault
                        .validation("One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an"
                                + " empty " + (value.type() == AttributeType.S ? "string" : "binary") + " value. Key: " + name);
            }
        }
    }
}
