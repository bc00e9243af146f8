package dev.tapedeck.blueprint;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a schema cannot say: that names mean something, that paths stay where they may, that fields go together. Works on trees that the schema
 * has refused as well, so that one reading reports everything.
 */
final class MeaningCheck {
    private static final List<String> SECTIONS = List.of("functions", "channels", "tables", "dependencies");
    private static final String FIFO_SUFFIX = ".fifo";
    private static final int LARGEST_FIFO_BATCH = 10;

    private final MarkedTree tree;
    private final Path directory;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> todos = new ArrayList<>();
    private final SortedMap<String, String> sectionOf = new TreeMap<>();

    MeaningCheck(MarkedTree tree, Path directory) {
        this.tree = tree;
        this.directory = directory;
    }

    List<Problem> problems() {
        return problems;
    }

    List<Problem> todos() {
        return todos;
    }

    void run() {
        SECTIONS.forEach(this::collectNames);
        each("functions", this::function);
        each("channels", this::channel);
        each("dependencies", this::dependency);
        uniqueHosts();
        for (int i = 0; i < tree.root().path("subscriptions").size(); i++) {
            subscription(List.of("subscriptions", Integer.toString(i)), tree.root().path("subscriptions").get(i));
        }
        invariants();
        collectTodos(List.of(), tree.root());
    }

    private interface Named {
        void check(List<String> path, JsonNode node);
    }

    private void each(String section, Named check) {
        for (Map.Entry<String, JsonNode> named : tree.root().path(section).properties()) {
            check.check(List.of(section, named.getKey()), named.getValue());
        }
    }

    private void collectNames(String section) {
        for (String name : tree.root().path(section).propertyNames()) {
            String other = sectionOf.putIfAbsent(name, section);
            if (other != null) {
                problems.add(tree.keyProblem(List.of(section, name), "has the name of one of the " + other,
                        "every component has a name of its own; rename one of the two"));
            }
        }
    }

    private void function(List<String> path, JsonNode function) {
        boolean recorded = function.path("kind").asString("").equals("recorded");
        if (!recorded && !(function.has("code") && function.has("handler"))) {
            problems.add(tree.keyProblem(path, "needs `code` and `handler` to run", "add them, or `kind: recorded`"));
        }
        path(child(path, "code"), function.path("code"));
        for (int i = 0; i < function.path("layers").size(); i++) {
            path(child(child(path, "layers"), "" + i), function.path("layers").get(i));
        }
        if (function.path("coldStart").isObject()) {
            coldStart(child(path, "coldStart"), function.get("coldStart"));
        }
    }

    private void coldStart(List<String> path, JsonNode given) {
        List<String> parameters = Stream.of("duration", "durations", "preset").filter(given::has).toList();
        String mode = given.path("mode").asString("");
        String wrong = switch (mode) {
            case "recorded", "none" -> parameters.isEmpty() ? "" : "leave out `" + parameters.getFirst() + "`";
            case "fixed" -> parameters.equals(List.of("duration")) ? "" : "give `duration`, and nothing else";
            case "sampled" -> parameters.size() == 1 && !given.has("duration") ? "" : "give `preset` or `durations`, one of them";
            case "always" -> parameters.size() <= 1 ? "" : "give one of `duration`, `durations` and `preset`, or none";
            default -> "";
        };
        if (!wrong.isEmpty()) {
            problems.add(tree.problem(path, "does not have what `" + mode + "` takes", wrong));
        }
        longest(child(path, "duration"), given.path("duration"));
        for (int i = 0; i < given.path("durations").size(); i++) {
            longest(child(child(path, "durations"), "" + i), given.path("durations").get(i));
        }
    }

    private void longest(List<String> path, JsonNode duration) {
        if (Durations.isSpelled(duration.asString(""))
                && Durations.millis(duration.stringValue()) > ColdStart.LONGEST_MILLIS) {
            problems.add(tree.problem(path, "is longer than any init phase may last", "at most 15m"));
        }
    }

    private void channel(List<String> path, JsonNode channel) {
        if (channel.has("topic")) {
            problems.add(tree.problem(child(path, "topic"), "is not modelled: Tapedeck has no topics yet",
                    "leave `" + path.getLast() + "` and its subscriptions out; what it delivered is then not replayed"));
        }
        JsonNode queue = channel.path("queue");
        if (!queue.isObject()) {
            return;
        }
        List<String> at = child(path, "queue");
        boolean fifo = isFifo(path.getLast(), queue);
        if (fifo != path.getLast().endsWith(FIFO_SUFFIX)) {
            problems.add(tree.problem(child(at, "fifo"), "does not go with the name `" + path.getLast() + "`",
                    "the name of a FIFO queue ends in `.fifo`, and no other's does"));
        }
        if (queue.path("contentDeduplication").asBoolean(false) && !fifo) {
            problems.add(tree.problem(child(at, "contentDeduplication"), "is for FIFO queues", "leave it out"));
        }
        if (queue.has("maxReceives") != queue.has("deadLetter")) {
            problems.add(tree.keyProblem(at, "needs `maxReceives` and `deadLetter` together", "add the other one, or leave both out"));
        }
        if (queue.has("deadLetter")) {
            deadLetter(child(at, "deadLetter"), queue.path("deadLetter").asString(""), fifo);
        }
    }

    private void deadLetter(List<String> path, String name, boolean fifo) {
        JsonNode queue = tree.root().path("channels").path(name).path("queue");
        if (!queue.isObject()) {
            problems.add(tree.problem(path, "names no queue",
                    sectionOf.containsKey(name) ? "name a queue" : "declare `" + name + ": { queue: {} }` among the channels"));
        } else if (isFifo(name, queue) != fifo) {
            problems.add(tree.problem(path, "must name a queue of the same kind", "the dead letters of a FIFO queue go to a FIFO queue"));
        }
    }

    static boolean isFifo(String name, JsonNode queue) {
        return queue.path("fifo").asBoolean(name.endsWith(FIFO_SUFFIX));
    }

    private void dependency(List<String> path, JsonNode dependency) {
        boolean modelled = dependency.path("kind").asString("").equals("modelled");
        if (modelled && !dependency.has("program")) {
            problems.add(tree.keyProblem(path, "needs a `program` to be modelled", "add it, or `kind: recorded`"));
        }
        path(List.of(path.get(0), path.get(1), "program", "code"), dependency.path("program").path("code"));
    }

    private void uniqueHosts() {
        SortedMap<String, String> owners = new TreeMap<>();
        each("dependencies", (path, dependency) -> {
            for (int i = 0; i < dependency.path("hosts").size(); i++) {
                String host = dependency.path("hosts").get(i).asString("");
                String other = owners.putIfAbsent(host, path.getLast());
                if (other != null && !isTodo(host)) {
                    problems.add(tree.problem(child(child(path, "hosts"), Integer.toString(i)), "is a host of `" + other + "` already",
                            "a host belongs to one dependency"));
                }
            }
        });
    }

    private void subscription(List<String> path, JsonNode subscription) {
        String from = subscription.path("from").asString("");
        String to = subscription.path("to").asString("");
        if (!from.isEmpty() && !"channels".equals(sectionOf.get(from))) {
            problems.add(tree.problem(child(path, "from"), "names no channel", nearest(from, Stream.of("channels"))));
        }
        if (!to.isEmpty() && !List.of("functions", "channels").contains(sectionOf.getOrDefault(to, ""))) {
            problems.add(tree.problem(child(path, "to"), "names neither a function nor a channel", nearest(to, Stream.of("functions",
                    "channels"))));
        }
        JsonNode channel = tree.root().path("channels").path(from);
        if ("channels".equals(sectionOf.get(to)) && (channel.has("queue") || channel.has("route"))) {
            problems.add(tree.problem(child(path, "to"), "names a channel, and `" + from + "` delivers to functions only",
                    "name a function; only a bus passes on to another channel"));
        }
        JsonNode queue = channel.path("queue");
        if (queue.isObject() && isFifo(from, queue) && subscription.path("batch").asInt(1) > LARGEST_FIFO_BATCH) {
            problems.add(tree.problem(child(path, "batch"), "must be at most " + LARGEST_FIFO_BATCH + " from a FIFO queue", ""));
        }
    }

    private void invariants() {
        SortedSet<String> names = new TreeSet<>();
        for (int i = 0; i < tree.root().path("invariants").size(); i++) {
            JsonNode invariant = tree.root().path("invariants").get(i);
            List<String> path = List.of("invariants", Integer.toString(i));
            String component = invariant.path("component").asString("");
            if (!component.isEmpty() && !sectionOf.containsKey(component)) {
                problems.add(tree.problem(child(path, "component"), "names no component", nearest(component, SECTIONS.stream())));
            }
            if (!names.add(invariant.path("name").asString("")) && invariant.has("name")) {
                problems.add(tree.problem(child(path, "name"), "is the name of an earlier invariant", "name it after what it says"));
            }
        }
    }

    private String nearest(String name, Stream<String> sections) {
        List<String> known = sections.flatMap(section -> tree.root().path(section).propertyNames().stream()).toList();
        return known.stream().filter(k -> SchemaCheck.distance(k, name) <= 2).findFirst().map(k -> "did you mean `" + k + "`?")
                .orElse(known.isEmpty()
                        ? "declare it"
                        : "there are " + known.stream().map(k -> "`" + k + "`").collect(Collectors.joining(", ")));
    }

    /** A path may not lead out of the file's directory, unless it leads into one that {@code outside} names. */
    private void path(List<String> at, JsonNode path) {
        if (!path.isString() || isTodo(path.stringValue())) {
            return;
        }
        try {
            Path target = directory.resolve(path.stringValue()).normalize();
            boolean inside = target.startsWith(directory.normalize()) || allowed().anyMatch(target::startsWith);
            if (!inside) {
                problems.add(tree.problem(at, "leads out of the directory of this file",
                        "put the code below it, or name the directory in `outside: [" + path.stringValue() + "]`"));
            }
        } catch (InvalidPathException malformed) {
            problems.add(tree.problem(at, "is not a path", "for example `app`"));
        }
    }

    private Stream<Path> allowed() {
        return tree.root().path("outside").valueStream().filter(JsonNode::isString).map(outside -> directory.resolve(outside.stringValue())
                .normalize());
    }

    private void collectTodos(List<String> path, JsonNode node) {
        if (node.isString() && isTodo(node.stringValue())) {
            todos.add(tree.problem(path, "is still to be filled in", node.stringValue()));
        }
        node.properties().forEach(e -> collectTodos(child(path, e.getKey()), e.getValue()));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collectTodos(child(path, Integer.toString(i)), node.get(i));
        }
    }

    static boolean isTodo(String text) {
        return text.startsWith("TODO");
    }

    private static List<String> child(List<String> path, String part) {
        return Stream.concat(path.stream(), Stream.of(part)).toList();
    }
}
