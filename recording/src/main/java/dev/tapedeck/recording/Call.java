package dev.tapedeck.recording;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One outgoing attempt of an invocation, in canonical form: service, operation and typed input rather than bytes ({@link Wire} makes it).
 *
 * @param name shared by the attempts of one SDK call
 * @param attempt 1 for the first
 * @param ordinal position among all attempts of the invocation in order of emission, from 1
 * @param target component called
 * @param service {@code dynamodb}, {@code sqs}, {@code events}, or {@code http}
 * @param operation {@code PutItem}, or {@code POST /entries} with ids in the path as {@code {}}
 * @param input typed input without what is volatile by protocol
 * @param start request handed to the socket
 * @param end answer complete, or the failure seen
 * @param effect whether the target did it, and when, as far as the target's own evidence shows
 */
public record Call(Name name, int attempt, Name invocation, int ordinal, String target, String service, String operation, Payload input,
        Answer answer, Moment start, Moment end, Effect effect) {

    /** What came back. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Answered.class, name = "answered"), @JsonSubTypes.Type(value = Failed.class, name = "failed"),
            @JsonSubTypes.Type(value = Unrecorded.class, name = "unrecorded")})
    public sealed interface Answer {}

    /** A whole response. {@code headers} is an object of strings with lower-case keys. */
    public record Answered(int status, JsonNode headers, Payload body) implements Answer {
        public Answered {
            headers = PlainTree.of(headers);
        }
    }

    /** No response reached the caller: {@code timeout}, {@code ECONNRESET}, … */
    public record Failed(String errorType) implements Answer {
        public boolean timedOut() {
            return errorType.equals("timeout");
        }
    }

    /** Nobody recorded what came back. */
    public record Unrecorded() implements Answer {}

    /**
     * @param evidence how it is known
     * @param at when, by the clock of the target corrected to the caller's; null where unknown
     */
    public record Effect(Evidence evidence, @Nullable Moment at) {
        public static final Effect UNKNOWN = new Effect(Evidence.UNKNOWN, null);
    }

    public enum Evidence {
        /** The caller got an answer. */
        ANSWERED,
        /** The server's own span, log or a later answer shows it, though the caller saw none. */
        SERVER,
        /** Shown not to have happened. */
        NONE,
        /** Nobody knows: a gap. */
        UNKNOWN
    }
}
