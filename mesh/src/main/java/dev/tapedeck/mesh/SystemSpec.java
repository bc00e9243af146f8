package dev.tapedeck.mesh;

import dev.tapedeck.recording.Component;
import java.util.List;

/**
 * The system to simulate, as plain data: what the mesh needs of a blueprint. Names are component names; every list is in the order in which
 * ties are broken.
 *
 * @param account the account id to spell into ARNs and URLs; a documentation value, never a real one
 */
public record SystemSpec(String region, String account, List<FunctionSpec> functions, List<ChannelSpec> channels, List<TableSpec> tables,
        List<DependencySpec> dependencies, List<Subscription> subscriptions) {

    /**
     * @param reservedConcurrency -1 for none
     * @param asyncRetries attempts after the first for asynchronous invokes (Lambda: 2)
     * @param reapAfterMillis an instance that has been idle for so long is gone; 0 for never. Lambda tells no figure
     */
    public record FunctionSpec(String name, long timeoutMillis, int memoryMegabytes, int reservedConcurrency, int asyncRetries,
            long reapAfterMillis) {}

    /** A queue, topic, bus, route or schedule with its delivery policy. */
    public record ChannelSpec(String name, Component.Kind kind, Profile profile) {}

    public enum Ordering {
        NONE, PER_KEY, TOTAL
    }

    /**
     * A delivery policy. Provider behaviour is a table of these, with sources, not a class hierarchy.
     *
     * @param delayMillis before a message first becomes visible
     * @param visibilityMillis until an unacknowledged message is visible again
     * @param maxReceives receives after which it goes to {@code deadLetter}; 0 for no limit
     * @param deadLetter channel name, "" for none
     * @param deduplicationMillis window in which an equal deduplication id is dropped; 0 for none
     * @param contentDeduplication whether a missing deduplication id is the body's SHA-256
     * @param latencyMillis from acceptance (or visibility) to delivery where nothing was recorded
     */
    public record Profile(Ordering ordering, long delayMillis, long visibilityMillis, int maxReceives, String deadLetter,
            long deduplicationMillis, boolean contentDeduplication, long latencyMillis) {}

    /**
     * Who gets what a channel carries.
     *
     * @param target a function or another channel
     * @param batchSize at most so many messages an invocation (queues)
     * @param batchWindowMillis waits so long for a batch to fill
     * @param pattern an EventBridge event pattern (or SQS/SNS filter) as JSON, "" for everything
     * @param partialBatchResponse whether {@code batchItemFailures} in the result are honoured
     */
    public record Subscription(String channel, String target, int batchSize, long batchWindowMillis, String pattern,
            boolean partialBatchResponse) {}

    /** @param sortKey "" for none */
    public record TableSpec(String name, String partitionKey, String sortKey, List<IndexSpec> indexes) {}

    public record IndexSpec(String name, String partitionKey, String sortKey) {}

    /**
     * An HTTP dependency.
     *
     * @param hosts authorities ({@code host} or {@code host:port}) under which functions call it
     * @param program whether a program of the user's stands for it; otherwise its answers come from the direction alone
     */
    public record DependencySpec(String name, List<String> hosts, boolean program) {
        public DependencySpec {
            hosts = List.copyOf(hosts);
        }
    }

    public SystemSpec {
        functions = List.copyOf(functions);
        channels = List.copyOf(channels);
        tables = List.copyOf(tables);
        dependencies = List.copyOf(dependencies);
        subscriptions = List.copyOf(subscriptions);
    }
}
