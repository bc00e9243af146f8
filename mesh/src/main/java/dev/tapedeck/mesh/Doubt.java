package dev.tapedeck.mesh;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is not known of an item that a table may hold: whether it is there, what some of its attributes are, or which others it has. Writes take doubt
 * away; what an answer would have to guess is refused with {@link NotKnown}.
 *
 * @param existence whether it is not known to be there, nor not to be
 * @param others whether it may have attributes that nobody has spoken of
 * @param attributes those whose value, if any, is not known
 */
public record Doubt(boolean existence, boolean others, SortedSet<String> attributes) {

    /** Everything is known. */
    public static final Doubt NONE = new Doubt(false, false, new TreeSet<>());
    /** Nothing is. */
    public static final Doubt EVERYTHING = new Doubt(true, true, new TreeSet<>());

    public Doubt {
        attributes = Collections.unmodifiableSortedSet(new TreeSet<>(attributes));
    }

    boolean any() {
        return existence || others || !attributes.isEmpty();
    }

    /** Whether it is about {@code attribute} of an item of which {@code known} is known. */
    boolean concerns(String attribute, Value.MapOf known) {
        return existence || attributes.contains(attribute) || (others && !known.entries().containsKey(attribute));
    }

    /** What is left of it when these attributes were written and the item is there. */
    Doubt written(Collection<String> whole) {
        TreeSet<String> left = new TreeSet<>(attributes);
        left.removeAll(whole);
        return new Doubt(false, others, left);
    }
}
