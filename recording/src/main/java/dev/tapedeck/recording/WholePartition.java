package dev.tapedeck.recording;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A {@code Query} that went through all of a table's partition and left nothing out: what it does not show was not there.
 *
 * @param attribute the partition key's name
 * @param partition its value in the store's typed JSON
 */
public record WholePartition(String attribute, JsonNode partition) {

    private static final Pattern EQUAL = Pattern.compile("([#\\w.-]+)\\s*=\\s*(:\\w+)");
    private static final Pattern EQUALITY = Pattern.compile("\\s*\\(?\\s*([#\\w.-]+)\\s*=\\s*(:\\w+)\\s*\\)?\\s*");

    public WholePartition {
        partition = PlainTree.of(partition);
    }

    /** @return null where the call is no such query, or its answer is not known to be all of it */
    public static @Nullable WholePartition of(Call call) {
        boolean answered = call.answer() instanceof Call.Answered answer && answer.status() < 400 && answer.body().isWhole()
                && !answer.body().value().has("LastEvaluatedKey");
        return answered && call.service().equals("dynamodb") && call.operation().equals("Query") ? of(call.input().value()) : null;
    }

    /** @return null where the request leaves something out, or may */
    public static @Nullable WholePartition of(JsonNode request) {
        Matcher equality = EQUALITY.matcher(request.path("KeyConditionExpression").asString(""));
        if (!equality.matches() || request.has("FilterExpression") || request.has("Limit") || request.has("ExclusiveStartKey")
                || request.has("IndexName") || request.path("Select").asString("").equals("COUNT")) {
            return null;
        }
        JsonNode value = request.path("ExpressionAttributeValues").get(equality.group(2));
        return value == null ? null : new WholePartition(named(equality.group(1), request), value);
    }

    /** The value that a key condition demands of {@code attribute}, whatever else it demands; null where it demands none. */
    public static @Nullable JsonNode partition(JsonNode request, String attribute) {
        Matcher equal = EQUAL.matcher(request.path("KeyConditionExpression").asString(""));
        while (equal.find()) {
            if (named(equal.group(1), request).equals(attribute)) {
                return request.path("ExpressionAttributeValues").get(equal.group(2));
            }
        }
        return null;
    }

    private static String named(String name, JsonNode request) {
        return name.startsWith("#") ? request.path("ExpressionAttributeNames").path(name).asString(name) : name;
    }
}
