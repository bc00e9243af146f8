package dev.tapedeck.recording;

/**
 * A causal edge between two named things, with the rule that found it and how far to believe it (0 to 1).
 */
public record Link(Name from, Name to, Rule rule, double confidence) {

    /** In the order in which they are tried (DESIGN section 7). */
    public enum Rule {
        SPAN_LINK, SPAN_PARENT, MESSAGE_ID, TRACE_HEADER, REQUEST_ID, CORRELATION_FIELD, EQUAL_BODY, REPLAYED
    }
}
