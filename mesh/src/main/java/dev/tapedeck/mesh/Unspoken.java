package dev.tapedeck.mesh;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Says of what nobody has told a table whether it was there: the items under other keys than those that were put. */
public interface Unspoken {

    /** Nothing else was there. */
    Unspoken NOTHING = new Unspoken() {
        @Override
        public boolean absent(ObjectNode key) {
            return true;
        }

        @Override
        public Range range(String operation, JsonNode request) {
            return Range.KNOWN;
        }
    };

    /** How much is known of what a range read finds. */
    enum Range {
        /** Nothing. */
        UNKNOWN,
        /** No items but those that the table was told of. */
        TOLD,
        /** Nor those of them that may or may not be there. */
        KNOWN
    }

    /** Whether there was certainly nothing under {@code key}. */
    boolean absent(ObjectNode key);

    /** @param operation {@code Query} or {@code Scan} */
    Range range(String operation, JsonNode request);
}
