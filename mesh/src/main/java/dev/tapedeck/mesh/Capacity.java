package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What operations cost in capacity units, for requests that ask
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html): a write unit for each KB, a read unit for
 * each 4 KB, half of that for eventual consistency, twice in a transaction.
 */
final class Capacity {

    private static final int WRITE_BYTES = 1024;
    private static final int READ_BYTES = 4096;

    private Capacity() {}

    /** @param indexes units by index name */
    record Units(double table, SortedMap<String, Double> indexes) {

        static Units table(double units) {
            return new Units(units, new TreeMap<>());
        }

        Units plus(Units other) {
            SortedMap<String, Double> sum = new TreeMap<>(indexes);
            other.indexes.forEach((name, units) -> sum.merge(name, units, Double::sum));
            return new Units(table + other.table, sum);
        }

        Units twice() {
            SortedMap<String, Double> doubled = new TreeMap<>();
            indexes.forEach((name, units) -> doubled.put(name, units * 2));
            return new Units(table * 2, doubled);
        }

        double total() {
            return table + indexes.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    static double write(int bytes) {
        return Math.max(1, Math.ceilDiv(bytes, WRITE_BYTES));
    }

    static double read(int bytes, boolean consistent) {
        return Math.max(1, Math.ceilDiv(bytes, READ_BYTES)) * (consistent ? 1 : 0.5);
    }

    /** {@code NONE}, {@code TOTAL} or {@code INDEXES}. */
    static String wanted(JsonNode input) {
        return Inputs.choice(input, "ReturnConsumedCapacity", List.of("NONE", "INDEXES", "TOTAL"));
    }

    /**
     * As answers tell it.
     *
     * @param kind {@code Read} or {@code Write} in a transaction, "" elsewhere
     */
    static ObjectNode json(Table table, Units units, String wanted, String kind) {
        ObjectNode json = Json.object().put("TableName", table.name());
        put(json, units.total(), kind);
        if (wanted.equals("INDEXES")) {
            put(json.putObject("Table"), units.table(), kind);
            units.indexes().forEach((name, each) -> {
                Schema schema = table.state().schema();
                boolean local = schema.index(name).map(schema::isLocal).orElse(false);
                if (each > 0) {
                    put(json.withObjectProperty(local ? "LocalSecondaryIndexes" : "GlobalSecondaryIndexes").putObject(name), each, kind);
                }
            });
        }
        return json;
    }

    private static void put(ObjectNode json, double units, String kind) {
        json.put("CapacityUnits", units);
        if (!kind.isEmpty()) {
            json.put(kind + "CapacityUnits", units);
        }
    }
}
