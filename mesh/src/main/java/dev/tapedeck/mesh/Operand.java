package dev.tapedeck.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an expression computes a value from
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html).
 */
sealed interface Operand {

    /** Its value, null where an attribute is missing. In an update expression {@link Update} turns that into an error. */
    @Nullable
    Value in(Value.MapOf item);

    /** What it reads of the item. */
    default List<Path> paths() {
        return List.of();
    }

    /** The type, where it is known before any item is looked at. */
    default Optional<AttributeType> type() {
        return Optional.empty();
    }

    record At(Path path) implements Operand {
        @Override
        public List<Path> paths() {
            return List.of(path);
        }

        @Override
        public @Nullable Value in(Value.MapOf item) {
            return path.in(item);
        }
    }

    private static List<Path> joined(List<Path> one, List<Path> other) {
        List<Path> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    record Literal(Value value) implements Operand {
        @Override
        public Value in(Value.MapOf item) {
            return value;
        }

        @Override
        public Optional<AttributeType> type() {
            return Optional.of(value.type());
        }
    }

    /** Stands where something is wrong; an expression that holds one is never evaluated. */
    record Undefined() implements Operand {
        @Override
        public @Nullable Value in(Value.MapOf item) {
            return null;
        }
    }

    /** Length of text or binary, count of a document's or set's members. */
    record Size(Operand of) implements Operand {
        @Override
        public List<Path> paths() {
            return of.paths();
        }

        @Override
        public @Nullable Value in(Value.MapOf item) {
            return switch (of.in(item)) {
                case Value.Text text -> Numbers.of(text.value().length());
                case Value.Binary binary -> Numbers.of(binary.bytes().length);
                case Value.ListOf list -> Numbers.of(list.elements().size());
                case Value.MapOf map -> Numbers.of(map.entries().size());
                case Value.SetOf set -> Numbers.of(set.members().size());
                case null, default -> null;
            };
        }

        @Override
        public Optional<AttributeType> type() {
            return Optional.of(AttributeType.N);
        }
    }

    record IfNotExists(Path path, Operand otherwise) implements Operand {
        @Override
        public List<Path> paths() {
            return joined(List.of(path), otherwise.paths());
        }

        @Override
        public @Nullable Value in(Value.MapOf item) {
            // the second operand must have a value too, used or not
            Value other = otherwise.in(item);
            Value there = path.in(item);
            return other == null ? null : there == null ? other : there;
        }
    }

    record ListAppend(Operand first, Operand second) implements Operand {
        @Override
        public List<Path> paths() {
            return joined(first.paths(), second.paths());
        }

        @Override
        public @Nullable Value in(Value.MapOf item) {
            Value head = first.in(item);
            Value tail = second.in(item);
            if (head == null || tail == null) {
                return null;
            }
            if (!(head instanceof Value.ListOf one) || !(tail instanceof Value.ListOf two)) {
                throw Update.wrongType();
            }
            List<Value> joined = new ArrayList<>(one.elements());
            joined.addAll(two.elements());
            return new Value.ListOf(joined);
        }

        @Override
        public Optional<AttributeType> type() {
            return Optional.of(AttributeType.L);
        }
    }

    record Arithmetic(boolean minus, Operand left, Operand right) implements Operand {
        @Override
        public List<Path> paths() {
            return joined(left.paths(), right.paths());
        }

        @Override
        public @Nullable Value in(Value.MapOf item) {
            Value a = left.in(item);
            Value b = right.in(item);
            if (a == null || b == null) {
                return null;
            }
            if (!(a instanceof Value.Num x) || !(b instanceof Value.Num y)) {
                throw Update.wrongType();
            }
            return minus ? Numbers.minus(x, y) : Numbers.plus(x, y);
        }

        @Override
        public Optional<AttributeType> type() {
            return Optional.of(AttributeType.N);
        }
    }
}
