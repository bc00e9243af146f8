package dev.tapedeck.mesh;

import tools.jackson.databind.JsonNode;

/** A store with state of its own that answers calls by a provider's protocol: a {@code Table}. */
public interface Store {

    /** @throws NotModelled where nothing true can be answered */
    Reply execute(String operation, JsonNode input);

    /** Everything it holds, in an order that depends on nothing else. */
    JsonNode image();
}
