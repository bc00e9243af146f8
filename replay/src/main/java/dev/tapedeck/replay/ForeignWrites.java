package dev.tapedeck.replay;

import dev.tapedeck.mesh.Direction.Acting;
import dev.tapedeck.mesh.Doubt;
import dev.tapedeck.mesh.Store;
import dev.tapedeck.mesh.Table;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.InitialState.ForeignWrite;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Moment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plays the writes of somebody out of scope: each just before the call that showed it then. In what-if also once the moment has passed by which it had
 * happened; between that and the last call that excluded it nobody knows, so that a call which asks then, and did not then, meets a gap.
 */
final class ForeignWrites {

    private static final long DRIFT_NANOS = 5_000_000;

    private final boolean strict;
    private final Timeline timeline;
    private final Bindings bindings;
    private final Findings findings;
    private final List<ForeignWrite> pending;

    ForeignWrites(boolean strict, Timeline timeline, Bindings bindings, Findings findings) {
        this.strict = strict;
        this.timeline = timeline;
        this.bindings = bindings;
        this.findings = findings;
        this.pending = new ArrayList<>(timeline.recording().state().foreignWrites().stream()
                .sorted(Comparator.comparing(ForeignWrite::notAfter)).toList());
    }

    void before(Acting acting, SortedMap<String, Store> tables) {
        Moment now = timeline.recording().from().plusNanos(acting.nowNanos());
        ForeignWrite latest = pending.reversed().stream().filter(write -> due(write, acting, now)).findFirst().orElse(null);
        if (latest != null) {
            if (!strict && early(acting, now)) {
                unknown(acting, latest);
            }
            List<ForeignWrite> happened = pending.stream().filter(w -> w.notAfter().compareTo(latest.notAfter()) <= 0)
                    .filter(w -> due(w, acting, now) || sameItem(w, latest)).toList();
            happened.forEach(write -> play(write, tables));
            pending.removeAll(happened);
        }
        if (!strict && timeline.call(acting.call(), acting.attempt()) == null) {
            pending.stream().filter(write -> now.compareTo(write.notBefore()) > 0 && touches(acting, write)).findFirst()
                    .ifPresent(write -> unknown(acting, write));
        }
    }

    /** Whether a call that was recorded comes before it came then, by more than times drift. */
    private boolean early(Acting acting, Moment now) {
        Call then = timeline.call(acting.call(), acting.attempt());
        return then != null && now.plusNanos(DRIFT_NANOS).compareTo(then.start().plusNanos(timeline.effectNanos(then))) < 0;
    }

    private boolean due(ForeignWrite write, Acting acting, Moment now) {
        boolean seen = acting.call().equals(write.seenBy()) && acting.attempt() == write.attempt();
        return seen || ((!strict || write.seenBy() == null) && now.compareTo(write.notAfter()) >= 0);
    }

    private static boolean sameItem(ForeignWrite one, ForeignWrite other) {
        return one.table().equals(other.table()) && one.key().equals(other.key());
    }

    private void play(ForeignWrite write, SortedMap<String, Store> tables) {
        if (!(tables.get(write.table()) instanceof Table table)) {
            return;
        }
        JsonNode key = bindings.toReplay(write.key());
        findings.remark("somebody out of scope wrote an item of `" + write.table() + "`; it was written where it was first seen");
        if (!(bindings.toReplay(write.item()) instanceof ObjectNode image)) {
            table.putNothing(key, Doubt.NONE);
            return;
        }
        ObjectNode item = write.whole() ? Json.object() : table.item(key).orElseGet(Json::object);
        image.properties().forEach(e -> item.set(e.getKey(), e.getValue()));
        key.properties().forEach(e -> item.set(e.getKey(), e.getValue()));
        table.put(item, new Doubt(false, !write.whole(), new TreeSet<>()));
    }

    /** Whether a call may touch the item: those that name one key by that key, all others by their table. */
    private boolean touches(Acting acting, ForeignWrite write) {
        JsonNode input = acting.emission().call().input();
        JsonNode named = input.has("Key") ? input.path("Key") : input.path("Item");
        return named.isMissingNode()
                ? write.table().equals(acting.emission().component())
                : bindings.toReplay(write.key()).properties().stream().allMatch(e -> e.getValue().equals(named.get(e.getKey())));
    }

    private void unknown(Acting acting, ForeignWrite write) {
        findings.missing(acting.nowNanos(), new Gap(Gap.Kind.FOREIGN_WRITE, acting.call(), write.table(),
                "`" + acting.emission().function() + "` calls `" + acting.emission().call().operation() + "` of `" + write.table()
                        + "` while somebody out of scope writes the item, and whether before or after nobody recorded",
                "extract with a scope that holds whoever writes it"));
    }
}
