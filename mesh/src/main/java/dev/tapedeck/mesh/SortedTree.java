package dev.tapedeck.mesh;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map that never changes: putting and removing make a new one that shares all but a path with the old one. That is what makes forking
 * a table a matter of keeping a reference (DESIGN section 4). Balanced as an AVL tree, so that equal contents cost the same whatever their
 * history.
 */
final class SortedTree<K extends Comparable<K>, V> {

    private static final SortedTree<?, ?> EMPTY = new SortedTree<>(null);

    private final @Nullable Node<K, V> root;

    private SortedTree(@Nullable Node<K, V> root) {
        this.root = root;
    }

    @SuppressWarnings("unchecked") // an empty tree holds no key and no value
    static <K extends Comparable<K>, V> SortedTree<K, V> empty() {
        return (SortedTree<K, V>) EMPTY;
    }

    private record Node<K, V>(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right, int height, int size) {}

    int size() {
        return size(root);
    }

    Optional<V> get(K key) {
        Node<K, V> at = root;
        while (at != null) {
            int sign = key.compareTo(at.key());
            if (sign == 0) {
                return Optional.of(at.value());
            }
            at = sign < 0 ? at.left() : at.right();
        }
        return Optional.empty();
    }

    SortedTree<K, V> put(K key, V value) {
        return new SortedTree<>(put(root, key, value));
    }

    SortedTree<K, V> remove(K key) {
        return get(key).isEmpty() ? this : new SortedTree<>(root == null ? null : remove(root, key));
    }

    /** A key and what is there. */
    record Entry<K, V>(K key, V value) {}

    /** Every value, in the order of the keys. */
    List<V> values() {
        List<V> values = new ArrayList<>(size());
        entries(null, true, true).forEach(entry -> values.add(entry.value()));
        return values;
    }

    /**
     * Entries in order of their keys.
     *
     * @param from where to start, null for the first (or, backwards, the last)
     * @param inclusive whether {@code from} itself is among them
     */
    Iterable<Entry<K, V>> entries(@Nullable K from, boolean inclusive, boolean forward) {
        return () -> new Walk<>(root, from, inclusive, forward);
    }

    private static <K extends Comparable<K>, V> Node<K, V> put(@Nullable Node<K, V> at, K key, V value) {
        if (at == null) {
            return new Node<>(key, value, null, null, 1, 1);
        }
        int sign = key.compareTo(at.key());
        if (sign == 0) {
            return new Node<>(key, value, at.left(), at.right(), at.height(), at.size());
        }
        return sign < 0 ? balanced(at, put(at.left(), key, value), at.right()) : balanced(at, at.left(), put(at.right(), key, value));
    }

    private static <K extends Comparable<K>, V> @Nullable Node<K, V> remove(Node<K, V> at, K key) {
        int sign = key.compareTo(at.key());
        if (sign < 0 && at.left() != null) {
            return balanced(at, remove(at.left(), key), at.right());
        }
        if (sign > 0 && at.right() != null) {
            return balanced(at, at.left(), remove(at.right(), key));
        }
        if (at.left() == null || at.right() == null) {
            return at.left() == null ? at.right() : at.left();
        }
        Node<K, V> next = at.right();
        while (next.left() != null) {
            next = next.left();
        }
        return balanced(next, at.left(), remove(at.right(), next.key()));
    }

    /** A node with the key of {@code at} over these two, turned where one is too high. */
    private static <K, V> Node<K, V> balanced(Node<K, V> at, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        int lean = height(left) - height(right);
        if (lean > 1 && left != null) {
            if (height(left.left()) >= height(left.right()) || left.right() == null) {
                return node(left, left.left(), node(at, left.right(), right));
            }
            Node<K, V> middle = left.right();
            return node(middle, node(left, left.left(), middle.left()), node(at, middle.right(), right));
        }
        if (lean < -1 && right != null) {
            if (height(right.right()) >= height(right.left()) || right.left() == null) {
                return node(right, node(at, left, right.left()), right.right());
            }
            Node<K, V> middle = right.left();
            return node(middle, node(at, left, middle.left()), node(right, middle.right(), right.right()));
        }
        return node(at, left, right);
    }

    private static <K, V> Node<K, V> node(Node<K, V> at, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        return new Node<>(at.key(), at.value(), left, right, Math.max(height(left), height(right)) + 1, size(left) + size(right) + 1);
    }

    private static int height(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.height();
    }

    private static int size(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.size();
    }

    /** Goes through the tree in order; what is still to come are the nodes on its stack and what is beyond each of them. */
    private static final class Walk<K extends Comparable<K>, V> implements Iterator<Entry<K, V>> {

        private final Deque<Node<K, V>> ahead = new ArrayDeque<>();
        private final boolean forward;

        Walk(@Nullable Node<K, V> root, @Nullable K from, boolean inclusive, boolean forward) {
            this.forward = forward;
            Node<K, V> at = root;
            while (at != null) {
                int sign = from == null ? -1 : from.compareTo(at.key()) * (forward ? 1 : -1);
                if (sign < 0 || (sign == 0 && inclusive)) {
                    ahead.push(at);
                    at = near(at);
                } else {
                    at = far(at);
                }
            }
        }

        @Override
        public boolean hasNext() {
            return !ahead.isEmpty();
        }

        @Override
        public Entry<K, V> next() {
            if (ahead.isEmpty()) {
                throw new NoSuchElementException();
            }
            Node<K, V> now = ahead.pop();
            for (Node<K, V> at = far(now); at != null; at = near(at)) {
                ahead.push(at);
            }
            return new Entry<>(now.key(), now.value());
        }

        private @Nullable Node<K, V> near(Node<K, V> at) {
            return forward ? at.left() : at.right();
        }

        private @Nullable Node<K, V> far(Node<K, V> at) {
            return forward ? at.right() : at.left();
        }
    }
}
