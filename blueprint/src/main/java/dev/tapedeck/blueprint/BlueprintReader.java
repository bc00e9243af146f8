package dev.tapedeck.blueprint;

import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Invariant;
import dev.tapedeck.recording.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** From text to a {@link Blueprint}: YAML, then schema and meaning, whose problems are reported together, then the types. */
final class BlueprintReader {
    private static final int LAMBDA_BATCH = 10;
    /** Of {@code /tmp}, https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html */
    private static final int DEFAULT_EPHEMERAL_STORAGE = 512;

    private final String fileName;
    private final Path directory;

    BlueprintReader(String fileName, Path directory) {
        this.fileName = fileName;
        this.directory = directory.toAbsolutePath().normalize();
    }

    static Blueprint read(Path file) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw unreadable(file, "it is not a regular file");
            }
            Path directory = file.toAbsolutePath().getParent();
            return new BlueprintReader(file.toString(), directory == null ? file : directory).parse(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw unreadable(file, "it is not UTF-8");
        } catch (IOException e) {
            throw unreadable(file, Files.exists(file) ? "it cannot be read" : "there is no such file");
        }
    }

    private static BlueprintException unreadable(Path file, String sentence) {
        return new BlueprintException(List.of(new Problem(file.toString(), 0, 0, "", sentence, "check the path")));
    }

    Blueprint parse(String text) {
        MarkedTree tree = YamlTree.read(fileName, text);
        MeaningCheck meaning = new MeaningCheck(tree, directory);
        meaning.run();
        List<Problem> problems = new ArrayList<>(tree.problems());
        Stream.concat(new SchemaCheck().problems(tree).stream(), meaning.problems().stream())
                .filter(problem -> tree.problems().stream().noneMatch(yaml -> problem.path().equals(yaml.path()))).forEach(problems::add);
        if (!problems.isEmpty()) {
            throw new BlueprintException(problems.stream().distinct().sorted(Comparator.comparingInt(Problem::line).thenComparingInt(
                    Problem::column)).toList());
        }
        return typed(tree.root(), meaning.todos());
    }

    private Blueprint typed(JsonNode root, List<Problem> todos) {
        return new Blueprint(text(root, "system", ""), text(root, "region", "us-east-1"), each(root, "functions", this::function),
                each(root, "channels", BlueprintReader::channel), each(root, "tables", BlueprintReader::table),
                each(root, "dependencies", this::dependency),
                root.path("subscriptions").valueStream().map(s -> subscription(root, s)).toList(),
                root.path("invariants").valueStream().map(BlueprintReader::declared).toList(), todos);
    }

    private static <T> List<T> each(JsonNode owner, String section, BiFunction<String, JsonNode, T> read) {
        return owner.path(section).properties().stream().map(e -> read.apply(e.getKey(), e.getValue())).toList();
    }

    private Blueprint.Function function(String name, JsonNode function) {
        SortedMap<String, String> environment = new TreeMap<>();
        function.path("environment").properties().forEach(e -> environment.put(e.getKey(), e.getValue().stringValue()));
        return new Blueprint.Function(name, kind(function, Blueprint.Kind.REAL), function.has("code") ? program(function) : null,
                millis(function, "timeout", "3s"), function.path("memory").asInt(0), environment,
                function.path("reservedConcurrency").asInt(-1), function.path("asyncRetries").asInt(2),
                coldStart(function.path("coldStart")), millis(function, "reapAfter", "0s"),
                function.path("ephemeralStorage").asInt(DEFAULT_EPHEMERAL_STORAGE));
    }

    private static ColdStart coldStart(JsonNode given) {
        if (!given.isObject()) {
            return ColdStart.AS_RECORDED;
        }
        String parameter = given.has("preset")
                ? text(given, "preset", "")
                : given.has("duration")
                        ? text(given, "duration", "")
                        : String.join(",", given.path("durations").valueStream().map(JsonNode::stringValue).toList());
        return ColdStart.parse(text(given, "mode", "") + (parameter.isEmpty() ? "" : ":" + parameter));
    }

    private Blueprint.Program program(JsonNode owner) {
        return new Blueprint.Program(directory.resolve(text(owner, "code", "")).normalize(), text(owner, "handler", ""),
                text(owner, "runtime", ""),
                owner.path("layers").valueStream().map(layer -> directory.resolve(layer.stringValue()).normalize()).toList());
    }

    private static Blueprint.Channel channel(String name, JsonNode channel) {
        String kind = channel.propertyNames().iterator().next();
        JsonNode policy = channel.get(kind);
        boolean fifo = kind.equals("queue") && MeaningCheck.isFifo(name, policy);
        return new Blueprint.Channel(name, Component.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                new Blueprint.Policy(fifo, millis(policy, "visibility", "30s"), millis(policy, "delay", "0s"),
                        policy.path("maxReceives").asInt(0), text(policy, "deadLetter", ""), policy.path("contentDeduplication").asBoolean(
                                false),
                        millis(policy, "latency", "0s")));
    }

    private static Blueprint.Table table(String name, JsonNode table) {
        return new Blueprint.Table(name, kind(table, Blueprint.Kind.MODELLED), text(table, "partitionKey", ""), text(table, "sortKey", ""),
                each(table, "indexes",
                        (index, keys) -> new Blueprint.Index(index, text(keys, "partitionKey", ""), text(keys, "sortKey", ""))));
    }

    private Blueprint.Dependency dependency(String name, JsonNode dependency) {
        Blueprint.@Nullable Program program = dependency.has("program") ? program(dependency.get("program")) : null;
        return new Blueprint.Dependency(name, kind(dependency, program == null ? Blueprint.Kind.RECORDED : Blueprint.Kind.MODELLED),
                dependency.path("hosts").valueStream().map(JsonNode::stringValue).toList(), program, millis(dependency, "latency", "0s"));
    }

    private static Blueprint.Subscription subscription(JsonNode root, JsonNode subscription) {
        String from = text(subscription, "from", "");
        int batch = root.path("channels").path(from).has("queue") ? LAMBDA_BATCH : 1;
        return new Blueprint.Subscription(from, text(subscription, "to", ""),
                subscription.has("pattern") ? Json.write(subscription.get("pattern")) : "", subscription.path("batch").asInt(batch),
                millis(subscription, "batchWindow", "0s"), subscription.path("partialBatchResponse").asBoolean(false));
    }

    private static Blueprint.Declared declared(JsonNode invariant) {
        return new Blueprint.Declared(new Invariant(text(invariant, "name", ""), text(invariant, "expression", ""), text(invariant,
                "component", ""), text(invariant, "operation", ""), "blueprint"), text(invariant, "message", ""));
    }

    private static Blueprint.Kind kind(JsonNode owner, Blueprint.Kind otherwise) {
        return owner.has("kind") ? Blueprint.Kind.valueOf(owner.get("kind").stringValue().toUpperCase(Locale.ROOT)) : otherwise;
    }

    private static String text(JsonNode owner, String field, String otherwise) {
        return owner.path(field).asString(otherwise);
    }

    private static long millis(JsonNode owner, String field, String otherwise) {
        return Durations.millis(text(owner, field, otherwise));
    }
}
