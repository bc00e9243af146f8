package dev.tapedeck.recording;

import org.jspecify.annotations.Nullable;

/**
 * Something needed and not known, by name: a missing payload, an unknown initial value, a response nobody recorded.
 *
 * @param subject what it is about (an invocation, call, message), null for the whole recording
 * @param component where
 * @param detail one sentence: what is not known
 * @param remedy what would close it, as an instruction
 */
public record Gap(Kind kind, @Nullable Name subject, String component, String detail, String remedy) {

    public enum Kind {
        MISSING_PAYLOAD,
        TRUNCATED_PAYLOAD,
        REDACTED_AT_SOURCE,
        MISSING_RESPONSE,
        MISSING_CALLS,
        UNKNOWN_INITIAL_VALUE,
        UNKNOWN_MODULE_STATE,
        UNKNOWN_EFFECT,
        UNCONNECTED,
        AMBIGUOUS_PARENT,
        MISSING_CORRELATION_FIELD,
        FOREIGN_WRITE,
        /** Of a replay: code was given an error in the place of something that no replay does. */
        REFUSED,
        /** Of a replay: code did not come to rest within its budget of real time. */
        OUT_OF_BUDGET
    }
}
