package dev.tapedeck.mesh;

import dev.tapedeck.mesh.DynamoFault.Reason;
import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code TransactWriteItems} and {@code TransactGetItems}: all or nothing
 * (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html). Malformed input fails the request; what fails
 * for an item's sake cancels it with a reason for each part. The request token that makes a repeated transaction harmless for ten minutes is
 * not part of a canonical call, and has no model.
 */
final class Transactions {

    private static final int MAX_PARTS = 100;
    private static final List<String> ACTIONS = List.of("ConditionCheck", "Put", "Delete", "Update");

    private final Tables tables;

    Transactions(Tables tables) {
        this.tables = tables;
    }

    ObjectNode write(JsonNode input) {
        List<Mutation> mutations = new ArrayList<>();
        for (JsonNode part : parts(input)) {
            mutations.add(mutation(part, mutations.size() + 1));
        }
        checkDistinct(mutations.stream().map(mutation -> new Target(mutation.table(), mutation.key())).toList());
        SortedMap<String, Capacity.Units> costs = perform(mutations);
        return withCapacity(Json.object(), input, costs, "Write");
    }

    private SortedMap<String, Capacity.Units> perform(List<Mutation> mutations) {
        SortedMap<String, Table.State> before = new TreeMap<>();
        mutations.forEach(mutation -> before.put(mutation.table().name(), mutation.table().state()));
        SortedMap<String, Capacity.Units> costs = new TreeMap<>();
        List<Reason> reasons = new ArrayList<>();
        for (Mutation mutation : mutations) {
            try {
                costs.merge(mutation.table().name(), mutation.cost(mutation.perform()).twice(), Capacity.Units::plus);
                reasons.add(Reason.NONE);
            } catch (DynamoFault fault) {
                reasons.add(fault.reason());
            } catch (NotKnown guess) {
                before.forEach((name, state) -> tables.named(name).become(state));
                throw guess;
            }
        }
        if (reasons.stream().anyMatch(reason -> !reason.equals(Reason.NONE))) {
            before.forEach((name, state) -> tables.named(name).become(state));
            throw DynamoFault.cancelled(reasons);
        }
        return costs;
    }

    private Mutation mutation(JsonNode part, int position) {
        List<String> actions = ACTIONS.stream().filter(part::hasNonNull).toList();
        if (actions.isEmpty()) {
            throw DynamoFault.validation("Invalid Request: TransactWriteRequest should contain Delete or Put or Update request");
        }
        if (actions.size() > 1) {
            throw DynamoFault.validation("TransactItems can only contain one of Check, Put, Update or Delete");
        }
        JsonNode action = part.path(actions.getFirst());
        Table table = tables.table(action);
        return switch (actions.getFirst()) {
            case "Put" -> Mutation.put(table, action);
            case "Delete" -> Mutation.delete(table, action);
            case "Update" -> {
                require(action, "UpdateExpression", "transactItems." + position + ".member.update.updateExpression");
                yield Mutation.update(table, action);
            }
            default -> {
                require(action, "ConditionExpression", "transactItems." + position + ".member.conditionCheck.conditionExpression");
                yield Mutation.check(table, action);
            }
        };
    }

    private static void require(JsonNode action, String parameter, String member) {
        if (!action.hasNonNull(parameter)) {
            throw Inputs.missing(member);
        }
    }

    ObjectNode get(JsonNode input) {
        ObjectNode reply = Json.object();
        ArrayNode responses = reply.putArray("Responses");
        List<Target> targets = new ArrayList<>();
        SortedMap<String, Capacity.Units> costs = new TreeMap<>();
        for (JsonNode part : parts(input)) {
            JsonNode get = part.path("Get");
            Table table = tables.table(get);
            Tables.Read read = Tables.read("TransactGetItems", table, get);
            targets.add(new Target(table, read.key()));
            ObjectNode response = responses.addObject();
            read.shown().ifPresent(item -> response.set("Item", ValueJson.json(item)));
            costs.merge(table.name(), read.cost(true).twice(), Capacity.Units::plus);
        }
        checkDistinct(targets);
        return withCapacity(reply, input, costs, "Read");
    }

    private static JsonNode parts(JsonNode input) {
        JsonNode parts = input.path("TransactItems");
        if (parts.isEmpty() || parts.size() > MAX_PARTS) {
            throw DynamoFault.validation("1 validation error detected: Value '" + (parts.isEmpty() ? "[]" : Json.write(parts))
                    + "' at 'transactItems' failed to satisfy constraint: Member must have length "
                    + (parts.isEmpty() ? "greater than or equal to 1" : "less than or equal to " + MAX_PARTS));
        }
        return parts;
    }

    private record Target(Table table, Key key) {}

    private static void checkDistinct(List<Target> targets) {
        SortedMap<String, TreeSet<Key>> keys = new TreeMap<>();
        for (Target target : targets) {
            if (!keys.computeIfAbsent(target.table().name(), name -> new TreeSet<>()).add(target.key())) {
                throw DynamoFault.validation("Transaction request cannot include multiple operations on one item");
            }
        }
    }

    private ObjectNode withCapacity(ObjectNode reply, JsonNode input, SortedMap<String, Capacity.Units> costs, String kind) {
        String wanted = Capacity.wanted(input);
        if (!wanted.equals("NONE")) {
            ArrayNode list = reply.putArray("ConsumedCapacity");
            costs.forEach((name, units) -> list.add(Capacity.json(tables.named(name), units, wanted, kind)));
        }
        return reply;
    }
}
