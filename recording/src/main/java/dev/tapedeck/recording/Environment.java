package dev.tapedeck.recording;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must be the same to replay: artefact digests, runtimes, configuration. Values of environment variables are never part of it. */
public record Environment(String region, List<FunctionEnvironment> functions) {

    public static final Environment UNKNOWN = new Environment("", List.of());

    /**
     * @param artifactDigest digest of the deployed code as production knew it, null where nobody recorded it
     * @param runtime {@code nodejs20.x} or what the recorder saw; "" where unknown
     * @param memoryMegabytes 0 where unknown
     * @param timeoutMillis 0 where unknown
     */
    public record FunctionEnvironment(String function, @Nullable String artifactDigest, String runtime, int memoryMegabytes,
            long timeoutMillis,
            SortedMap<String, String> attributes) {
        public FunctionEnvironment {
            attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        }
    }

    public Environment {
        functions = List.copyOf(functions);
    }
}
