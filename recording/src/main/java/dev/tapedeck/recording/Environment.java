package dev.tapedeck.recording;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

        FunctionEnvironment withArtifactDigest(String digest) {
            return new FunctionEnvironment(function, digest, runtime, memoryMegabytes, timeoutMillis, attributes);
        }

        /** A recorder sees {@code nodejs 20.20.2}, the process; a function is deployed for {@code nodejs20.x}. */
        public String deployed() {
            return runtime.replaceFirst("^nodejs v?([0-9]+)\\..*$", "nodejs$1.x").replaceFirst("^python ([0-9]+\\.[0-9]+).*$", "python$1");
        }
    }

    public Environment {
        functions = List.copyOf(functions);
    }

    /** The digest of what was deployed as {@code function}, null where nobody recorded it. */
    public @Nullable String artifactDigest(String function) {
        return functions.stream().filter(f -> f.function().equals(function)).map(FunctionEnvironment::artifactDigest)
                .filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** With digests (by function) where none was recorded. */
    public Environment withArtifactDigests(Map<String, String> digests) {
        return new Environment(region, functions.stream().map(f -> f.artifactDigest() == null && digests.containsKey(f.function())
                ? f.withArtifactDigest(digests.get(f.function()))
                : f).toList());
    }
}
