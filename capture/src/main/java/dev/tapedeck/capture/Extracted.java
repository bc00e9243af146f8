package dev.tapedeck.capture;

import dev.tapedeck.recording.Recording;
import java.util.List;

/**
 * What was cut out, and what the user should know of how: sentences about what was taken on weaker grounds than a field that means it, and about
 * clocks that had to be corrected.
 */
public record Extracted(Recording recording, List<String> notes) {
    public Extracted {
        notes = List.copyOf(notes);
    }
}
