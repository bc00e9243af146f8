package dev.tapedeck.replay;

import dev.tapedeck.recording.Rung;
import java.util.Locale;

/** How rungs of evidence are spelled in reports. */
final class Rungs {

    private Rungs() {}

    static String spelled(Rung rung) {
        return rung.name().toLowerCase(Locale.ROOT);
    }
}
