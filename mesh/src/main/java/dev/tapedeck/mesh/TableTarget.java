package dev.tapedeck.mesh;

import java.util.SortedMap;
import java.util.function.Consumer;

/** A table as a target of calls. */
record TableTarget(World world, Store table) implements Target {

    static TableTarget of(World world, String name, SortedMap<String, Store> tables) {
        Store table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException("the system has a table `" + name + "`, and the set-up holds none for it");
        }
        return new TableTarget(world, table);
    }

    @Override
    public void serve(Outgoing call, Consumer<Completion> answer) {
        answer.accept(Callout.answered(world, call, table.execute(call.call().operation(), call.call().input())));
    }
}
