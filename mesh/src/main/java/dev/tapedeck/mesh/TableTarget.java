package dev.tapedeck.mesh;

import java.util.SortedMap;
import java.util.function.Consumer;

/** A table as a target of calls; what concerns several tables at once is answered by all of them. */
record TableTarget(World world, Store table, Tables all) implements Target {

    static TableTarget of(World world, String name, SortedMap<String, Store> tables) {
        Store table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException("the system has a table `" + name + "`, and the set-up holds none for it");
        }
        return new TableTarget(world, table,
                new Tables(tables.values().stream().filter(Table.class::isInstance).map(Table.class::cast).toList()));
    }

    @Override
    public void serve(Outgoing call, Consumer<Completion> answer) {
        String operation = call.call().operation();
        Reply reply = Tables.SEVERAL.contains(operation)
                ? all.execute(operation, call.call().input())
                : table.execute(operation, call.call().input());
        answer.accept(Callout.answered(world, call, reply));
    }
}
