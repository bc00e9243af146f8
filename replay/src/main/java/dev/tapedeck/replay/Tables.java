package dev.tapedeck.replay;

import dev.tapedeck.mesh.Store;
import dev.tapedeck.mesh.SystemSpec;
import dev.tapedeck.mesh.Table;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.Json;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** The tables of a system as they were before the window opened, as far as the recording proves it. */
final class Tables {

    private Tables() {}

    static SortedMap<String, Store> of(Scenario scenario) {
        SortedMap<String, Store> tables = new TreeMap<>();
        for (SystemSpec.TableSpec spec : scenario.system().tables()) {
            Table table = new Table(spec);
            for (InitialState.Item item : scenario.recording().state().items()) {
                if (item.table().equals(spec.name()) && item.existence() == InitialState.Existence.PRESENT) {
                    table.put(image(item));
                }
            }
            tables.put(spec.name(), table);
        }
        return tables;
    }

    private static ObjectNode image(InitialState.Item item) {
        ObjectNode image = Json.object();
        item.attributes().forEach((name, value) -> image.set(name, value.value()));
        item.key().properties().forEach(e -> image.set(e.getKey(), e.getValue()));
        return image;
    }
}
