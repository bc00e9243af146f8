package dev.tapedeck.mesh;

import dev.tapedeck.mesh.Value.SetOf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An update expression
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html). Every operand sees the item as it was.
 * What is set comes before what is removed; list elements set beyond the end are appended in the order of their indexes, and removals go from
 * the last element to the first, so that an index always means the list as it was.
 */
record Update(List<Action> actions) {

    sealed interface Action {
        Path path();
    }

    record Assign(Path path, Operand operand) implements Action {}

    record Remove(Path path) implements Action {}

    /** Adds to a number, or members to a set. */
    record Add(Path path, Value value) implements Action {}

    /** Takes members out of a set; a set without members is gone. */
    record Delete(Path path, SetOf value) implements Action {}

    Update {
        actions = List.copyOf(actions);
    }

    List<Path> paths() {
        return actions.stream().map(Action::path).toList();
    }

    /** What it computes from: operands, what is added to, and documents of which it changes a part. */
    List<Path> reads() {
        List<Path> reads = new ArrayList<>();
        for (Action action : actions) {
            if (action instanceof Assign assign) {
                reads.addAll(assign.operand().paths());
            }
            if (action.path().isNested() || action instanceof Add || action instanceof Delete) {
                reads.add(action.path());
            }
        }
        return reads;
    }

    /** Whether it makes an item where there was none: removing alone does not. */
    boolean creates() {
        return actions.stream().anyMatch(action -> action instanceof Assign || action instanceof Add);
    }

    static DynamoFault wrongType() {
        return DynamoFault.validation("An operand in the update expression has an incorrect data type");
    }

    Value.MapOf apply(Value.MapOf before) {
        TreeMap<Path, Value> placed = new TreeMap<>();
        TreeSet<Path> removed = new TreeSet<>(Comparator.reverseOrder());
        for (Action action : actions) {
            checkParent(action.path(), before);
            Value after = after(action, before);
            if (after != null) {
                placed.put(action.path(), after);
            } else if (action.path().in(before) != null) {
                removed.add(action.path());
            }
        }
        Value item = before;
        for (Map.Entry<Path, Value> entry : placed.entrySet()) {
            item = replace(item, entry.getKey().elements(), entry.getValue());
        }
        for (Path path : removed) {
            item = replace(item, path.elements(), null);
        }
        return (Value.MapOf) item;
    }

    /** What is at the action's path afterwards, null for nothing. */
    private static @Nullable Value after(Action action, Value.MapOf before) {
        return switch (action) {
            case Assign assign -> {
                Value value = assign.operand().in(before);
                if (value == null) {
                    throw DynamoFault.validation("The provided expression refers to an attribute that does not exist in the item");
                }
                yield value;
            }
            case Remove remove -> null;
            case Add add -> added(add.path().in(before), add.value());
            case Delete delete -> without(delete.path().in(before), delete.value());
        };
    }

    private static Value added(@Nullable Value to, Value value) {
        if (to == null) {
            return value;
        }
        if (to instanceof Value.Num a && value instanceof Value.Num b) {
            return Numbers.plus(a, b);
        }
        if (to instanceof SetOf a && value instanceof SetOf b && a.type() == b.type()) {
            List<Value> members = new ArrayList<>(a.members());
            members.addAll(b.members());
            return SetOf.of(a.type(), members);
        }
        throw wrongType();
    }

    private static @Nullable Value without(@Nullable Value from, SetOf value) {
        if (from == null) {
            return null;
        }
        if (!(from instanceof SetOf set) || set.type() != value.type()) {
            throw wrongType();
        }
        List<Value> left = set.members().stream().filter(each -> !value.members().contains(each)).toList();
        return left.isEmpty() ? null : new SetOf(set.type(), left);
    }

    /** What the last element of the path is in must be there already. */
    private static void checkParent(Path path, Value.MapOf item) {
        Value parent = path.isNested() ? new Path(path.elements().subList(0, path.elements().size() - 1)).in(item) : item;
        boolean fits = switch (path.elements().getLast()) {
            case Path.Name name -> parent instanceof Value.MapOf;
            case Path.Index index -> parent instanceof Value.ListOf;
        };
        if (!fits) {
            throw DynamoFault.validation("The document path provided in the update expression is invalid for update");
        }
    }

    /** {@code in} with {@code value} at the end of the way; null takes away what is there. */
    private static Value replace(Value in, List<Path.Element> way, @Nullable Value value) {
        Path.Element first = way.getFirst();
        Value put = value;
        if (way.size() > 1) {
            Value inner = Path.step(in, first);
            if (inner == null) {
                throw new IllegalStateException("checked before: " + way);
            }
            put = replace(inner, way.subList(1, way.size()), value);
        }
        return switch (first) {
            case Path.Name name -> inMap((Value.MapOf) in, name.name(), put);
            case Path.Index index -> inList((Value.ListOf) in, index.index(), put);
        };
    }

    private static Value inMap(Value.MapOf map, String name, @Nullable Value value) {
        TreeMap<String, Value> entries = new TreeMap<>(map.entries());
        if (value == null) {
            entries.remove(name);
        } else {
            entries.put(name, value);
        }
        return new Value.MapOf(entries);
    }

    private static Value inList(Value.ListOf list, int index, @Nullable Value value) {
        List<Value> elements = new ArrayList<>(list.elements());
        if (index >= elements.size()) {
            if (value != null) {
                elements.add(value);
            }
        } else if (value == null) {
            elements.remove(index);
        } else {
            elements.set(index, value);
        }
        return new Value.ListOf(elements);
    }
}
