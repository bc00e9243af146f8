package dev.tapedeck.cartridge;

import dev.tapedeck.recording.Recording;
import tools.jackson.databind.JsonNode;

/**
 * What is to be sealed.
 *
 * @param recording scoped and redacted already
 * @param redaction the policy used, per-field decisions and counts, never a value
 */
public record SealRequest(Recording recording, JsonNode redaction, Statement statement) {}
