package dev.tapedeck.mesh;

import dev.tapedeck.kernel.Limits;
import dev.tapedeck.kernel.Scheduler;
import dev.tapedeck.kernel.Seed;
import dev.tapedeck.kernel.VirtualTime;
import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A system for a test, put together piece by piece, with guests written in Java. */
final class Scene {

    static final Moment EPOCH = Moment.ofEpochMillis(1_700_000_000_000L);
    static final long MILLI = 1_000_000L;

    final List<FakeGuest> opened = new ArrayList<>();
    final Cells cells = new Cells();
    private final List<SystemSpec.FunctionSpec> functions = new ArrayList<>();
    private final List<SystemSpec.ChannelSpec> channels = new ArrayList<>();
    private final List<SystemSpec.DependencySpec> dependencies = new ArrayList<>();
    private final List<SystemSpec.Subscription> subscriptions = new ArrayList<>();
    private final SortedMap<String, FakeGuest.Code> codes = new TreeMap<>();
    private final List<Root> roots = new ArrayList<>();
    private Function<SystemSpec, Direction> direction = system -> new PlainDirection(system, MILLI);
    private Scheduler scheduler = Scheduler.inOrder();
    private long seed = 1;

    private record Root(Message message, long atNanos) {}

    /** A store of numbers by key: {@code Get} reads one, {@code Put} writes one, {@code Refuse} fails. */
    static final class Cells implements Store {
        final SortedMap<String, Integer> values = new TreeMap<>();

        @Override
        public Reply execute(String operation, JsonNode input) {
            String key = input.path("key").asString("");
            return switch (operation) {
                case "Get" -> Reply.ok(Reply.JSON_1_0, Json.object().put("value", values.getOrDefault(key, 0)));
                case "Put" -> {
                    values.put(key, input.path("value").asInt());
                    yield Reply.ok(Reply.JSON_1_0, Json.object());
                }
                case "Refuse" -> Reply.error(Reply.JSON_1_0, 400, "x#Refused", "message", "no");
                default -> throw NotModelled.operation("dynamodb", operation);
            };
        }

        @Override
        public JsonNode image() {
            ObjectNode image = Json.object();
            values.forEach(image::put);
            return image;
        }
    }

    Scene function(String name, FakeGuest.Code code) {
        return function(new SystemSpec.FunctionSpec(name, 3_000, 128, -1, 2, 0), code);
    }

    Scene function(SystemSpec.FunctionSpec spec, FakeGuest.Code code) {
        functions.add(spec);
        codes.put(spec.name(), code);
        return this;
    }

    Scene channel(String name, Component.Kind kind, UnaryOperator<ProfileBuilder> profile) {
        channels.add(new SystemSpec.ChannelSpec(name, kind, profile.apply(new ProfileBuilder()).build()));
        return this;
    }

    Scene queue(String name, UnaryOperator<ProfileBuilder> profile) {
        return channel(name, Component.Kind.QUEUE, profile);
    }

    Scene bus(String name) {
        return channel(name, Component.Kind.BUS, profile -> profile);
    }

    Scene route(String name) {
        return channel(name, Component.Kind.ROUTE, profile -> profile);
    }

    Scene subscribe(String channel, String target) {
        return subscribe(channel, target, "", 1, false);
    }

    Scene subscribe(String channel, String target, String pattern, int batchSize, boolean partial) {
        subscriptions.add(new SystemSpec.Subscription(channel, target, batchSize, 0, pattern, partial));
        return this;
    }

    Scene subscribe(SystemSpec.Subscription subscription) {
        subscriptions.add(subscription);
        return this;
    }

    Scene program(String name, String host, FakeGuest.Code code) {
        dependencies.add(new SystemSpec.DependencySpec(name, List.of(host), true));
        codes.put(name, code);
        return this;
    }

    Scene dependency(String name, String host) {
        dependencies.add(new SystemSpec.DependencySpec(name, List.of(host), false));
        return this;
    }

    Scene direct(Function<SystemSpec, Direction> by) {
        direction = by;
        return this;
    }

    Scene schedule(Scheduler by) {
        scheduler = by;
        return this;
    }

    Scene seed(long value) {
        seed = value;
        return this;
    }

    Scene root(String channel, String id, long atMillis, String type, String body) {
        return root(channel, id, atMillis, type, body, new TreeMap<>());
    }

    Scene root(String channel, String id, long atMillis, String type, String body, SortedMap<String, String> attributes) {
        roots.add(new Root(new Message(rootName(channel, id), channel, new Message.External(id), id, type,
                Payload.whole(Json.parseOrString(body)), attributes, EPOCH), atMillis * MILLI));
        return this;
    }

    /** A message whose body nobody recorded. */
    Scene absentRoot(String channel, String id, long atMillis, String type) {
        roots.add(
                new Root(new Message(rootName(channel, id), channel, new Message.External(id), id, type, Payload.absent(), new TreeMap<>(),
                        EPOCH), atMillis * MILLI));
        return this;
    }

    static Name rootName(String channel, String id) {
        return Naming.root(channel, id);
    }

    Mesh mesh() {
        SystemSpec system = new SystemSpec("eu-central-1", "123456789012", functions, channels,
                List.of(new SystemSpec.TableSpec("cells", "key", "", List.of())), dependencies, subscriptions);
        SortedMap<String, Store> tables = new TreeMap<>();
        tables.put("cells", cells);
        SortedMap<String, String> resource = new TreeMap<>();
        resource.put("deployment.environment", "debug");
        Setup setup = new Setup(scheduler, EPOCH, new Seed(seed), tables, resource);
        Mesh mesh = new Mesh(system, setup, this::open, direction.apply(system));
        roots.forEach(root -> mesh.inject(root.message(), root.atNanos()));
        return mesh;
    }

    private Guest open(String component, int ordinal) {
        FakeGuest.Code code = codes.get(component);
        if (code == null) {
            throw new IllegalArgumentException("no code for " + component);
        }
        return new FakeGuest(code, opened);
    }

    Run run() {
        try (Mesh mesh = mesh()) {
            return mesh.run(Limits.until(new VirtualTime(3_600_000L * MILLI)));
        }
    }

    static Wire.TypedCall get(String key) {
        return new Wire.TypedCall("dynamodb", "Get", "cells", Json.object().put("key", key));
    }

    static Wire.TypedCall put(String key, int value) {
        return new Wire.TypedCall("dynamodb", "Put", "cells", Json.object().put("key", key).put("value", value));
    }

    static Wire.TypedCall send(String queue, String body) {
        return new Wire.TypedCall("sqs", "SendMessage", queue, Json.object().put("QueueUrl", queue).put("MessageBody", body));
    }

    static Wire.TypedCall event(String bus, String type, String detail) {
        ObjectNode input = Json.object();
        input.putArray("Entries").addObject().put("EventBusName", bus).put("Source", "test").put("DetailType", type).put("Detail", detail);
        return new Wire.TypedCall("events", "PutEvents", bus, input);
    }

    static Wire.TypedCall post(String host, String path, String body) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/json");
        return Wire.typed(new Wire.Request("POST", host, path, headers, body));
    }

    /** The value in the answer to a {@code Get}. */
    static int value(Completion completion) {
        return Json.parse(((Completion.Answered) completion).body()).path("value").asInt();
    }
}
