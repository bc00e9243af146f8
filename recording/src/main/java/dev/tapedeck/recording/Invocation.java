package dev.tapedeck.recording;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a function.
 *
 * @param attempt 1 for the first run on its deliveries; asynchronous retries keep the request id and count up
 * @param instance the execution environment that served it, when known
 * @param initNanos duration of the init phase of a cold start; 0 when warm, -1 when unknown
 * @param event what the handler was given, as it was given it
 * @param callCount how many outgoing attempts it made by its recorder's own count, -1 when nobody counted. Where it equals the number of
 *        recorded calls the calls are complete
 */
public record Invocation(Name name, String function, String requestId, int attempt, List<Name> deliveries, @Nullable String instance,
        boolean coldStart, long initNanos, Moment start, Moment end, Payload event, Result result, int callCount, Rung evidence) {

    /** How a run ended. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Returned.class, name = "returned"), @JsonSubTypes.Type(value = Raised.class, name = "raised"),
            @JsonSubTypes.Type(value = TimedOut.class, name = "timed-out"), @JsonSubTypes.Type(value = Unknown.class, name = "unknown")})
    public sealed interface Result {
        default boolean failed() {
            return this instanceof Raised || this instanceof TimedOut;
        }
    }

    public record Returned(Payload value) implements Result {}

    /** The handler threw, or the runtime died. */
    public record Raised(String errorType, String message) implements Result {}

    public record TimedOut() implements Result {}

    /** Nobody recorded how it ended. */
    public record Unknown() implements Result {}

    public Invocation {
        deliveries = List.copyOf(deliveries);
    }

    public Invocation withEvidence(Rung known) {
        return new Invocation(name, function, requestId, attempt, deliveries, instance, coldStart, initNanos, start, end, event, result,
                callCount, known);
    }
}
