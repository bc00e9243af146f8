package dev.tapedeck.replay;

import dev.tapedeck.mesh.Direction.Acting;
import dev.tapedeck.mesh.Store;
import dev.tapedeck.mesh.Table;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.InitialState.StaleRead;
import dev.tapedeck.recording.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Shows to a read that was stale then what the tables held at the moment that it showed then. Moments are those of the recording: each call stands for
 * the moment at which it took effect there, however late it comes here.
 */
final class StaleReads {

    private final Timeline timeline;
    private final SortedMap<String, StaleRead> stale = new TreeMap<>();
    private final List<Earlier> earlier = new ArrayList<>();

    /** The tables as they were before what happened at {@code until}. */
    private record Earlier(Moment until, SortedMap<String, Store> tables) {}

    StaleReads(Timeline timeline) {
        this.timeline = timeline;
        timeline.recording().state().staleReads().forEach(read -> stale.put(Timeline.key(read.call(), read.attempt()), read));
    }

    /** Keeps what the tables hold before the call acts. */
    void before(Acting acting, SortedMap<String, Store> tables) {
        if (!stale.isEmpty()) {
            earlier.add(new Earlier(moment(acting), forked(tables)));
        }
    }

    private Moment moment(Acting acting) {
        Call then = timeline.call(acting.call(), acting.attempt());
        return then == null
                ? timeline.recording().from().plusNanos(acting.nowNanos())
                : then.start().plusNanos(timeline.effectNanos(then));
    }

    private static SortedMap<String, Store> forked(SortedMap<String, Store> tables) {
        SortedMap<String, Store> forks = new TreeMap<>();
        tables.forEach((name, store) -> forks.put(name, store instanceof Table table ? table.fork() : store));
        return forks;
    }

    /** What a call is to see. One that asks for the latest state sees it, whatever it asked for then. */
    SortedMap<String, Store> seen(Acting acting, SortedMap<String, Store> tables) {
        StaleRead read = stale.get(Timeline.key(acting.call(), acting.attempt()));
        if (read == null || acting.emission().call().input().path("ConsistentRead").asBoolean(false)) {
            return tables;
        }
        return earlier.stream().filter(state -> state.until().compareTo(read.asOf()) > 0).findFirst().map(Earlier::tables).orElse(tables);
    }
}
