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
        return call.service().equals("sqs") ? Optional.of(queue(id, call)) : http(id, call);
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

    private static Optional<Completion> http(int id, Wire.TypedCall call) {
        return switch (call.resource()) {
            case "slow.example.com" -> Optional.empty();
            case "refused.example.com" -> Optional.of(new Completion.Failed(id, "ECONNREFUSED"));
            case "missing.example.com" -> Optional.of(new Completion.Failed(id, "ENOTFOUND"));
            case "reset.example.com" -> Optional.of(new Completion.Failed(id, "ECONNRESET"));
            default -> Optional.of(json(id, 200,
                    Json.object().put("echo", call.operation()).put("id", id).set("body", call.input().get("body")).toString()));
        };
    }

    static Completion.Answered json(int id, int status, String body) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/json");
        return new Completion.Answered(id, status, headers, body);
    }

    private static String md5(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
