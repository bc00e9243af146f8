package dev.tapedeck.capture;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A log line as it was read, from wherever.
 *
 * @param atNanos since 1970, 0 where the line does not say
 * @param component who wrote it, "" where nobody says
 * @param requestId the invocation's request id, "" where it is not said
 * @param text the line as it was written; for a record with a structured body that body as JSON
 */
record LogEntry(Resource resource, long atNanos, String component, String traceId, String spanId, String requestId, String severity,
        String text, Attributes attributes) {

    /** By the common clock, once the skew of its host is known. */
    @Override
    public long atNanos() {
        return atNanos <= 0 ? atNanos : Math.max(atNanos - resource.aheadNanos(), 1);
    }

    /** The same line as one that {@code host} wrote, where nothing in it says who did. */
    LogEntry by(Resource host) {
        return resource == Resource.NONE
                ? new LogEntry(host, atNanos, component, traceId, spanId, requestId, severity, text, attributes)
                : this;
    }

    /** Who wrote it: as the line says, else its resource. */
    String owner() {
        return component.isEmpty() ? resource.component() : component;
    }

    /** The line as a tree where it is a JSON object, null where it is text. */
    @Nullable
    JsonNode object() {
        return text.startsWith("{") && dev.tapedeck.recording.Json.parseOrString(text) instanceof JsonNode tree && tree.isObject()
                ? tree
                : null;
    }
}
