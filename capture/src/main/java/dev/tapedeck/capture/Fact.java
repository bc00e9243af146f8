package dev.tapedeck.capture;

import java.util.Comparator;

/**
 * Something that a workflow did, abstract enough that another workflow of its kind does the same: without ids, times and amounts.
 *
 * @param component who did it
 * @param target what it was done to: a channel, a table, a dependency
 * @param operation what was done, with the type of a message or the outline of a key
 */
record Fact(Kind kind, String component, String target, String operation) implements Comparable<Fact> {

    enum Kind {
        /** A function ran to its end. */
        RAN,
        /** A message was taken by a channel. */
        SENT,
        /** An item was written. */
        WROTE,
        /** A dependency did what it was asked. */
        CALLED,
        /** A line of log, where a component has nothing better. */
        LOGGED
    }

    private static final Comparator<Fact> ORDER = Comparator.comparing(Fact::kind).thenComparing(Fact::component)
            .thenComparing(Fact::target)
            .thenComparing(Fact::operation);

    @Override
    public int compareTo(Fact other) {
        return ORDER.compare(this, other);
    }

    /** As a clause without its subject. */
    String deed() {
        return switch (kind) {
            case RAN -> "ran to its end";
            case SENT -> "sent " + (operation.isEmpty() ? "a message" : operation) + " to " + target;
            case WROTE -> operation + " on " + target;
            case CALLED -> operation + " at " + target;
            case LOGGED -> "logged \"" + operation + "\"";
        };
    }
}
