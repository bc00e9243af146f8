package dev.tapedeck.blueprint;

import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Environment.FunctionEnvironment;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Recording;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A starting blueprint from a recording: the components it names, the ways that messages took, the times between, the keys that calls used. Where
 * a recording cannot know (where the code lies, what a queue's policy is) it says {@code TODO} or leaves the default with a remark.
 */
final class Derivation {
    private static final String TODO = "TODO";
    /** What a component may be called: as in the schema. */
    private static final Pattern NAME = Pattern.compile("[^\\x00-\\x1f]{1,256}");

    private final Recording recording;
    private final SortedMap<Name, Message> messages = new TreeMap<>();
    private final SortedMap<String, Component> components = new TreeMap<>();
    private final YamlText yaml = new YamlText();

    Derivation(Recording recording) {
        this.recording = recording;
        recording.messages().forEach(message -> messages.put(message.name(), message));
        recording.components().stream().filter(component -> NAME.matcher(component.name()).matches()).forEach(
                component -> components.putIfAbsent(component.name(), component));
    }

    /**
     * @param yaml as one may go on with it
     * @param blueprint what it says
     */
    record Derived(String yaml, Blueprint blueprint) {}

    /** @throws IllegalStateException where what was derived is not a blueprint: a fault of ours */
    Derived derived() {
        yaml.comment(0,
                "Derived from a recording. What it does not show is marked TODO; docs/reference/blueprint.md explains every field.");
        yaml.key(0, "tapedeck", "1");
        yaml.key(0, "system", YamlText.quoted(system()));
        if (recording.environment().region().matches("[a-z0-9-]+")) {
            yaml.key(0, "region", recording.environment().region());
        }
        section("functions", of(Component.Kind.FUNCTION), this::function);
        of(Component.Kind.TOPIC, Component.Kind.STREAM).forEach(channel -> yaml.comment(0, channel.name()
                + ": topics and streams are not modelled; what it delivered is not replayed"));
        section("channels", of(Component.Kind.QUEUE, Component.Kind.BUS, Component.Kind.ROUTE, Component.Kind.SCHEDULE), this::channel);
        section("tables", of(Component.Kind.TABLE), this::table);
        section("dependencies", of(Component.Kind.DEPENDENCY), this::dependency);
        subscriptions();
        return checked(yaml.toString());
    }

    private String system() {
        String workflow = recording.labels().getOrDefault("workflow", "");
        return NAME.matcher(workflow).matches() ? workflow : "TODO name the system";
    }

    private static Derived checked(String text) {
        try {
            return new Derived(text, Blueprint.parse("the derived blueprint", text, Path.of("")));
        } catch (BlueprintException wrong) {
            throw new IllegalStateException("the derived blueprint is none: " + wrong.getMessage(), wrong);
        }
    }

    private List<Component> of(Component.Kind... kinds) {
        return components.values().stream().filter(component -> Arrays.asList(kinds).contains(component.kind())).toList();
    }

    private void section(String name, List<Component> components, java.util.function.Consumer<Component> write) {
        if (!components.isEmpty()) {
            yaml.section(name);
            components.forEach(write);
        }
    }

    private void function(Component function) {
        Optional<FunctionEnvironment> known = recording.environment().functions().stream().filter(f -> f.function().equals(function.name()))
                .findFirst();
        if (onlyCalled(function.name())) {
            yaml.comment(2, function.name() + ": only called; no run of it is recorded");
            yaml.key(2, function.name(), YamlText.flow(List.of(YamlText.pair("kind", "recorded"))));
            return;
        }
        yaml.key(2, function.name(), "");
        yaml.key(4, "code", TODO + " # the directory of its code, relative to this file");
        yaml.key(4, "handler", TODO + " # as functions/" + function.name().replaceAll("\\s+", "-") + ".handler");
        known.map(FunctionEnvironment::deployed).filter(runtime -> !runtime.isEmpty())
                .ifPresent(runtime -> yaml.key(4, "runtime", YamlText.quoted(
                        runtime)));
        known.map(FunctionEnvironment::timeoutMillis).filter(timeout -> timeout > 0)
                .ifPresentOrElse(timeout -> yaml.key(4, "timeout", Durations
                        .text(timeout)), () -> yaml.comment(4, "timeout: 3s is the default; the recording does not say"));
        known.map(FunctionEnvironment::memoryMegabytes).filter(memory -> memory >= 128 && memory <= 10240).ifPresentOrElse(
                memory -> yaml.key(4, "memory", memory.toString()),
                () -> yaml.comment(4, "memory: 128 is the default; the recording does not say"));
        yaml.comment(4, "environment: the variables it needs; a recording never holds their values");
    }

    private boolean onlyCalled(String function) {
        return recording.calls().stream().anyMatch(call -> call.service().equals("lambda") && call.target().equals(function))
                && recording.invocations().stream().noneMatch(invocation -> invocation.function().equals(function));
    }

    private void channel(Component channel) {
        List<String> policy = new ArrayList<>();
        String kind = channel.kind().name().toLowerCase(java.util.Locale.ROOT);
        if (channel.kind() == Component.Kind.QUEUE) {
            yaml.comment(2,
                    channel.name() + ": "
                            + (deadLetter(channel).isPresent() ? "visibility is" : "visibility, maxReceives and deadLetter are")
                            + " not recorded");
            deadLetter(channel).ifPresent(dead -> {
                policy.add(YamlText.pair("maxReceives", Integer.toString(dead.receives)));
                policy.add(YamlText.pair("deadLetter", YamlText.quoted(dead.queue)));
            });
        }
        medianLatency(channel.name()).ifPresent(latency -> policy.add(YamlText.pair("latency", latency + "ms")));
        yaml.key(2, channel.name(), YamlText.flow(List.of(YamlText.pair(kind, YamlText.flow(policy)))));
    }

    private record DeadLetter(String queue, int receives) {}

    /** A queue that passed a message on to another queue gave it up there, after as many receives as that message had. */
    private Optional<DeadLetter> deadLetter(Component queue) {
        return recording.messages().stream().flatMap(dead -> dead.origin() instanceof Message.Forwarded(Name from)
                ? Stream.ofNullable(messages.get(from))
                        .filter(original -> original.channel().equals(queue.name()) && isQueue(dead.channel())
                                && isFifo(dead.channel()) == isFifo(queue.name()))
                        .map(original -> new DeadLetter(dead.channel(), receives(from)))
                : Stream.empty()).filter(dead -> dead.receives > 0).findFirst();
    }

    private int receives(Name message) {
        return recording.deliveries().stream().filter(delivery -> delivery.message().equals(message)).mapToInt(Delivery::receiveCount).max()
                .orElse(0);
    }

    private boolean isQueue(String name) {
        return isOf(name, Component.Kind.QUEUE);
    }

    private boolean isOf(String name, Component.Kind kind) {
        return components.get(name) instanceof Component component && component.kind() == kind;
    }

    private static boolean isFifo(String queue) {
        return queue.endsWith(".fifo");
    }

    private Optional<Long> medianLatency(String channel) {
        List<Long> millis = recording.deliveries().stream().filter(delivery -> delivery.receiveCount() == 1).flatMap(
                delivery -> Stream.ofNullable(messages.get(delivery.message())).filter(message -> message.channel().equals(channel))
                        .map(message -> Math.max(0, delivery.at().nanosSince(message.sentAt()) / 1_000_000)))
                .sorted().toList();
        return millis.isEmpty() ? Optional.empty() : Optional.of(Math.min(millis.get(millis.size() / 2), 999_999_999L));
    }

    private void table(Component table) {
        TableKeys keys = TableKeys.of(recording, table.name());
        if (keys.guessed()) {
            yaml.comment(2, table.name() + ": which of its two keys is the partition key was guessed from their names");
        }
        List<String> fields = new ArrayList<>();
        fields.add(YamlText.pair("partitionKey", keys.partition().isEmpty() ? TODO : YamlText.quoted(keys.partition())));
        if (!keys.sort().isEmpty()) {
            fields.add(YamlText.pair("sortKey", YamlText.quoted(keys.sort())));
        }
        if (!keys.indexes().isEmpty()) {
            fields.add(YamlText.pair("indexes",
                    YamlText.flow(keys.indexes().entrySet().stream().map(index -> YamlText.pair(index.getKey(), YamlText
                            .flow(indexKeys(index.getValue())))).toList())));
        }
        yaml.key(2, table.name(), YamlText.flow(fields));
    }

    private static List<String> indexKeys(List<String> keys) {
        List<String> fields = new ArrayList<>();
        fields.add(YamlText.pair("partitionKey", keys.isEmpty() ? TODO : YamlText.quoted(keys.getFirst())));
        if (keys.size() > 1) {
            fields.add(YamlText.pair("sortKey", YamlText.quoted(keys.get(1))));
        }
        return fields;
    }

    private void dependency(Component dependency) {
        List<String> hosts = Stream.of(dependency.attributes().getOrDefault("hosts", "").split(",", -1)).map(String::strip)
                .filter(host -> host.matches("[A-Za-z0-9.-]+(:[0-9]{1,5})?")).distinct().toList();
        yaml.comment(2, dependency.name() + ": its recorded answers are played; a program that stands for it makes it modelled");
        yaml.key(2, dependency.name(), YamlText.flow(List.of(YamlText.pair("hosts", YamlText.list(hosts.isEmpty() ? List.of(TODO) : hosts)),
                YamlText.pair("kind", "recorded"))));
    }

    private void subscriptions() {
        SortedMap<List<String>, SortedSet<String>> typesByWay = new TreeMap<>(
                java.util.Comparator.comparing(way -> String.join("\0", way)));
        for (Delivery delivery : recording.deliveries()) {
            Message message = messages.get(delivery.message());
            if (message != null) {
                way(typesByWay, message.channel(), delivery.subscription()).add(message.type());
            }
        }
        for (Message message : recording.messages()) {
            if (message.origin() instanceof Message.Forwarded(Name from) && messages.get(from) instanceof Message original
                    && !isQueue(original.channel())) {
                way(typesByWay, original.channel(), message.channel()).add(original.type());
            }
        }
        typesByWay.keySet().removeIf(way -> !isChannel(way.get(0)) || !(isFunction(way.get(1)) || passes(way.get(0), way.get(1))));
        if (!typesByWay.isEmpty()) {
            yaml.section("subscriptions");
            typesByWay.forEach((way, types) -> yaml.item(2, subscription(way.get(0), way.get(1), types)));
        }
    }

    private static SortedSet<String> way(Map<List<String>, SortedSet<String>> ways, String from, String to) {
        return ways.computeIfAbsent(List.of(from, to), way -> new TreeSet<>());
    }

    private String subscription(String from, String to, SortedSet<String> types) {
        List<String> fields = new ArrayList<>(
                List.of(YamlText.pair("from", YamlText.quoted(from)), YamlText.pair("to", YamlText.quoted(to))));
        if (isOf(from, Component.Kind.BUS) && !types.contains("")) {
            fields.add(YamlText.pair("pattern", YamlText.flow(List.of(YamlText.pair("detail-type", YamlText.list(List.copyOf(types)))))));
        }
        if (isQueue(from)) {
            fields.add(YamlText.pair("batch", Integer.toString(largestBatch(from, to))));
        }
        return YamlText.flow(fields);
    }

    /** The largest batch seen: the real limit may be higher, and one below it would split what came together. */
    private int largestBatch(String from, String to) {
        SortedMap<Name, Integer> sizes = recording.deliveries().stream().filter(delivery -> delivery.subscription().equals(to)
                && messages.get(delivery.message()) instanceof Message message && message.channel().equals(from))
                .collect(Collectors.toMap(Delivery::invocation, delivery -> 1, Integer::sum, TreeMap::new));
        return Math.clamp(sizes.values().stream().mapToInt(Integer::intValue).max().orElse(1), 1, isFifo(from) ? 10 : 10_000);
    }

    private boolean isChannel(String name) {
        return Optional.ofNullable(components.get(name)).filter(component -> switch (component.kind()) {
            case QUEUE, BUS, ROUTE, SCHEDULE -> true;
            case FUNCTION, TOPIC, STREAM, TABLE, DEPENDENCY -> false;
        }).isPresent();
    }

    /** Only what a bus carries goes on to another channel. */
    private boolean passes(String from, String to) {
        return isChannel(to) && !isQueue(from) && !isOf(from, Component.Kind.ROUTE);
    }

    private boolean isFunction(String name) {
        return isOf(name, Component.Kind.FUNCTION);
    }
}
