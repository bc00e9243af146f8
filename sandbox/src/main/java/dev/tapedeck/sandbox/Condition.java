package dev.tapedeck.sandbox;

/**
 * One thing that Tapedeck needs of the machine, as it was found.
 *
 * @param name of what was looked at, in a word or two
 * @param detail what there is, or what is wrong
 * @param fix what to type or do; empty where nothing is to be done
 */
public record Condition(String name, State state, String detail, String fix) {

    /** How it stands. */
    public enum State {
        /** There. */
        GOOD,
        /** Tapedeck works without it, though not all of it, or less well. */
        NOTE,
        /** Without it no real code runs. */
        LACKING
    }

    public static Condition good(String name, String detail) {
        return new Condition(name, State.GOOD, detail, "");
    }

    public static Condition note(String name, String detail, String fix) {
        return new Condition(name, State.NOTE, detail, fix);
    }

    public static Condition lacking(String name, String detail, String fix) {
        return new Condition(name, State.LACKING, detail, fix);
    }
}
