package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Wire;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the world answers to test guests: queues that accept, one that fails twice, one that is not there; HTTP that echoes; hosts that refuse, do
 * not exist, hang up, or never answer.
 */
final class Answers {

    private int failures;

    /** The answer, or nothing for what is never answered. */
    Optional<Completion> to(int id, Wire.TypedCall call) {
        return switch (call.service()) {
            case "sqs" -> Optional.of(queue(id, call));
            case "dynamodb" -> table(id, call);
            case "lambda" -> Optional.of(function(id, call));
            default -> http(id, call);
        };
    }

    private Optional<Completion> table(int id, Wire.TypedCall call) {
        if (call.resource().equals("never")) {
            return Optional.empty();
        }
        return Optional.of(json(id, 200, switch (call.operation()) {
            case "GetItem" -> "{\"Item\":{\"id\":{\"S\":\"7\"},\"tags\":{\"SS\":[\"a\",\"b\"]}}}";
            case "Scan" -> failures++ < 2
                    ? "{\"Items\":[],\"Count\":" + failures + ",\"LastEvaluatedKey\":{\"id\":{\"S\":\"k\"}}}"
                    : "{\"Items\":[],\"Count\":0}";
            case "DescribeTable" -> "{\"Table\":{\"TableStatus\":\"" + (failures++ < 4 ? "CREATING" : "ACTIVE") + "\"}}";
            default -> "{}";
        }));
    }

    private Completion function(int id, Wire.TypedCall call) {
        if (call.resource().equals("single") && failures++ == 0) {
            return json(id, 429, "{\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\"}");
        }
        return json(id, 200, Json.object().set("echo", call.input().path("Payload")).toString());
    }

    private Completion queue(int id, Wire.TypedCall call) {
        if (call.resource().equals("gone")) {
            return json(id, 400, "{\"__type\":\"com.amazonaws.sqs#QueueDoesNotExist\",\"message\":\"no such queue\"}");
        }
        if (call.resource().equals("flaky") && failures++ < 2) {
            return json(id, 500, "{\"__type\":\"com.amazonaws.sqs#InternalFailure\",\"message\":\"try again\"}");
        }
        return json(id, 200, Json.object().put("MessageId", "00000000-0000-4000-8000-00000000000" + id)
                .put("MD5OfMessageBody", md5(call.input().get("MessageBody").stringValue())).toString());
    }

    private Optional<Completion> http(int id, Wire.TypedCall call) {
        return switch (call.resource()) {
            case "slow.example.com" -> Optional.empty();
            case "refused.example.com" -> Optional.of(new Completion.Failed(id, "ECONNREFUSED"));
            case "missing.example.com" -> Optional.of(new Completion.Failed(id, "ENOTFOUND"));
            case "reset.example.com" -> Optional.of(new Completion.Failed(id, "ECONNRESET"));
            case "moved.example.com" -> Optional.of(answer(id, 302, "location", "https://api.example.com/moved", ""));
            case "gzip.example.com", "deflate.example.com", "br.example.com" -> Optional.of(compressed(id, call.resource()));
            case "status.example.com" -> Optional.of(json(id, Integer.parseInt(call.input().get("path").stringValue().substring(1)), "{}"));
            case "flaky.example.com" -> Optional.of(json(id, failures++ < 2 ? 503 : 200, "{}"));
            default -> Optional.of(json(id, 200,
                    Json.object().put("echo", call.operation()).put("id", id).set("body", call.input().get("body")).toString()));
        };
    }

    static Completion.Answered json(int id, int status, String body) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/json");
        return new Completion.Answered(id, status, headers, body);
    }

    private static Completion.Answered answer(int id, int status, String header, String value, String body) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/json");
        headers.put(header, value);
        return new Completion.Answered(id, status, headers, body);
    }

    /** {@code {"compressed":true}}, by Node's zlib. */
    private static Completion.Answered compressed(int id, String host) {
        String kind = host.substring(0, host.indexOf('.'));
        String body = switch (kind) {
            case "gzip" -> "H4sIAAAAAAAAA6tWSs7PLShKLS5OTVGyKikqTa0FAPHqOZUTAAAA";
            case "deflate" -> "eJyrVkrOzy0oSi0uTk1RsiopKk2tBQBJPAds";
            default -> "CwmAeyJjb21wcmVzc2VkIjp0cnVlfQM=";
        };
        return answer(id, 200, "content-encoding", kind, HttpResponse.BINARY + body);
    }

    private static String md5(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
