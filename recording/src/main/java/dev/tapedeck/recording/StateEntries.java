package dev.tapedeck.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the stores held before, one item a line, the writes of others, and reads that showed an earlier state; one a line. */
final class StateEntries {
    static final String ITEMS = "state/items.jsonl";
    static final String FOREIGN_WRITES = "state/foreign-writes.jsonl";
    static final String STALE_READS = "state/stale-reads.jsonl";

    private StateEntries() {}

    static byte[] writeItems(List<InitialState.Item> items) {
        return JsonLines.write(items, StateEntries::item);
    }

    static byte[] writeForeignWrites(List<InitialState.ForeignWrite> writes) {
        return JsonLines.write(writes, StateEntries::foreignWrite);
    }

    static byte[] writeStaleReads(List<InitialState.StaleRead> reads) {
        return JsonLines.write(reads, read -> Json.object().put("call", read.call().toString()).put("attempt", read.attempt())
                .put("asOf", read.asOf().iso()));
    }

    private static JsonNode item(InitialState.Item item) {
        ObjectNode json = Json.object().put("table", item.table());
        json.set("key", item.key());
        json.put("existence", Fields.word(item.existence())).put("provenance", Fields.word(item.provenance()));
        ObjectNode attributes = json.putObject("attributes");
        item.attributes().forEach((name, value) -> {
            ObjectNode attribute = attributes.putObject(name);
            attribute.set("value", value.value());
            attribute.put("provenance", Fields.word(value.provenance()));
        });
        if (item.whole()) {
            json.put("whole", true);
        }
        return json;
    }

    private static JsonNode foreignWrite(InitialState.ForeignWrite write) {
        ObjectNode json = Json.object().put("table", write.table());
        json.set("key", write.key());
        json.set("item", write.item());
        json.put("whole", write.whole()).put("notBefore", write.notBefore().iso()).put("notAfter", write.notAfter().iso());
        Name seenBy = write.seenBy();
        return seenBy == null ? json : json.put("seenBy", seenBy.toString()).put("attempt", write.attempt());
    }

    static List<InitialState.Item> readItems(byte[] bytes) {
        List<InitialState.Item> items = new ArrayList<>();
        JsonLines.read(ITEMS, bytes, line -> items.add(readItem(Fields.of(line))));
        return items;
    }

    static List<InitialState.ForeignWrite> readForeignWrites(byte[] bytes) {
        List<InitialState.ForeignWrite> writes = new ArrayList<>();
        JsonLines.read(FOREIGN_WRITES, bytes, line -> writes.add(readForeignWrite(Fields.of(line))));
        return writes;
    }

    static List<InitialState.StaleRead> readStaleReads(byte[] bytes) {
        List<InitialState.StaleRead> reads = new ArrayList<>();
        JsonLines.read(STALE_READS, bytes, line -> {
            Fields read = Fields.of(line);
            reads.add(new InitialState.StaleRead(read.name("call"), read.smallInteger("attempt"), read.moment("asOf")));
            read.done();
        });
        return reads;
    }

    private static InitialState.Item readItem(Fields item) {
        InitialState.Item read = new InitialState.Item(item.string("table"), item.tree("key", ObjectNode.class),
                item.word("existence", InitialState.Existence.class), item.word("provenance", InitialState.Provenance.class),
                readAttributes(item.tree("attributes", ObjectNode.class)), item.has("whole") && item.flag("whole"));
        item.done();
        return read;
    }

    private static SortedMap<String, InitialState.Value> readAttributes(ObjectNode attributes) {
        SortedMap<String, InitialState.Value> values = new TreeMap<>();
        attributes.properties().forEach(e -> {
            Fields attribute = Fields.of(e.getValue(), "attributes." + e.getKey());
            values.put(e.getKey(),
                    new InitialState.Value(attribute.tree("value"), attribute.word("provenance", InitialState.Provenance.class)));
            attribute.done();
        });
        return values;
    }

    private static InitialState.ForeignWrite readForeignWrite(Fields write) {
        InitialState.ForeignWrite read = new InitialState.ForeignWrite(write.string("table"), write.tree("key", ObjectNode.class),
                write.tree("item"), write.flag("whole"), write.moment("notBefore"), write.moment("notAfter"), write.nameIfAny("seenBy"),
                write.has("attempt") ? write.smallInteger("attempt") : 1);
        write.done();
        return read;
    }
}
