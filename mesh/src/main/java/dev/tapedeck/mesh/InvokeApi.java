package dev.tapedeck.mesh;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Lambda says to an {@code Invoke} of a function that there is: answers, errors, limits
 * (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html). A payload that is too large is documented as {@code RequestTooLargeException}; on the
 * wire it is {@code RequestEntityTooLargeException}, which SDKs show as it is (https://github.com/ASFHyP3/hyp3/issues/2241).
 */
final class InvokeApi {

    /** Both from the description of {@code Invoke}. */
    static final int LARGEST_REQUEST_BYTES = 6_291_456;
    static final int LARGEST_EVENT_BYTES = 1_048_576;

    private static final List<String> TYPES = List.of("RequestResponse", InvokeCarrier.EVENT, "DryRun");
    private static final int MOST_BYTES_OF_A_CHARACTER = 3;
    private static final String JSON = "application/json";

    private InvokeApi() {}

    /**
     * The error that a request gets before anything is invoked, empty for none.
     *
     * @throws NotModelled for every operation but {@code Invoke}
     */
    static Optional<Reply> refused(String operation, JsonNode input) {
        if (!operation.equals("Invoke")) {
            throw NotModelled.operation("lambda", operation);
        }
        String type = input.path("InvocationType").asString("");
        if (!TYPES.contains(type)) {
            return Optional.of(error(400, "ValidationException", "1 validation error detected: Value '" + type
                    + "' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]"));
        }
        if (tooLarge(input, type)) {
            return Optional.of(error(413, "RequestEntityTooLargeException", type.equals(InvokeCarrier.EVENT)
                    ? Utf8.length(sent(input)) + " byte payload is too large for the Event invocation type (limit " + LARGEST_EVENT_BYTES
                            + " bytes)"
                    : "Request must be smaller than " + LARGEST_REQUEST_BYTES + " bytes for the InvokeFunction operation"));
        }
        return input.has("Body")
                ? Optional.of(error(400, "InvalidRequestContentException",
                        "Could not parse request body into json: Could not parse payload into json"))
                : Optional.empty();
    }

    private static boolean tooLarge(JsonNode input, String type) {
        int most = type.equals(InvokeCarrier.EVENT) ? LARGEST_EVENT_BYTES : LARGEST_REQUEST_BYTES;
        String sent = sent(input);
        return sent.length() > most / MOST_BYTES_OF_A_CHARACTER && Utf8.length(sent) > most;
    }

    private static String sent(JsonNode input) {
        return input.has("Body") ? input.path("Body").asString("") : payload(input);
    }

    /** The event as JSON text, "" where the caller gave none. */
    static String payload(JsonNode input) {
        return input.has("Payload") ? Json.write(input.get("Payload")) : "";
    }

    static Reply returned(JsonNode result) {
        return Reply.ok(JSON, result).with("x-amz-executed-version", "$LATEST");
    }

    /** The callee failed, and the call did not: the header says so, the payload how. */
    static Reply failed(String errorType, String message) {
        return returned(Json.object().put("errorType", errorType).put("errorMessage", message)).with("x-amz-function-error", "Unhandled");
    }

    /** The end of a process in Lambda's words alone, and under the name that Lambda's answers have for each. */
    static Reply failed(Invocation.Raised raised) {
        boolean ended = raised.errorType().equals("Runtime.OutOfMemory") || raised.errorType().equals("Runtime.ExitError");
        return ended
                ? failed("Runtime.ExitError", raised.message().replaceFirst("(?s) \\(.*\\)$", ""))
                : failed(raised.errorType(), raised.message());
    }

    static Reply throttled() {
        Reply reply = error(429, "TooManyRequestsException", "Rate Exceeded.");
        ((ObjectNode) reply.body()).put("Reason", "ReservedFunctionConcurrentInvocationLimitExceeded");
        return reply;
    }

    private static Reply error(int status, String type, String message) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", JSON);
        headers.put("x-amzn-errortype", type);
        return new Reply(status, headers, Json.object().put("Type", "User").put("message", message));
    }
}
