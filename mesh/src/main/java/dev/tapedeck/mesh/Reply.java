package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A provider's answer to a call. Header names are lower case; the body is what {@link Json#write} spells on the wire.
 *
 * <p>
 * Errors of AWS's JSON protocols carry their type in {@code __type} (https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html).
 */
public record Reply(int status, SortedMap<String, String> headers, JsonNode body) {

    static final String JSON_1_0 = "application/x-amz-json-1.0";
    static final String JSON_1_1 = "application/x-amz-json-1.1";

    public Reply {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    static Reply ok(String contentType, JsonNode body) {
        return new Reply(200, typed(contentType), body);
    }

    /** An error of an AWS service: {@code type} is its full shape name, as {@code com.amazonaws.sqs#QueueDoesNotExist}. */
    static Reply error(String contentType, int status, String type, String messageField, String message) {
        ObjectNode body = Json.object();
        body.put("__type", type);
        body.put(messageField, message);
        return new Reply(status, typed(contentType), body);
    }

    /** An error whose body is there already. */
    static Reply failed(String contentType, ObjectNode body) {
        return new Reply(400, typed(contentType), body);
    }

    private static SortedMap<String, String> typed(String contentType) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", contentType);
        return headers;
    }

    public Reply with(String header, String value) {
        SortedMap<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body);
    }

    /** With the id of the request, minted by the caller, in the header where AWS's SDKs read it. */
    public Reply withRequestId(String requestId) {
        return with("x-amzn-requestid", requestId);
    }

    public boolean succeeded() {
        return status < 300;
    }

    /** The name of the error, without its namespace; "" for a success. */
    public String errorType() {
        String type = succeeded() ? "" : body.path("__type").asString("");
        return type.substring(type.indexOf('#') + 1);
    }
}
