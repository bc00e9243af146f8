package dev.tapedeck.mesh;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Name;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * What a function is to run on.
 *
 * @param deliveries in the order of the event's records
 * @param event in the provider's shape
 * @param requestSubject whom the request id is minted for: shared by the attempts of one asynchronous invoke
 * @param caller what who invoked it directly said beside the payload
 * @param trail where in which trace it was caused
 * @param done told the result, when the channel has to act on it
 */
record Work(Name invocation, List<Name> deliveries, int attempt, JsonNode event, Name requestSubject, Caller caller,
        Trail trail, Consumer<Invocation.Result> done) {
    Work {
        deliveries = List.copyOf(deliveries);
    }

    Work(Name invocation, List<Name> deliveries, int attempt, JsonNode event, Name requestSubject, Trail trail,
            Consumer<Invocation.Result> done) {
        this(invocation, deliveries, attempt, event, requestSubject, Caller.SILENT, trail, done);
    }

    /**
     * @param qualifier the version or alias that was asked for, "" for none
     * @param clientContext as JSON text, "" for none
     */
    record Caller(String qualifier, String clientContext) {
        static final Caller SILENT = new Caller("", "");
    }
}
