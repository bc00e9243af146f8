package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Wire;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the world answers to test guests: a queue that accepts, and HTTP that echoes. */
final class Answers {

    private Answers() {}

    static Completion usual(int id, Wire.TypedCall call) {
        return switch (call.service() + "." + call.operation()) {
            case "sqs.SendMessage" -> json(id, 200, Json.object().put("MessageId", "00000000-0000-4000-8000-00000000000" + id)
                    .put("MD5OfMessageBody", md5(call.input().get("MessageBody").stringValue())).toString());
            default -> json(id, 200, Json.object().put("echo", call.operation()).put("id", id).toString());
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
