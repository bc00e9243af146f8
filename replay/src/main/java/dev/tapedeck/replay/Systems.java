package dev.tapedeck.replay;

import dev.tapedeck.blueprint.Blueprint;
import dev.tapedeck.blueprint.ColdStart;
import dev.tapedeck.mesh.SystemSpec;
import dev.tapedeck.mesh.SystemSpec.ChannelSpec;
import dev.tapedeck.mesh.SystemSpec.DependencySpec;
import dev.tapedeck.mesh.SystemSpec.FunctionSpec;
import dev.tapedeck.mesh.SystemSpec.IndexSpec;
import dev.tapedeck.mesh.SystemSpec.Ordering;
import dev.tapedeck.mesh.SystemSpec.Profile;
import dev.tapedeck.mesh.SystemSpec.Subscription;
import dev.tapedeck.mesh.SystemSpec.TableSpec;
import dev.tapedeck.replay.Scenario.ComponentKind;
import java.util.SortedMap;
import java.util.TreeMap;

/** From a blueprint, which people write, to what the mesh simulates. */
public final class Systems {

    /** AWS's own example account (https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html), never a real one. */
    private static final String ACCOUNT = "123456789012";

    /** "All messages with the same deduplication ID sent within a 5-minute interval are treated as duplicates" (SQS Developer Guide, FIFO). */
    private static final long FIFO_DEDUPLICATION_MILLIS = 300_000;

    private Systems() {}

    public static SystemSpec of(Blueprint blueprint) {
        return new SystemSpec(blueprint.region(), ACCOUNT, blueprint.functions().stream().map(Systems::function).toList(),
                blueprint.channels().stream().map(Systems::channel).toList(), blueprint.tables().stream().map(Systems::table).toList(),
                blueprint.dependencies().stream().map(d -> new DependencySpec(d.name(), d.hosts(), d.program() != null)).toList(),
                blueprint.subscriptions().stream()
                        .map(s -> new Subscription(s.from(), s.to(), s.batch(), s.batchWindowMillis(), s.pattern(),
                                s.partialBatchResponse()))
                        .toList());
    }

    /** How each component takes part as the blueprint has it. */
    public static SortedMap<String, ComponentKind> kinds(Blueprint blueprint) {
        SortedMap<String, ComponentKind> kinds = new TreeMap<>();
        blueprint.functions().forEach(f -> kinds.put(f.name(), kind(f.kind())));
        blueprint.tables().forEach(t -> kinds.put(t.name(), kind(t.kind())));
        blueprint.dependencies().forEach(d -> kinds.put(d.name(), kind(d.kind())));
        blueprint.channels().forEach(c -> kinds.put(c.name(), ComponentKind.MODELLED));
        return kinds;
    }

    /** How instances start as the blueprint has it, for functions where it is not as recorded. */
    public static SortedMap<String, ColdStart> coldStarts(Blueprint blueprint) {
        SortedMap<String, ColdStart> coldStarts = new TreeMap<>();
        blueprint.functions().stream().filter(f -> !f.coldStart().equals(ColdStart.AS_RECORDED))
                .forEach(f -> coldStarts.put(f.name(), f.coldStart()));
        return coldStarts;
    }

    private static ComponentKind kind(Blueprint.Kind kind) {
        return switch (kind) {
            case REAL -> ComponentKind.REAL;
            case MODELLED -> ComponentKind.MODELLED;
            case RECORDED -> ComponentKind.RECORDED;
        };
    }

    private static FunctionSpec function(Blueprint.Function function) {
        return new FunctionSpec(function.name(), function.timeoutMillis(), function.memoryMegabytes(), function.reservedConcurrency(),
                function.asyncRetries(), function.reapAfterMillis());
    }

    private static ChannelSpec channel(Blueprint.Channel channel) {
        Blueprint.Policy policy = channel.policy();
        return new ChannelSpec(channel.name(), channel.kind(),
                new Profile(policy.fifo() ? Ordering.PER_KEY : Ordering.NONE, policy.delayMillis(), policy.visibilityMillis(),
                        policy.maxReceives(), policy.deadLetter(), policy.fifo() ? FIFO_DEDUPLICATION_MILLIS : 0,
                        policy.contentDeduplication(), policy.latencyMillis()));
    }

    private static TableSpec table(Blueprint.Table table) {
        return new TableSpec(table.name(), table.partitionKey(), table.sortKey(),
                table.indexes().stream().map(i -> new IndexSpec(i.name(), i.partitionKey(), i.sortKey())).toList());
    }
}
