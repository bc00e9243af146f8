package dev.tapedeck.capture;

import dev.tapedeck.capture.ItemAccess.Observation;
import dev.tapedeck.capture.ItemAccess.Source;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.EffectView;
import dev.tapedeck.recording.ItemWrites;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.TableKeys;
import dev.tapedeck.recording.WholePartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Sorts the calls to tables by the items that they touch. */
final class ItemAccesses {

    /** An item, by its table and typed key. */
    record Place(String table, ObjectNode key) {}

    private final TableKeys keys;
    private final Map<Place, List<ItemAccess>> byItem = new LinkedHashMap<>();

    private ItemAccesses(List<Call> calls) {
        this.keys = TableKeys.learnt(calls);
    }

    static Map<Place, List<ItemAccess>> of(List<Call> calls) {
        ItemAccesses accesses = new ItemAccesses(calls);
        calls.stream().filter(call -> call.service().equals("dynamodb")).forEach(accesses::add);
        calls.stream().filter(call -> call.operation().equals("Query")).forEach(accesses::notFound);
        return accesses.byItem;
    }

    /** A query that went through a whole partition shows of each other item of it that it was not there. */
    private void notFound(Call query) {
        WholePartition read = WholePartition.of(query);
        if (read == null) {
            return;
        }
        Source source = query.input().value().path("ConsistentRead").asBoolean(false) ? Source.READ : Source.EVENTUAL_READ;
        byItem.forEach((place, accesses) -> {
            boolean shown = accesses.stream().anyMatch(access -> access.call().equals(query));
            if (place.table().equals(query.target()) && read.partition().equals(place.key().get(read.attribute())) && !shown) {
                accesses.add(new ItemAccess(query, new Observation(null, true, source), null, null, false));
            }
        });
    }

    private void add(Call call) {
        JsonNode input = call.input().value();
        JsonNode output = call.answer() instanceof Call.Answered answered && answered.body().isWhole()
                ? answered.body().value()
                : MissingNode.getInstance();
        boolean well = call.answer() instanceof Call.Answered answered && answered.status() < 400;
        switch (call.operation()) {
            case "GetItem" -> {
                if (well && !output.isMissingNode()) {
                    read(call, call.target(), input.path("Key"), output.get("Item"), input);
                }
            }
            case "Query", "Scan" -> output.path("Items").forEach(item -> read(call, call.target(), item, item, input));
            case "BatchGetItem" -> batch(call, input, output);
            case "TransactGetItems" -> transaction(call, input, output);
            default -> writes(call, output);
        }
    }

    private void read(Call call, String table, JsonNode keyed, @Nullable JsonNode item, JsonNode options) {
        ObjectNode key = keys.of(table, keyed);
        if (key.isEmpty()) {
            return;
        }
        boolean whole = !options.has("ProjectionExpression") && !options.has("AttributesToGet") && !options.has("IndexName");
        Source source = options.path("ConsistentRead").asBoolean(false) ? Source.READ : Source.EVENTUAL_READ;
        ObjectNode seen = item instanceof ObjectNode object && !object.isEmpty() ? object : null;
        add(table, key, new ItemAccess(call, new Observation(seen, whole, source), null, null, false));
    }

    private void batch(Call call, JsonNode input, JsonNode output) {
        JsonNode tables = input.path("RequestItems");
        for (String table : tables.propertyNames()) {
            String name = table.substring(table.lastIndexOf('/') + 1);
            for (JsonNode key : tables.path(table).path("Keys")) {
                if (!contains(output.path("UnprocessedKeys").path(table).path("Keys"), key) && output.has("Responses")) {
                    read(call, name, key, matching(output.path("Responses").path(table), key), tables.path(table));
                }
            }
        }
    }

    private static boolean contains(JsonNode list, JsonNode wanted) {
        return list.valueStream().anyMatch(wanted::equals);
    }

    private static @Nullable JsonNode matching(JsonNode items, JsonNode key) {
        return items.valueStream().filter(item -> key.properties().stream().allMatch(e -> e.getValue().equals(item.get(e.getKey()))))
                .findFirst().orElse(null);
    }

    private void transaction(Call call, JsonNode input, JsonNode output) {
        ObjectNode consistent = Json.object().put("ConsistentRead", true);
        for (int i = 0; i < input.path("TransactItems").size() && output.has("Responses"); i++) {
            JsonNode get = input.path("TransactItems").path(i).path("Get");
            ObjectNode options = get.has("ProjectionExpression") ? consistent.deepCopy().put("ProjectionExpression", "") : consistent;
            read(call, get.path("TableName").asString(""), get.path("Key"), output.path("Responses").path(i).get("Item"), options);
        }
    }

    private void writes(Call call, JsonNode output) {
        boolean happened = EffectView.happened(call);
        boolean doubtful = !happened && call.effect().evidence() == Call.Evidence.UNKNOWN;
        for (ItemWrites.Write write : ItemWrites.of(call)) {
            ObjectNode key = keys.of(write.table(), write.keyed());
            if (key.isEmpty()) {
                continue;
            }
            if (happened || doubtful) {
                Observation before = happened ? before(write, key, output) : null;
                add(write.table(), key, new ItemAccess(call, before, write, write.image(), doubtful));
            } else if (output.path("Item") instanceof ObjectNode item) {
                add(write.table(), key, new ItemAccess(call, new Observation(item, true, Source.READ), null, null, false));
            }
        }
    }

    /** What a write that happened shows of the item before: its old image, what its new one kept, or its condition. */
    private static @Nullable Observation before(ItemWrites.Write write, ObjectNode key, JsonNode output) {
        String returned = write.request().path("ReturnValues").asString("");
        JsonNode attributes = output.path("Attributes");
        if (returned.equals("ALL_OLD") && !output.isMissingNode()) {
            return new Observation(attributes instanceof ObjectNode old ? old : null, true, Source.READ);
        }
        if (returned.equals("UPDATED_OLD") && attributes instanceof ObjectNode old) {
            return new Observation(old, false, Source.READ);
        }
        return HeldCondition.of(write.request(), key);
    }

    private void add(String table, ObjectNode key, ItemAccess access) {
        byItem.computeIfAbsent(new Place(table, key), k -> new ArrayList<>()).add(access);
    }
}
