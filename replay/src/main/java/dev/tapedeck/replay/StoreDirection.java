package dev.tapedeck.replay;

import dev.tapedeck.mesh.Direction.Acting;
import dev.tapedeck.mesh.NotKnown;
import dev.tapedeck.mesh.Store;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Gap;
import java.util.List;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;

/** What tables are to a call that acts on them: as they began, with others' writes in them, and as of earlier for a stale read. */
final class StoreDirection {

    private final Scenario scenario;
    private final Timeline timeline;
    private final Bindings bindings;
    private final Findings findings;
    private final Beginning beginning;
    private final InitialItems items;
    private final ForeignWrites foreign;
    private final StaleReads stale;

    StoreDirection(Scenario scenario, Timeline timeline, Bindings bindings, Findings findings, Beginning beginning) {
        this.scenario = scenario;
        this.timeline = timeline;
        this.bindings = bindings;
        this.findings = findings;
        this.beginning = beginning;
        this.items = new InitialItems(scenario, bindings);
        this.foreign = new ForeignWrites(scenario.strict(), timeline, bindings, findings);
        this.stale = new StaleReads(timeline);
    }

    SortedMap<String, Store> initial() {
        return items.tables(beginning);
    }

    SortedMap<String, Store> tables(Acting acting, SortedMap<String, Store> now) {
        beginning.acting(acting);
        items.rebind(now);
        foreign.before(acting, now);
        stale.before(acting, now);
        return stale.seen(acting, now);
    }

    /** In strict what a query found comes in the order of then, where redaction or fresh values may have changed it. */
    JsonNode shown(Acting acting, JsonNode answer) {
        Call then = timeline.call(acting.call(), acting.attempt());
        boolean mixed = bindings.size() > 0 || !scenario.redactedValues().isEmpty();
        if (!scenario.strict() || !mixed || then == null || !(then.answer() instanceof Call.Answered answered)
                || !acting.emission().call().operation().equals("Query")) {
            return answer;
        }
        return scenario.system().tables().stream().filter(table -> table.name().equals(acting.emission().component())).findFirst()
                .map(table -> BoundOrder.of(answered.body().value(), answer, List.of(table.partitionKey(), table.sortKey()), bindings))
                .orElse(answer);
    }

    void notKnown(Acting acting, NotKnown what) {
        findings.missing(acting.nowNanos(), new Gap(Gap.Kind.UNKNOWN_INITIAL_VALUE, acting.call(), what.table(),
                "`" + acting.emission().function() + "` calls `" + acting.emission().call().operation() + "` of `" + what.table() + "`: "
                        + what.what(),
                "extract with a scope that holds whoever wrote it before, or a read of it; or replay `" + what.table() + "` recorded"));
    }
}
