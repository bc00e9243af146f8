package dev.tapedeck.recording;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A recording in which every type, every variant and every awkward string occurs, drawn from a seed. It need not make sense as a story. */
final class RandomRecording {
    private static final List<String> STRINGS = List.of("", "invoices", "closing.fifo", "Billing", "billing", "POST /invoices/{}",
            "Müller & Söhne",
            "line\nfeed\u0001\u2028", "half \ud83d pair", "\ud83d\udcbc", "a\"b\\c", "null", "../../etc/passwd", "tapedeck.subject",
            "tapedeck.invocation", "{\"nested\":[1,\"x\"]}", "x".repeat(300));

    private final Random random;

    private RandomRecording(Random random) {
        this.random = random;
    }

    static Recording of(long seed) {
        return new RandomRecording(new Random(seed)).recording();
    }

    private Recording recording() {
        return new Recording(strings(), moment(), moment(), some(() -> new Component(string(), one(Component.Kind.values()), strings())),
                some(this::message), some(this::delivery), some(this::invocation), some(this::call),
                some(() -> new Link(name(), name(), one(Link.Rule.values()), random.nextDouble())), some(this::span), some(this::log),
                new InitialState(some(this::item),
                        some(() -> new InitialState.ForeignWrite(string(), object(2), tree(2), random.nextBoolean(), moment(), moment(),
                                name(), 1)),
                        some(() -> new InitialState.StaleRead(name(), 1, moment()))),
                new Environment(string(),
                        some(() -> new Environment.FunctionEnvironment(string(), maybe(this::string), string(), random.nextInt(),
                                random.nextLong(), strings()))),
                some(() -> new Gap(one(Gap.Kind.values()), maybe(this::name), string(), string(), string())),
                some(() -> new Invariant(string(), string(), string(), string(), string())),
                some(() -> new PayloadShape(string(), string(), string(), random.nextInt(), shape(3), shape(1))));
    }

    private Shape shape(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 4)) {
            case 0 -> new Shape.Unknown();
            case 1 -> new Shape.Flag();
            case 2 -> new Shape.Quantity(random.nextBoolean());
            case 3 -> new Shape.Text(one(Shape.Format.values()), some(this::string));
            case 4 -> new Shape.Packed(shape(depth - 1));
            case 5 -> new Shape.Sequence(shape(depth - 1));
            default -> new Shape.Struct(strings().keySet().stream().map(name -> new Shape.Field(name, shape(depth - 1),
                    random.nextBoolean())).toList());
        };
    }

    private Message message() {
        Message.Origin origin = switch (random.nextInt(3)) {
            case 0 -> new Message.External(string());
            case 1 -> new Message.Emitted(name(), random.nextInt(9), random.nextInt(9));
            default -> new Message.Forwarded(name());
        };
        return new Message(name(), string(), origin, maybe(this::string), random.nextInt(9) == 0 ? "dev.tapedeck.message" : string(),
                payload(),
                strings(), moment());
    }

    private Delivery delivery() {
        return new Delivery(name(), name(), string(), random.nextInt(), moment(), name(), random.nextBoolean());
    }

    private Invocation invocation() {
        Invocation.Result result = switch (random.nextInt(4)) {
            case 0 -> new Invocation.Returned(payload());
            case 1 -> new Invocation.Raised(string(), string());
            case 2 -> new Invocation.TimedOut();
            default -> new Invocation.Unknown();
        };
        return new Invocation(name(), string(), string(), random.nextInt(), some(this::name), maybe(this::string), random.nextBoolean(),
                random.nextLong(), moment(), moment(), payload(), result, random.nextInt(), one(Rung.values()));
    }

    private Call call() {
        Call.Answer answer = switch (random.nextInt(3)) {
            case 0 -> new Call.Answered(random.nextInt(600), object(2), payload());
            case 1 -> new Call.Failed(string());
            default -> new Call.Unrecorded();
        };
        return new Call(name(), random.nextInt(), name(), random.nextInt(), string(), string(), string(), payload(), answer, moment(),
                moment(),
                new Call.Effect(one(Call.Evidence.values()), maybe(this::moment)));
    }

    private Telemetry.Span span() {
        return new Telemetry.Span(string(), string(), string(), string(), one(Telemetry.SpanKind.values()), moment(), moment(),
                random.nextBoolean() ? object(1) : Json.object(), object(3),
                some(() -> new Telemetry.SpanEvent(string(), moment(), object(2))), some(() -> new Telemetry.SpanLink(string(), string())),
                maybe(this::string), maybe(this::name));
    }

    private Telemetry.LogLine log() {
        return new Telemetry.LogLine(moment(), string(), maybe(this::name), string(), tree(3), strings());
    }

    private InitialState.Item item() {
        SortedMap<String, InitialState.Value> attributes = new TreeMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            attributes.put(key(), new InitialState.Value(tree(2), one(InitialState.Provenance.values())));
        }
        return new InitialState.Item(string(), object(2), one(InitialState.Existence.values()), one(InitialState.Provenance.values()),
                attributes);
    }

    private Payload payload() {
        return new Payload(tree(3), one(Payload.Coverage.values()));
    }

    /** Read or built by a program: the same number may be an int, a short, a long or a double. */
    JsonNode tree(int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 8)) {
            case 0 -> Json.parse("null");
            case 1 -> Json.parse(random.nextBoolean() ? "true" : "false");
            case 2 -> Json.parse(Integer.toString(random.nextInt()));
            case 3 -> Json.parse(Long.toString(random.nextLong()));
            case 4 -> Json.parse(List.of("1.10", "1E+400", "0.1", "-2.50", "123456789012345678901234567890").get(random.nextInt(5)));
            case 5, 6 -> Json.MAPPER.getNodeFactory().stringNode(string());
            case 7 -> built();
            case 8 -> object(depth - 1);
            default -> {
                ArrayNode array = Json.MAPPER.createArrayNode();
                some(() -> tree(depth - 1)).forEach(array::add);
                yield array;
            }
        };
    }

    private JsonNode built() {
        JsonNodeFactory nodes = Json.MAPPER.getNodeFactory();
        return switch (random.nextInt(6)) {
            case 0 -> nodes.numberNode(random.nextInt(9) - 4L);
            case 1 -> nodes.numberNode((short) random.nextInt());
            case 2 -> nodes.numberNode(List.of(0.1, 5.0, 1e300, -0.0, 1e7).get(random.nextInt(5)));
            case 3 -> nodes.numberNode(random.nextFloat());
            case 4 -> nodes.numberNode(BigInteger.valueOf(random.nextLong()));
            default -> nodes.binaryNode(new byte[]{1, 2, 3});
        };
    }

    private ObjectNode object(int depth) {
        ObjectNode object = Json.object();
        some(this::key).forEach(key -> object.set(key, tree(depth)));
        return object;
    }

    private SortedMap<String, String> strings() {
        SortedMap<String, String> strings = new TreeMap<>();
        some(this::key).forEach(key -> strings.put(key, string()));
        return strings;
    }

    private String string() {
        return STRINGS.get(random.nextInt(STRINGS.size()));
    }

    /** No JSON parser gives half a pair in a key, so no recording has one. */
    private String key() {
        String key = string();
        return key.contains("half") ? "key" : key;
    }

    private Moment moment() {
        return new Moment(random.nextInt(4) == 0 ? random.nextInt(3) * 1_000_000_000L : random.nextLong() & Long.MAX_VALUE);
    }

    private Name name() {
        return new Name(random.nextLong(), random.nextLong());
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> List<T> some(Supplier<T> value) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            list.add(value.get());
        }
        return list;
    }
}
