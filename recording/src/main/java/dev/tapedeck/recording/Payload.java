package dev.tapedeck.recording;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * A body that travelled: an event, a request, an answer. A body that parses as JSON is held as that tree, any other as a string node; strings
 * inside it that themselves hold JSON, base64 and the like stay the strings they were. {@link Coverage} says how much of it is known; a payload
 * that was cut is never taken for whole.
 */
public record Payload(JsonNode value, Coverage coverage) {

    public enum Coverage {
        /** Every byte is known. */
        WHOLE,
        /** Cut by a size limit at the source. */
        TRUNCATED,
        /** Spread over attributes by a tracer, types lost. */
        FLATTENED,
        /** Fields were removed at the source; the recording lists them. */
        REDACTED,
        /** Made by Tapedeck where nothing was known (`--synthesise`). */
        SYNTHETIC,
        /** Nobody recorded it. */
        ABSENT
    }

    public Payload {
        value = PlainTree.of(value);
    }

    private static final Payload NOT_RECORDED = new Payload(NullNode.getInstance(), Coverage.ABSENT);

    public static Payload whole(JsonNode value) {
        return new Payload(value, Coverage.WHOLE);
    }

    public static Payload absent() {
        return NOT_RECORDED;
    }

    public boolean isWhole() {
        return coverage == Coverage.WHOLE;
    }

    public boolean isAbsent() {
        return coverage == Coverage.ABSENT;
    }

    public Payload withValue(JsonNode replaced) {
        return new Payload(replaced, coverage);
    }
}
