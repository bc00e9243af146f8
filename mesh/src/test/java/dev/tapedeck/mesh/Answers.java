package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import tools.jackson.databind.JsonNode;

/** Something that answers a provider's operations: the simulation, or a real peer. */
interface Answers {

    Reply execute(String operation, JsonNode input);

    default Reply execute(String operation, String input) {
        return execute(operation, Json.parse(input));
    }
}
