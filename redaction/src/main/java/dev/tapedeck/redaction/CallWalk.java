package dev.tapedeck.redaction;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Payload;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Calls and their answers. What an answer derives from the request or from itself, and clients check, is minted anew or left out. */
final class CallWalk {
    private static final Set<String> CHECKED_HEADERS = Set.of("etag", "content-md5", "digest", "content-digest", "x-amz-crc32");

    private static final String BODY_DIGEST = "MD5OfMessageBody";

    private final Field calls;
    private final Rewriting rewriting;

    CallWalk(Field calls, Rewriting rewriting) {
        this.calls = calls;
        this.rewriting = rewriting;
    }

    Call rewrite(Call call) {
        Field field = calls.child(call.target());
        Payload input = payload(field.child("input"), call.input());
        String operation = call.service().equals("http") ? rewriting.name(field.child("operation"), call.operation()) : call.operation();
        return new Call(call.name(), call.attempt(), call.invocation(), call.ordinal(), call.target(), call.service(), operation, input,
                answer(field, call, input),
                call.start(), call.end(), call.effect());
    }

    private Payload payload(Field field, Payload payload) {
        return payload.isAbsent() ? payload : payload.withValue(rewriting.tree(field, payload.value()));
    }

    private Call.Answer answer(Field field, Call call, Payload input) {
        return switch (call.answer()) {
            case Call.Answered(int status, JsonNode headers, Payload body) -> {
                Payload made = payload(field.child("answer"), body);
                Payload redacted = rewriting.isSurvey() ? made : withDigests(input, made);
                yield new Call.Answered(status, headers(field.child("headers"), headers, body, redacted), redacted);
            }
            case Call.Failed(String errorType) -> new Call.Failed(rewriting.name(field.child("errorType"), errorType));
            case Call.Unrecorded unrecorded -> unrecorded;
        };
    }

    private JsonNode headers(Field field, JsonNode headers, Payload body, Payload redacted) {
        JsonNode made = rewriting.tree(field, headers);
        if (rewriting.isSurvey() || !(made instanceof ObjectNode kept)) {
            return made;
        }
        ObjectNode object = kept.deepCopy();
        for (String name : kept.propertyNames()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (CHECKED_HEADERS.contains(lower) || lower.startsWith("x-amz-checksum-")) {
                object.remove(name);
            } else if (lower.equals("content-length")) {
                contentLength(object, name, headers.path(name).asString(""), body, redacted);
            }
        }
        return object;
    }

    /** Only where the recorded length is that of the recorded body as we would write it: otherwise nobody can tell what it counted. */
    private static void contentLength(ObjectNode headers, String name, String recorded, Payload body, Payload redacted) {
        boolean counted = body.isWhole() && recorded.equals(Integer.toString(length(body.value())));
        if (counted) {
            headers.put(name, redacted.value().equals(body.value()) ? recorded : Integer.toString(length(redacted.value())));
        } else {
            headers.remove(name);
        }
    }

    private static int length(JsonNode body) {
        String text = body instanceof StringNode string ? string.stringValue() : Json.write(body);
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** {@code SendMessage} and {@code SendMessageBatch} answer with the MD5 of what they were given. */
    private static Payload withDigests(Payload input, Payload answer) {
        boolean digests = answer.value().has(BODY_DIGEST) || answer.value().has("Successful");
        if (!digests || !(input.value() instanceof ObjectNode sent) || !(answer.value() instanceof ObjectNode made)) {
            return answer;
        }
        ObjectNode answered = made.deepCopy();
        digest(sent, answered);
        Map<String, ObjectNode> entries = new HashMap<>();
        for (JsonNode entry : sent.path("Entries")) {
            if (entry instanceof ObjectNode object && object.get("Id") instanceof StringNode id) {
                entries.put(id.stringValue(), object);
            }
        }
        for (JsonNode result : answered.path("Successful")) {
            if (result instanceof ObjectNode object && object.get("Id") instanceof StringNode id
                    && entries.get(id.stringValue()) instanceof ObjectNode entry) {
                digest(entry, object);
            }
        }
        return answer.withValue(answered);
    }

    private static void digest(ObjectNode sent, ObjectNode answered) {
        if (answered.has(BODY_DIGEST) && sent.get("MessageBody") instanceof StringNode body) {
            answered.put(BODY_DIGEST, Derived.md5(body.stringValue()));
        }
    }
}
