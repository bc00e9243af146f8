package dev.tapedeck.mesh;

import tools.jackson.databind.JsonNode;

/**
 * An answer depends on what a table held before the run began, and nobody knows that. It is never made up: whoever directs the run is told, and the
 * run stops there.
 */
public final class NotKnown extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String table;

    /** @param what one sentence */
    private NotKnown(String table, String what) {
        super(what);
        this.table = table;
    }

    static NotKnown item(String table, JsonNode key) {
        return new NotKnown(table, "whether `" + table + "` held an item under " + key + " is not known");
    }

    static NotKnown attribute(String table, JsonNode key, String attribute) {
        return new NotKnown(table, "what `" + attribute + "` was in the item of `" + table + "` under " + key + " is not known");
    }

    static NotKnown rest(String table, JsonNode key) {
        return new NotKnown(table, "which attributes the item of `" + table + "` under " + key + " had is not known");
    }

    static NotKnown range(String table, String operation) {
        return new NotKnown(table, "which items of `" + table + "` a `" + operation + "` finds is not known");
    }

    /** The stable code of this fault. */
    public String code() {
        return "NOT_KNOWN";
    }

    public String table() {
        return table;
    }

    /** One sentence: what is not known. */
    public String what() {
        return String.valueOf(getMessage());
    }
}
