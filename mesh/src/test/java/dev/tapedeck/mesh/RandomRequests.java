package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests to a table of {@link TableContract#ORDERS}, drawn from a seed: items of every type over few names and keys, so that they meet, and
 * expressions of the whole grammar. About one in twelve is broken: a token lost, doubled, or taken from elsewhere.
 */
final class RandomRequests {

    private static final List<String> NAMES = List.of("n", "k", "s", "b", "t", "z", "l", "m", "ss", "ns", "bs", "gone", "owner", "due");
    private static final List<String> PATHS = List.of("n", "k", "s", "b", "t", "z", "l", "m", "ss", "ns", "bs", "gone", "l[0]", "l[1]",
            "l[2]",
            "l[7]", "m.x", "m.y", "m.y.x", "m.gone", "l[0].x", "l[1][0]", "n.x", "s[0]", "#m.x", "#s", "#l[1]", "gone.x", "l[3]", "m.l[0]");
    private static final List<String> TEXTS = List.of("", "a", "ab", "b", "abc", "é", "\uD83D\uDE00", "\uFFFD", "S", "N");
    private static final List<String> NUMBERS = List.of("0", "1", "-1", "2", "3", "1.5", "1E2", "-0.001",
            "99999999999999999999999999999999999999",
            "1E125", "1E-130", "5.0", "10");
    private static final List<String> BYTES = List.of("", "AQ==", "AQI=", "/w==");

    private final SplittableRandom random;
    private final TreeMap<String, ObjectNode> values = new TreeMap<>();
    private final TreeMap<String, String> names = new TreeMap<>();

    RandomRequests(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A request and the operation that it is for. */
    record Request(String operation, ObjectNode input) {
        @Override
        public String toString() {
            return operation + " " + Json.write(input);
        }
    }

    Request next() {
        values.clear();
        names.clear();
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> put();
            case 4, 5, 6, 7, 8, 9, 10 -> update();
            case 11, 12 -> delete();
            case 13, 14 -> get();
            case 15, 16 -> query();
            case 17 -> scan();
            case 18 -> transaction();
            default -> batch();
        };
    }

    private Request put() {
        ObjectNode input = input();
        input.set("Item", item());
        return new Request("PutItem", conditional(input, "NONE", "ALL_OLD"));
    }

    private Request update() {
        ObjectNode input = input();
        input.set("Key", key());
        input.put("UpdateExpression", broken(updateExpression()));
        return new Request("UpdateItem", conditional(input, "NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"));
    }

    private Request delete() {
        ObjectNode input = input();
        input.set("Key", key());
        return new Request("DeleteItem", conditional(input, "NONE", "ALL_OLD"));
    }

    private Request get() {
        ObjectNode input = input();
        input.set("Key", key());
        if (chance(2)) {
            input.put("ProjectionExpression", broken(list(1 + random.nextInt(4), this::path)));
        }
        return new Request("GetItem", placeholders(input));
    }

    private Request query() {
        ObjectNode input = input();
        boolean index = chance(3);
        if (index) {
            input.put("IndexName", "by-owner");
        }
        String partition = (index ? "#owner" : "pk") + " = " + value("S", pick(index ? List.of("eve", "bob") : List.of("a", "b")));
        if (index) {
            names.put("#owner", "owner");
        }
        String sort = index ? "due" : "sk";
        String range = switch (random.nextInt(6)) {
            case 0 -> " AND " + sort + " " + pick(List.of("<", "<=", "=", ">", ">=")) + " " + number();
            case 1 -> " AND " + sort + " BETWEEN " + number() + " AND " + number();
            case 2 -> " AND " + number() + " " + pick(List.of("<", "<=", "=", ">", ">=")) + " " + sort;
            default -> "";
        };
        input.put("KeyConditionExpression", broken(partition + range));
        input.put("ScanIndexForward", chance(2));
        if (!index && chance(3)) {
            input.put("Limit", 1 + random.nextInt(4));
        }
        return new Request("Query", page(input));
    }

    private Request scan() {
        return new Request("Scan", page(input()));
    }

    private ObjectNode page(ObjectNode input) {
        if (chance(2)) {
            input.put("FilterExpression", broken(condition(2)));
        }
        if (chance(4)) {
            input.put("ProjectionExpression", list(1 + random.nextInt(3), this::path));
        } else if (chance(4)) {
            input.put("Select", "COUNT");
        }
        return placeholders(input);
    }

    private Request transaction() {
        ObjectNode input = Json.object();
        ArrayNode parts = input.putArray("TransactItems");
        for (int i = 0; i <= random.nextInt(3); i++) {
            values.clear();
            names.clear();
            Request part = switch (random.nextInt(4)) {
                case 0 -> put();
                case 1 -> update();
                case 2 -> delete();
                default -> check();
            };
            part.input().remove("ReturnValues");
            parts.addObject().set(part.operation().replace("Item", ""), part.input());
        }
        return new Request("TransactWriteItems", input);
    }

    private Request check() {
        ObjectNode input = input();
        input.set("Key", key());
        input.put("ConditionExpression", condition(2));
        return new Request("ConditionCheck", placeholders(input));
    }

    private Request batch() {
        ObjectNode input = Json.object();
        ArrayNode requests = input.putObject("RequestItems").putArray("orders");
        for (int i = 0; i <= random.nextInt(4); i++) {
            if (chance(2)) {
                requests.addObject().putObject("PutRequest").set("Item", item());
            } else {
                requests.addObject().putObject("DeleteRequest").set("Key", key());
            }
        }
        return new Request("BatchWriteItem", input);
    }

    private static ObjectNode input() {
        return Json.object().put("TableName", "orders");
    }

    private ObjectNode conditional(ObjectNode input, String... returnable) {
        if (chance(2)) {
            input.put("ConditionExpression", broken(condition(3)));
        }
        input.put("ReturnValues", pick(List.of(returnable)));
        if (chance(3)) {
            input.put("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
        }
        return placeholders(input);
    }

    private ObjectNode placeholders(ObjectNode input) {
        if (!values.isEmpty()) {
            ObjectNode given = input.putObject("ExpressionAttributeValues");
            values.forEach(given::set);
        }
        if (!names.isEmpty()) {
            ObjectNode given = input.putObject("ExpressionAttributeNames");
            names.forEach(given::put);
        }
        return input;
    }

    private ObjectNode key() {
        ObjectNode key = Json.object();
        key.putObject("pk").put("S", pick(List.of("a", "b")));
        key.putObject("sk").put("N", pick(List.of("1", "2", "3", "10")));
        return key;
    }

    private ObjectNode item() {
        ObjectNode item = key();
        for (String name : NAMES) {
            if (chance(2)) {
                switch (name) {
                    case "n", "k" -> item.putObject(name).put("N", pick(NUMBERS));
                    case "s" -> item.putObject(name).put("S", pick(TEXTS));
                    case "owner" -> item.putObject(name).put("S", pick(List.of("eve", "bob")));
                    case "due" -> item.putObject(name).put("N", pick(List.of("1", "2", "7")));
                    case "ss", "ns", "bs", "b" -> item.set(name, typed(name.toUpperCase(Locale.ROOT), 2));
                    case "l" -> item.set(name, typed("L", 2));
                    case "m" -> item.set(name, map());
                    default -> item.set(name, any(2));
                }
            }
        }
        return item;
    }

    private ObjectNode map() {
        ObjectNode map = Json.object();
        ObjectNode entries = map.putObject("M");
        for (String name : List.of("x", "y", "l")) {
            if (chance(2)) {
                entries.set(name, name.equals("x") ? Json.object().put("N", pick(NUMBERS)) : any(1));
            }
        }
        return map;
    }

    private ObjectNode any(int depth) {
        return typed(pick(List.of("S", "N", "N", "S", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M")), depth);
    }

    private ObjectNode typed(String type, int depth) {
        ObjectNode json = Json.object();
        switch (type) {
            case "S" -> json.put(type, pick(TEXTS));
            case "N" -> json.put(type, pick(NUMBERS));
            case "B" -> json.put(type, pick(BYTES));
            case "BOOL" -> json.put(type, chance(2));
            case "NULL" -> json.put(type, true);
            case "SS" -> set(json.putArray(type), TEXTS);
            case "NS" -> set(json.putArray(type), List.of("1", "2", "3", "10", "1.5"));
            case "BS" -> set(json.putArray(type), BYTES);
            case "L" -> {
                ArrayNode elements = json.putArray(type);
                for (int i = depth == 0 ? 0 : random.nextInt(4); i > 0; i--) {
                    elements.add(any(depth - 1));
                }
            }
            default -> {
                ObjectNode entries = json.putObject("M");
                if (depth > 0 && chance(2)) {
                    entries.set("x", any(depth - 1));
                }
            }
        }
        return json;
    }

    private void set(ArrayNode into, List<String> from) {
        int start = random.nextInt(from.size());
        for (int i = 0; i <= random.nextInt(3); i++) {
            into.add(from.get((start + i) % from.size()));
        }
    }

    private String condition(int depth) {
        if (depth > 0 && chance(3)) {
            return switch (random.nextInt(4)) {
                case 0 -> condition(depth - 1) + " AND " + condition(depth - 1);
                case 1 -> condition(depth - 1) + " or " + condition(depth - 1);
                case 2 -> "NOT " + condition(depth - 1);
                default -> "(" + condition(depth - 1) + ")";
            };
        }
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> operand() + " " + pick(List.of("=", "<>", "<", "<=", ">", ">=")) + " " + operand();
            case 3 -> operand() + " BETWEEN " + operand() + " AND " + operand();
            case 4 -> operand() + " IN (" + list(1 + random.nextInt(3), this::operand) + ")";
            case 5, 6 -> "attribute_exists(" + path() + ")";
            case 7 -> "attribute_not_exists(" + path() + ")";
            case 8 -> "attribute_type(" + path() + ", " + value("S", pick(List.of("S", "N", "L", "M", "SS", "BOOL", "NULL", "X"))) + ")";
            case 9 -> "begins_with(" + operand() + ", " + operand() + ")";
            default -> "contains(" + operand() + ", " + operand() + ")";
        };
    }

    private String operand() {
        return switch (random.nextInt(10)) {
            case 0 -> "size(" + path() + ")";
            case 1, 2, 3, 4 -> any();
            default -> path();
        };
    }

    private String updateExpression() {
        List<String> sections = new ArrayList<>();
        if (chance(2)) {
            sections.add("SET " + list(1 + random.nextInt(3), () -> path() + " = " + sum()));
        }
        if (chance(3)) {
            sections.add("REMOVE " + list(1 + random.nextInt(3), this::path));
        }
        if (chance(3)) {
            sections.add("ADD " + list(1 + random.nextInt(2), () -> path() + " " + pick(List.of(number(), setValue(), any()))));
        }
        if (chance(4)) {
            sections.add("DELETE " + list(1, () -> path() + " " + setValue()));
        }
        return sections.isEmpty() ? "SET n = " + sum() : String.join(" ", sections);
    }

    private String sum() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> any();
            case 3 -> path();
            case 4 -> path() + " + " + number();
            case 5 -> "n - " + number();
            case 6 -> "if_not_exists(" + path() + ", " + any() + ")";
            case 7 -> "if_not_exists(" + path() + ", " + number() + ") + " + number();
            case 8 -> "list_append(l, " + value(typed("L", 1)) + ")";
            default -> "list_append(if_not_exists(" + path() + ", " + value(typed("L", 1)) + "), l)";
        };
    }

    private String path() {
        String path = pick(PATHS);
        if (path.startsWith("#")) {
            String name = path.substring(1, 2);
            names.put("#" + name, name);
        }
        return path;
    }

    private String any() {
        return value(any(2));
    }

    private String number() {
        return value("N", pick(NUMBERS));
    }

    private String setValue() {
        return value(typed(pick(List.of("SS", "NS", "BS")), 0));
    }

    private String value(String type, String text) {
        return value(Json.object().put(type, text));
    }

    private String value(ObjectNode value) {
        String name = ":v" + values.size();
        values.put(name, value);
        return name;
    }

    private String broken(String expression) {
        if (!chance(12)) {
            return expression;
        }
        List<String> tokens = new ArrayList<>(List.of(expression.split("(?<=[ (),=])|(?=[ (),=])")));
        int at = random.nextInt(tokens.size());
        switch (random.nextInt(3)) {
            case 0 -> tokens.remove(at);
            case 1 -> tokens.add(at, tokens.get(at));
            default -> tokens.set(at, pick(
                    List.of("AND", "n", ")", "(", ",", "=", "+", "!", "SET", "foo(n)", ":undefined", "#undefined", "status", "12", "[")));
        }
        return String.join("", tokens);
    }

    private String list(int count, Supplier<String> each) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(each.get());
        }
        return String.join(", ", parts);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }
}
