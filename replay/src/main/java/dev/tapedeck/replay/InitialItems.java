package dev.tapedeck.replay;

import dev.tapedeck.mesh.Doubt;
import dev.tapedeck.mesh.Store;
import dev.tapedeck.mesh.SystemSpec;
import dev.tapedeck.mesh.Table;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.InitialState.Existence;
import dev.tapedeck.recording.InitialState.Provenance;
import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tables of a system as they were before the window opened: what the recording proves to have been there, with what is in doubt of it. A value that
 * is bound later is bound in what nobody has changed yet.
 */
final class InitialItems {

    private final Scenario scenario;
    private final Bindings bindings;
    private final List<Placed> placed = new ArrayList<>();
    private int bound;

    /** An item as it was put, under its present key; {@code image} null where nothing was. */
    private record Placed(InitialState.Item item, ObjectNode key, @Nullable ObjectNode image) {}

    InitialItems(Scenario scenario, Bindings bindings) {
        this.scenario = scenario;
        this.bindings = bindings;
    }

    SortedMap<String, Store> tables(Beginning beginning) {
        SortedMap<String, Store> tables = new TreeMap<>();
        for (SystemSpec.TableSpec spec : scenario.system().tables()) {
            Table table = new Table(spec);
            table.ask(beginning.of(spec));
            for (InitialState.Item item : scenario.recording().state().items()) {
                if (item.table().equals(spec.name()) && fits(spec, item)) {
                    placed.add(place(table, item));
                }
            }
            tables.put(spec.name(), table);
        }
        return tables;
    }

    /** Where nothing but puts spell a key, capture can only guess which attributes are the key. */
    private static boolean fits(SystemSpec.TableSpec spec, InitialState.Item item) {
        TreeSet<String> names = new TreeSet<>(List.of(spec.partitionKey()));
        if (!spec.sortKey().isEmpty()) {
            names.add(spec.sortKey());
        }
        return names.equals(new TreeSet<>(item.key().propertyNames()));
    }

    private Placed place(Table table, InitialState.Item item) {
        ObjectNode key = (ObjectNode) bindings.toReplay(item.key());
        if (item.existence() != Existence.PRESENT) {
            table.putNothing(key, item.existence() == Existence.ABSENT ? Doubt.NONE : doubt(item, true));
            return new Placed(item, key, null);
        }
        ObjectNode image = Json.object();
        item.attributes().forEach((name, value) -> {
            if (value.provenance() != Provenance.UNKNOWN) {
                image.set(name, bindings.toReplay(value.value()));
            }
        });
        key.properties().forEach(e -> image.set(e.getKey(), e.getValue()));
        table.put(image, doubt(item, false));
        return new Placed(item, key, image);
    }

    private static Doubt doubt(InitialState.Item item, boolean existence) {
        TreeSet<String> unknown = new TreeSet<>();
        item.attributes().forEach((name, value) -> {
            if (value.provenance() == Provenance.UNKNOWN) {
                unknown.add(name);
            }
        });
        return new Doubt(existence, !item.whole(), unknown);
    }

    /** Puts bound values in place of the recorded ones wherever an item is still as it was put. */
    void rebind(SortedMap<String, Store> tables) {
        if (bindings.size() == bound) {
            return;
        }
        bound = bindings.size();
        for (int i = 0; i < placed.size(); i++) {
            Placed as = placed.get(i);
            if (tables.get(as.item().table()) instanceof Table table && stale(as) && untouched(table, as)) {
                table.forget(as.key());
                placed.set(i, place(table, as.item()));
            }
        }
    }

    private boolean stale(Placed as) {
        JsonNode image = as.image();
        return !bindings.toReplay(as.key()).equals(as.key()) || (image != null && !bindings.toReplay(image).equals(image));
    }

    private static boolean untouched(Table table, Placed as) {
        ObjectNode image = as.image();
        return image == null ? table.item(as.key()).isEmpty() : table.item(as.key()).filter(image::equals).isPresent();
    }
}
