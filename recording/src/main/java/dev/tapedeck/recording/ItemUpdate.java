package dev.tapedeck.recording;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a write made of an item, as far as it follows from the request and what is known of the item before: {@code PutItem}, {@code UpdateItem}
 * with an update expression, {@code DeleteItem}
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html). An attribute whose new value would follow
 * from an unknown old one is left out, and named. This reads what a store did; what a store would do is the mesh's business.
 */
public final class ItemUpdate {

    private static final Pattern TOKEN = Pattern.compile("[#:]?[A-Za-z_][A-Za-z0-9_.-]*|\\[\\d+]|[0-9]+|[(),=+-]");
    private static final List<String> CLAUSES = List.of("SET", "REMOVE", "ADD", "DELETE");

    private final ObjectNode item;
    private final JsonNode names;
    private final JsonNode values;
    private final Set<String> unknown = new LinkedHashSet<>();
    private final List<String> tokens = new ArrayList<>();
    private int next;

    private ItemUpdate(ObjectNode item, JsonNode request) {
        this.item = item;
        this.names = request.path("ExpressionAttributeNames");
        this.values = request.path("ExpressionAttributeValues");
    }

    /**
     * An item afterwards.
     *
     * @param item null where it is gone
     * @param unknown top-level attributes that were written with a value that cannot be told
     */
    public record Image(@Nullable ObjectNode item, Set<String> unknown) {
        public Image {
            unknown = java.util.Collections.unmodifiableSet(new TreeSet<>(unknown));
        }
    }

    /** @param before what is known of the item before the write, null for nothing */
    public static Image apply(String operation, JsonNode request, @Nullable ObjectNode before) {
        return switch (operation) {
            case "PutItem" -> new Image(request.path("Item") instanceof ObjectNode item ? item.deepCopy() : null, none());
            case "DeleteItem" -> new Image(null, none());
            case "UpdateItem" -> updated(request, before);
            default -> throw new IllegalArgumentException("`" + operation + "` is no write of one item");
        };
    }

    private static Set<String> none() {
        return java.util.Collections.emptySet();
    }

    private static Image updated(JsonNode request, @Nullable ObjectNode before) {
        ObjectNode item = before == null ? Json.object() : before.deepCopy();
        JsonNode key = request.path("Key");
        key.propertyNames().forEach(name -> item.set(name, key.get(name)));
        ItemUpdate update = new ItemUpdate(item, request);
        update.run(request.path("UpdateExpression").asString(""), before == null ? Json.object() : before);
        return new Image(item, update.unknown);
    }

    /** Whether doing the update twice is more than doing it once: it computes from the value before. */
    public static boolean accumulates(JsonNode request) {
        String expression = request.path("UpdateExpression").asString("");
        Matcher token = TOKEN.matcher(expression);
        while (token.find()) {
            String text = token.group();
            if (text.equals("+") || text.equals("-") || text.equalsIgnoreCase("ADD") || text.equalsIgnoreCase("list_append")) {
                return true;
            }
        }
        return false;
    }

    private void run(String expression, ObjectNode before) {
        Matcher token = TOKEN.matcher(expression);
        while (token.find()) {
            tokens.add(token.group());
        }
        while (next < tokens.size()) {
            String clause = tokens.get(next++).toUpperCase(Locale.ROOT);
            if (!CLAUSES.contains(clause)) {
                unknown.add(clause);
                return;
            }
            do {
                action(clause, before);
            } while (taken(","));
        }
    }

    private void action(String clause, ObjectNode before) {
        List<String> path = path();
        switch (clause) {
            case "SET" -> {
                taken("=");
                write(path, sum(before));
            }
            case "REMOVE" -> remove(path);
            case "ADD" -> write(path, added(read(before, path), operand(before), path.size() == 1 && !before.isEmpty()));
            default -> write(path, without(read(before, path), operand(before)));
        }
    }

    private boolean taken(String token) {
        boolean there = next < tokens.size() && tokens.get(next).equals(token);
        next += there ? 1 : 0;
        return there;
    }

    private String token() {
        return next < tokens.size() ? tokens.get(next++) : "";
    }

    /** A path such as {@code #a.b[0]}: one step a name or index. */
    private List<String> path() {
        List<String> steps = new ArrayList<>();
        for (String part : token().split("\\.", -1)) {
            steps.add(part.startsWith("#") ? names.path(part).asString(part) : part);
        }
        while (next < tokens.size() && (tokens.get(next).startsWith("[") || tokens.get(next).startsWith("."))) {
            steps.add(token());
        }
        return steps;
    }

    private @Nullable JsonNode sum(ObjectNode before) {
        JsonNode left = operand(before);
        if (next < tokens.size() && (tokens.get(next).equals("+") || tokens.get(next).equals("-"))) {
            boolean minus = token().equals("-");
            JsonNode right = operand(before);
            return left == null || right == null ? null : number(left, right, minus);
        }
        return left;
    }

    private @Nullable JsonNode operand(ObjectNode before) {
        if (next >= tokens.size()) {
            return null;
        }
        String token = tokens.get(next);
        if (token.startsWith(":")) {
            next++;
            return values.get(token);
        }
        if (next + 1 < tokens.size() && tokens.get(next + 1).equals("(")) {
            return function(before);
        }
        return read(before, path());
    }

    private @Nullable JsonNode function(ObjectNode before) {
        String name = token().toLowerCase(Locale.ROOT);
        taken("(");
        JsonNode first = operand(before);
        taken(",");
        JsonNode second = operand(before);
        taken(")");
        if (name.equals("if_not_exists")) {
            return first != null ? first : before.isEmpty() ? null : second;
        }
        if (first == null || second == null || !(first.path("L") instanceof ArrayNode head)) {
            return null;
        }
        ArrayNode list = head.deepCopy();
        second.path("L").forEach(list::add);
        ObjectNode typed = Json.object();
        typed.set("L", list);
        return typed;
    }

    private static @Nullable JsonNode read(JsonNode from, List<String> path) {
        JsonNode at = from.get(path.getFirst());
        for (String step : path.subList(1, path.size())) {
            if (at == null) {
                return null;
            }
            at = step.startsWith("[") ? at.path("L").get(index(step)) : at.path("M").get(step);
        }
        return at;
    }

    private static int index(String step) {
        return Integer.parseInt(step.substring(1, step.length() - 1));
    }

    private void write(List<String> path, @Nullable JsonNode value) {
        if (value == null) {
            unknown.add(path.getFirst());
            item.remove(path.getFirst());
        } else if (path.size() == 1) {
            item.set(path.getFirst(), value);
        } else if (holder(path) instanceof ObjectNode map) {
            map.set(path.getLast(), value);
        } else if (holder(path) instanceof ArrayNode list && index(path.getLast()) <= list.size()) {
            if (index(path.getLast()) == list.size()) {
                list.add(value);
            } else {
                list.set(index(path.getLast()), value);
            }
        } else {
            unknown.add(path.getFirst());
        }
    }

    private void remove(List<String> path) {
        if (path.size() == 1) {
            item.remove(path.getFirst());
        } else if (holder(path) instanceof ObjectNode map) {
            map.remove(path.getLast());
        } else if (holder(path) instanceof ArrayNode list && index(path.getLast()) < list.size()) {
            list.remove(index(path.getLast()));
        }
    }

    private @Nullable JsonNode holder(List<String> path) {
        JsonNode parent = read(item, path.subList(0, path.size() - 1));
        return parent == null ? null : path.getLast().startsWith("[") ? parent.get("L") : parent.get("M");
    }

    /** {@code ADD}: to a number, or to a set. An item of which nothing is known tells nothing about the sum. */
    private static @Nullable JsonNode added(@Nullable JsonNode old, @Nullable JsonNode more, boolean absentMeansNone) {
        if (more == null || old == null) {
            return absentMeansNone ? more : null;
        }
        return more.has("N") ? number(old, more, false) : set(old, more, true);
    }

    private static @Nullable JsonNode without(@Nullable JsonNode old, @Nullable JsonNode less) {
        return old == null || less == null ? null : set(old, less, false);
    }

    private static JsonNode set(JsonNode old, JsonNode change, boolean add) {
        String type = old.propertyNames().iterator().next();
        TreeSet<String> members = new TreeSet<>();
        old.path(type).forEach(member -> members.add(member.asString("")));
        change.path(type).forEach(member -> {
            if (add) {
                members.add(member.asString(""));
            } else {
                members.remove(member.asString(""));
            }
        });
        ObjectNode typed = Json.object();
        ArrayNode array = typed.putArray(type);
        members.forEach(array::add);
        return typed;
    }

    private static @Nullable JsonNode number(JsonNode left, JsonNode right, boolean minus) {
        try {
            var a = new java.math.BigDecimal(left.path("N").asString(""));
            var b = new java.math.BigDecimal(right.path("N").asString(""));
            ObjectNode typed = Json.object();
            typed.put("N", (minus ? a.subtract(b) : a.add(b)).toPlainString());
            return typed;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
