package dev.tapedeck.mesh;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Consumer;

/** A table as a target of calls. An operation that may name several tables is answered by all of them together. */
final class TableTarget implements Target {

    private final World world;
    private final String name;
    private final SortedMap<String, Store> stores;

    private TableTarget(World world, String name, SortedMap<String, Store> stores) {
        this.world = world;
        this.name = name;
        this.stores = stores;
    }

    static TableTarget of(World world, String name, SortedMap<String, Store> stores) {
        if (!stores.containsKey(name)) {
            throw new IllegalArgumentException("the system has a table `" + name + "`, and the set-up holds none for it");
        }
        return new TableTarget(world, name, stores);
    }

    @Override
    public void serve(Outgoing call, Consumer<Completion> answer) {
        Direction.Acting acting = new Direction.Acting(call.emission, call.name(), call.placement.attempt(), world.now());
        try {
            Reply reply = reply(call, world.direction.tables(acting, stores));
            Reply shown = new Reply(reply.status(), reply.headers(), world.direction.shown(acting, reply.body()));
            answer.accept(Callout.answered(world, call, shown));
        } catch (NotKnown guess) {
            world.direction.notKnown(acting, guess);
            world.stop("`" + call.emission.function() + "` calls `" + call.call().operation() + "`: " + guess.what());
        }
    }

    private Reply reply(Outgoing call, SortedMap<String, Store> seen) {
        String operation = call.call().operation();
        Store store = Objects.requireNonNull(seen.getOrDefault(name, stores.get(name)));
        List<Table> tables = seen.values().stream().filter(Table.class::isInstance).map(Table.class::cast).toList();
        boolean several = store instanceof Table && Tables.SEVERAL.contains(operation);
        return several ? new Tables(tables).execute(operation, call.call().input()) : store.execute(operation, call.call().input());
    }
}
