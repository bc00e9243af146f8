package dev.tapedeck.redaction;

import dev.tapedeck.recording.Recording;
import tools.jackson.databind.JsonNode;

/**
 * A recording that may be written down, once {@link LeakGate} has agreed.
 *
 * @param redactionJson the entry {@code redaction.json}: policy, decisions and counts per field, and the pseudonyms themselves, so that a
 *        replay can tell a redacted value when it sees one
 * @param replaced what the gate has to look for; goes nowhere else
 */
public record Redacted(Recording recording, JsonNode redactionJson, Plan plan, ReplacedValues replaced) {

    @Override
    public String toString() {
        return "Redacted[" + plan.fields().size() + " fields, " + replaced.size() + " values]";
    }
}
