package dev.tapedeck.capture;

import tools.jackson.databind.JsonNode;

/**
 * A payload that came by itself rather than on a span: an event file, a dead-lettered message, an event that a function logged whole. Joined to
 * its invocation by the ids in it, or by the request id that stood beside it.
 *
 * @param requestId "" where nothing stood beside it
 */
record PayloadEntry(JsonNode event, String requestId) {}
