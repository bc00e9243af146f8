package dev.tapedeck.mesh;

import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/** A table as a target of calls. An operation that may name several tables is answered by all of them together. */
final class TableTarget implements Target {

    private final World world;
    private final Store store;
    private final Tables together;

    private TableTarget(World world, Store store, Tables together) {
        this.world = world;
        this.store = store;
        this.together = together;
    }

    static TableTarget of(World world, String name, SortedMap<String, Store> stores) {
        Store store = stores.get(name);
        if (store == null) {
            throw new IllegalArgumentException("the system has a table `" + name + "`, and the set-up holds none for it");
        }
        List<Table> tables = stores.values().stream().filter(Table.class::isInstance).map(Table.class::cast).toList();
        return new TableTarget(world, store, new Tables(tables));
    }

    @Override
    public void serve(Outgoing call, Consumer<Completion> answer) {
        String operation = call.call().operation();
        boolean several = store instanceof Table && Tables.SEVERAL.contains(operation);
        Reply reply = several ? together.execute(operation, call.call().input()) : store.execute(operation, call.call().input());
        answer.accept(Callout.answered(world, call, reply));
    }
}
