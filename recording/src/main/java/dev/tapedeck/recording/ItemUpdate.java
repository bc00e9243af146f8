package dev.tapedeck.recording;

import java.util.ArrayList;
import java.util.Collections;
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
    private final ObjectNode old;
    private final boolean whole;
    private final JsonNode names;
    private final JsonNode values;
    private final Set<String> unknown = new LinkedHashSet<>();
    private final Set<String> written = new TreeSet<>();
    private final List<String> tokens = new ArrayList<>();
    private int next;

    private ItemUpdate(ObjectNode item, JsonNode request, Image before) {
        this.item = item;
        this.old = before.item() == null ? Json.object() : before.item();
        this.whole = before.whole();
        this.names = request.path("ExpressionAttributeNames");
        this.values = request.path("ExpressionAttributeValues");
    }

    /**
     * An item at one moment.
     *
     * @param item null where it is not there
     * @param whole whether these are all of its attributes, so that one which is not named is not there
     * @param unknown top-level attributes that were written with a value that cannot be told
     */
    public record Image(@Nullable ObjectNode item, boolean whole, Set<String> unknown) {

        /** Nothing is known of the item. */
        public static final Image UNKNOWN = new Image(null, false, Collections.emptySet());
        /** There is no item. */
        public static final Image ABSENT = new Image(null, true, Collections.emptySet());

        public Image {
            unknown = Collections.unmodifiableSet(new TreeSet<>(unknown));
        }

        public static Image whole(ObjectNode item) {
            return new Image(item, true, Collections.emptySet());
        }
    }

    /** What the item is after a write to what it was {@code before}. */
    public static Image apply(String operation, JsonNode request, Image before) {
        return switch (operation) {
            case "PutItem" -> request.path("Item") instanceof ObjectNode item ? Image.whole(item.deepCopy()) : Image.UNKNOWN;
            case "DeleteItem" -> Image.ABSENT;
            case "UpdateItem" -> updated(request, before);
            default -> throw new IllegalArgumentException("`" + operation + "` is no write of one item");
        };
    }

    private static Image updated(JsonNode request, Image before) {
        ObjectNode old = before.item();
        ObjectNode item = old == null ? Json.object() : old.deepCopy();
        JsonNode key = request.path("Key");
        key.propertyNames().forEach(name -> item.set(name, key.get(name)));
        ItemUpdate update = new ItemUpdate(item, request, before);
        update.run(request.path("UpdateExpression").asString(""));
        return new Image(item, before.whole() && update.unknown.isEmpty(), update.unknown);
    }

    /** The top-level attributes that an {@code UpdateItem} writes or removes, whatever to. */
    public static Set<String> written(JsonNode request) {
        ItemUpdate update = new ItemUpdate(Json.object(), request, Image.UNKNOWN);
        update.run(request.path("UpdateExpression").asString(""));
        return update.written;
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

    private void run(String expression) {
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
                action(clause);
            } while (taken(","));
        }
    }

    private void action(String clause) {
        List<String> path = path();
        written.add(path.getFirst());
        switch (clause) {
            case "SET" -> {
                taken("=");
                write(path, sum());
            }
            case "REMOVE" -> remove(path);
            case "ADD" -> write(path, added(read(old, path), operand()));
            default -> write(path, without(read(old, path), operand()));
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

    private @Nullable JsonNode sum() {
        JsonNode left = operand();
        if (next < tokens.size() && (tokens.get(next).equals("+") || tokens.get(next).equals("-"))) {
            boolean minus = token().equals("-");
            JsonNode right = operand();
            return left == null || right == null ? null : number(left, right, minus);
        }
        return left;
    }

    private @Nullable JsonNode operand() {
        if (next >= tokens.size()) {
            return null;
        }
        String token = tokens.get(next);
        if (token.startsWith(":")) {
            next++;
            return values.get(token);
        }
        if (next + 1 < tokens.size() && tokens.get(next + 1).equals("(")) {
            return function();
        }
        return read(old, path());
    }

    private @Nullable JsonNode function() {
        String name = token().toLowerCase(Locale.ROOT);
        taken("(");
        JsonNode first = operand();
        taken(",");
        JsonNode second = operand();
        taken(")");
        if (name.equals("if_not_exists")) {
            return first != null ? first : whole ? second : null;
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
    private @Nullable JsonNode added(@Nullable JsonNode present, @Nullable JsonNode more) {
        if (more == null || present == null) {
            return whole ? more : null;
        }
        return more.has("N") ? number(present, more, false) : set(present, more, true);
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
