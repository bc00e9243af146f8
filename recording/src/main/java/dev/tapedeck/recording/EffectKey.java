package dev.tapedeck.recording;

import java.util.Locale;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * When two requests would do the same thing twice: the same target, operation and canonical body. An idempotency key is part of it, where the
 * caller sent one under a name that receivers honour and it is the same in both; a key drawn afresh for each attempt protects nothing, so keys
 * that differ do not make the requests different.
 */
final class EffectKey {

    private EffectKey() {}

    /** Whether doing it twice is more than doing it once. Writes of a given value to a given key are not, sums are. */
    static boolean repeatable(Call call) {
        return switch (call.service()) {
            case "http" -> call.operation().startsWith("POST ") || call.operation().startsWith("PATCH ");
            case "sqs" -> call.operation().startsWith("SendMessage") && !call.input().value().has("MessageDeduplicationId");
            case "dynamodb" -> call.operation().equals("UpdateItem") && !call.input().value().has("ConditionExpression")
                    && ItemUpdate.accumulates(call.input().value());
            case "lambda" -> !call.input().value().path("InvocationType").asString("").equals("DryRun");
            case "events", "sns", "kinesis" -> call.operation().startsWith("Put") || call.operation().startsWith("Publish");
            default -> false;
        };
    }

    static String of(Call call) {
        JsonNode input = call.input().value();
        JsonNode compared = call.service().equals("http") && input.has("body") ? input.get("body") : input;
        return call.target() + '\n' + call.operation() + '\n' + Json.canonical(compared);
    }

    /** The idempotency key of an HTTP request, "" for none. */
    static String idempotencyKey(Call call) {
        JsonNode headers = call.input().value().path("headers");
        for (String name : new TreeSet<>(headers.propertyNames())) {
            if (name.toLowerCase(Locale.ROOT).contains("idempotency")) {
                return headers.path(name).asString("");
            }
        }
        return "";
    }
}
