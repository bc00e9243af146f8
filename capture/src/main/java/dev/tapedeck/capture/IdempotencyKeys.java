package dev.tapedeck.capture;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The key by which a receiver is asked to do something once, however often it is asked. */
final class IdempotencyKeys {

    private IdempotencyKeys() {}

    /** The key of a call; one of its own where it has none. */
    static String of(Outgoing call) {
        JsonNode headers = call.input().value().path("headers");
        for (String name : headers.propertyNames()) {
            if (name.toLowerCase(Locale.ROOT).contains("idempotency")) {
                return headers.path(name).asString("");
            }
        }
        return call.span().key();
    }
}
