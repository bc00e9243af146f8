package dev.tapedeck.mesh;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A condition, filter or key condition, over one item
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html). Values of different types are
 * unequal and not ordered; a missing attribute equals nothing.
 */
sealed interface Condition {

    boolean holds(Value.MapOf item);

    enum Comparator {
        EQUAL("="), UNEQUAL("<>"), LESS("<"), AT_MOST("<="), GREATER(">"), AT_LEAST(">=");

        private final String symbol;

        Comparator(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }

        boolean orders() {
            return this != EQUAL && this != UNEQUAL;
        }

        boolean holds(@Nullable Value a, @Nullable Value b) {
            return switch (this) {
                case EQUAL -> a != null && a.equals(b);
                case UNEQUAL -> a == null || !a.equals(b);
                case LESS -> ordered(a, b, sign -> sign < 0);
                case AT_MOST -> ordered(a, b, sign -> sign <= 0);
                case GREATER -> ordered(a, b, sign -> sign > 0);
                case AT_LEAST -> ordered(a, b, sign -> sign >= 0);
            };
        }

        private static boolean ordered(@Nullable Value a, @Nullable Value b, IntPredicate sign) {
            return a != null && b != null && a.type() == b.type() && a.type().isOrdered() && sign.test(Value.compare(a, b));
        }
    }

    record Comparison(Comparator comparator, Operand left, Operand right) implements Condition {
        @Override
        public boolean holds(Value.MapOf item) {
            return comparator.holds(left.in(item), right.in(item));
        }
    }

    record Between(Operand operand, Operand low, Operand high) implements Condition {
        @Override
        public boolean holds(Value.MapOf item) {
            Value value = operand.in(item);
            return Comparator.AT_LEAST.holds(value, low.in(item)) && Comparator.AT_MOST.holds(value, high.in(item));
        }
    }

    record In(Operand operand, List<Operand> among) implements Condition {
        public In {
            among = List.copyOf(among);
        }

        @Override
        public boolean holds(Value.MapOf item) {
            Value value = operand.in(item);
            return among.stream().anyMatch(each -> Comparator.EQUAL.holds(value, each.in(item)));
        }
    }

    record And(Condition left, Condition right) implements Condition {
        @Override
        public boolean holds(Value.MapOf item) {
            return left.holds(item) && right.holds(item);
        }
    }

    record Or(Condition left, Condition right) implements Condition {
        @Override
        public boolean holds(Value.MapOf item) {
            return left.holds(item) || right.holds(item);
        }
    }

    record Not(Condition condition) implements Condition {
        @Override
        public boolean holds(Value.MapOf item) {
            return !condition.holds(item);
        }
    }

    record Exists(Path path, boolean wanted) implements Condition {
        @Override
        public boolean holds(Value.MapOf item) {
            return (path.in(item) != null) == wanted;
        }
    }

    record OfType(Operand operand, AttributeType wanted) implements Condition {
        @Override
        public boolean holds(Value.MapOf item) {
            Value value = operand.in(item);
            return value != null && value.type() == wanted;
        }
    }

    record BeginsWith(Operand operand, Operand prefix) implements Condition {
        @Override
        public boolean holds(Value.MapOf item) {
            Value start = prefix.in(item);
            return switch (operand.in(item)) {
                case Value.Text text -> start instanceof Value.Text with && text.value().startsWith(with.value());
                case Value.Binary binary -> start instanceof Value.Binary with && begins(binary.bytes(), with.bytes());
                case null, default -> false;
            };
        }

        private static boolean begins(byte[] bytes, byte[] with) {
            return with.length <= bytes.length && Arrays.equals(bytes, 0, with.length, with, 0, with.length);
        }
    }

    record Contains(Operand operand, Operand sought) implements Condition {
        @Override
        public boolean holds(Value.MapOf item) {
            Value part = sought.in(item);
            if (part == null) {
                return false;
            }
            return switch (operand.in(item)) {
                case Value.Text text -> part instanceof Value.Text inner && text.value().contains(inner.value());
                case Value.Binary binary -> part instanceof Value.Binary inner && within(inner.bytes(), binary.bytes());
                case Value.ListOf list -> list.elements().contains(part);
                case Value.SetOf set -> set.members().contains(part);
                case null, default -> false;
            };
        }

        private static boolean within(byte[] part, byte[] whole) {
            for (int at = 0; at + part.length <= whole.length; at++) {
                if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
                    return true;
                }
            }
            return false;
        }
    }
}
