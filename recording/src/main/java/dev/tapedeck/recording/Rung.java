package dev.tapedeck.recording;

/** How much of what happened is known, lowest first (DESIGN section 7). A replay's rung is the lowest on the causal path to the failure. */
public enum Rung {
    /** Ids and times only: the sequence is played, nothing real runs. */
    SEQUENCE,
    /** No payload, but others of the same component give a schema. */
    SHAPE,
    /** Payloads truncated, flattened or redacted at the source. */
    PARTIAL,
    /** Events whole; some responses or initial values missing. */
    INPUT,
    /** Events, responses and state whole. */
    VALUES,
    /** And artefact digests equal, every recorded request emitted equal modulo bindings. */
    EXACT;

    public Rung min(Rung other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
