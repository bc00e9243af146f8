package dev.tapedeck.mesh;

import dev.tapedeck.recording.Name;

/**
 * A segment of a guest, from being woken to being quiescent again. One that read no clock and drew no entropy depends on nothing but the code, the
 * instance's state at its start, and what woke it.
 *
 * @param step the step of the run that woke it
 * @param nanos virtual time of that step
 * @param instance as {@code close-invoice#0}
 * @param invocation on whose behalf
 */
public record Quiescence(long step, long nanos, String instance, Name invocation, boolean readClock, boolean drewEntropy) {}
