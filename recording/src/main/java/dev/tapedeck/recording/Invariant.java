package dev.tapedeck.recording;

/**
 * What must hold, as a CEL expression over a recording's effects ({@link EffectView} documents the variables), with the place it came from:
 * {@code blueprint}, or {@code symptoms} where it was sealed with the incident.
 *
 * @param component the component that a violation is charged to
 * @param operation the operation that a violation is charged to, "" for none
 */
public record Invariant(String name, String expression, String component, String operation, String origin) {}
