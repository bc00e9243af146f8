package dev.tapedeck.mesh;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A document path, as {@code invoice.lines[2].amount}, with placeholders resolved
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.Attributes.html). The first element is a name.
 */
record Path(List<Element> elements) implements Comparable<Path> {

    sealed interface Element {}

    record Name(String name) implements Element {
        @Override
        public String toString() {
            return name;
        }
    }

    record Index(int index) implements Element {
        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    Path {
        elements = List.copyOf(elements);
    }

    /** The attribute that it starts at. */
    String root() {
        return elements.getFirst().toString();
    }

    boolean isNested() {
        return elements.size() > 1;
    }

    /** What it leads to in {@code item}, null where nothing is there. */
    @Nullable
    Value in(Value.MapOf item) {
        Value at = item;
        for (Element element : elements) {
            at = step(at, element);
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    static @Nullable Value step(Value from, Element element) {
        return switch (element) {
            case Name name -> from instanceof Value.MapOf map ? map.entries().get(name.name()) : null;
            case Index index -> from instanceof Value.ListOf list && index.index() < list.elements().size()
                    ? list.elements().get(index.index())
                    : null;
        };
    }

    /** Whether one of the two leads to or through the other. */
    boolean overlaps(Path other) {
        int common = Math.min(elements.size(), other.elements.size());
        return elements.subList(0, common).equals(other.elements.subList(0, common));
    }

    /** Whether the two take one thing for a map and for a list. */
    boolean conflicts(Path other) {
        int common = Math.min(elements.size(), other.elements.size());
        for (int i = 0; i < common; i++) {
            Element mine = elements.get(i);
            Element theirs = other.elements.get(i);
            if (!mine.equals(theirs)) {
                return mine instanceof Name != theirs instanceof Name;
            }
        }
        return false;
    }

    /** What to say of the first two of {@code paths}, in the order in which they were written, that cannot stand together. */
    static Optional<String> collision(List<Path> paths) {
        for (int i = 0; i < paths.size(); i++) {
            for (Path two : paths.subList(i + 1, paths.size())) {
                Path one = paths.get(i);
                if (one.overlaps(two) || one.conflicts(two)) {
                    return Optional.of("Two document paths " + (one.overlaps(two) ? "overlap" : "conflict")
                            + " with each other; must remove or rewrite one of these paths; path one: " + one + ", path two: " + two);
                }
            }
        }
        return Optional.empty();
    }

    /** Only what {@code paths} lead to, nested as it was; of lists the elements named, in order. */
    static Value.MapOf project(Value.MapOf item, List<Path> paths) {
        Projection projection = new Projection();
        for (Path path : paths.stream().sorted().toList()) {
            Value found = path.in(item);
            if (found != null) {
                projection.add(path.elements(), found);
            }
        }
        return (Value.MapOf) projection.value();
    }

    /** By elements; indexes by number, and before names. */
    @Override
    public int compareTo(Path other) {
        int common = Math.min(elements.size(), other.elements.size());
        for (int i = 0; i < common; i++) {
            int byElement = compare(elements.get(i), other.elements.get(i));
            if (byElement != 0) {
                return byElement;
            }
        }
        return Integer.compare(elements.size(), other.elements.size());
    }

    private static int compare(Element a, Element b) {
        return switch (a) {
            case Name x -> b instanceof Name y ? x.name().compareTo(y.name()) : 1;
            case Index x -> b instanceof Index y ? Integer.compare(x.index(), y.index()) : -1;
        };
    }

    @Override
    public String toString() {
        return elements.stream().map(Object::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
