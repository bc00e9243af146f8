package dev.tapedeck.sandbox;

import java.util.Locale;

/** How much of a guest is in the kernel's hand. Part of every report; the weakest guest's counts. */
public enum Determinism {

    /** Clock, timers, entropy and every completion are the kernel's: two replays are equal to the byte. */
    HOOKED,

    /**
     * Its calls are the kernel's; clock, entropy and threads are the machine's, and when it rests is observed from outside. Two replays are to be
     * compared by the canonical digest.
     */
    PROXIED;

    public String spelled() {
        return name().toLowerCase(Locale.ROOT);
    }
}
