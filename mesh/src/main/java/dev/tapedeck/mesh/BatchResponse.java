package dev.tapedeck.mesh;

import dev.tapedeck.recording.Invocation;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Which messages of a batch a function's result leaves undone
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting): none where it returns
 * without failures, all where it fails or its {@code batchItemFailures} cannot be understood.
 */
final class BatchResponse {

    private BatchResponse() {}

    static SortedSet<String> failed(Invocation.Result result, Collection<String> batch, boolean partial) {
        return switch (result) {
            case Invocation.Returned returned -> partial ? named(returned.value().value(), batch) : new TreeSet<>();
            case Invocation.Raised raised -> new TreeSet<>(batch);
            case Invocation.TimedOut timedOut -> new TreeSet<>(batch);
            case Invocation.Unknown unknown -> new TreeSet<>(batch);
        };
    }

    private static SortedSet<String> named(JsonNode value, Collection<String> batch) {
        SortedSet<String> failed = new TreeSet<>();
        if (!value.isObject() || value.path("batchItemFailures").isNull()) {
            return failed;
        }
        for (JsonNode item : value.path("batchItemFailures")) {
            String id = item.path("itemIdentifier").asString("");
            if (!batch.contains(id)) {
                return new TreeSet<>(batch);
            }
            failed.add(id);
        }
        return failed;
    }
}
