package dev.tapedeck.mesh;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Directs a run of which nothing was recorded: every call is new and named by its cause, every component answers for itself, latencies are those
 * of the profiles, ids derive from names, and the first warm instance serves.
 */
public class PlainDirection implements Direction {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final SortedMap<String, Long> latencyMillis = new TreeMap<>();
    private final SortedMap<String, Integer> occurrences = new TreeMap<>();
    private final long oneWayNanos;

    /** @param oneWayNanos from a caller to whom it calls, and back again */
    public PlainDirection(SystemSpec system, long oneWayNanos) {
        system.channels().forEach(channel -> latencyMillis.put(channel.name(), channel.profile().latencyMillis()));
        this.oneWayNanos = oneWayNanos;
    }

    @Override
    public Placement place(Emission emission) {
        return new Placement(name(emission), 1, new ByComponent(), 0, oneWayNanos, 2 * oneWayNanos);
    }

    /** The name of a call as its cause spells it. Counts occurrences: to be asked once for each emission. */
    protected final Name name(Emission emission) {
        String target = emission.component() == null ? emission.call().resource() : emission.component();
        String key = emission.invocation() + "\n" + target + "\n" + emission.call().operation();
        int occurrence = occurrences.merge(key, 1, Integer::sum) - 1;
        return Naming.call(emission.invocation(), target, emission.call().operation(), occurrence);
    }

    @Override
    public long resultChargeNanos(Name invocation, long nowNanos) {
        return 0;
    }

    @Override
    public long initNanos(Name invocation, String function, int ordinal) {
        return 0;
    }

    @Override
    public long deliveryNanos(Name delivery, Message message, String subscription, int receiveCount) {
        return latencyMillis.getOrDefault(message.channel(), 0L) * NANOS_PER_MILLI;
    }

    @Override
    public JsonNode event(Name invocation, String function, List<Name> deliveries, JsonNode built, long nowNanos) {
        return built;
    }

    /** A version 4 UUID in form, the name derived for {@code role} in content. */
    @Override
    public String mint(Name subject, String role) {
        String hex = Naming.derived(subject, role).toString();
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-4" + hex.substring(13, 16) + "-a" + hex.substring(17, 20) + "-"
                + hex.substring(20);
    }

    @Override
    public List<Integer> instances(Name invocation, String function, Pool pool) {
        return pool.first();
    }

    @Override
    public @Nullable Name heldBehind(Message message) {
        return null;
    }

    @Override
    public void ended(Name invocation, String function, Invocation.Result result, long nowNanos) {
        // nothing to compare it with
    }
}
