package dev.tapedeck.blueprint;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Environment;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Recording;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What a recording tells of the system that made it, and that whatever it tells is a blueprint. */
class DerivationTest {
    private static final Moment AT = Moment.parse("2026-03-01T12:00:00Z");

    private final List<Component> components = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();

    @Test
    void derive_incident_tellsWhatItShowsAndMarksWhatItDoesNot() {
        components(Component.Kind.FUNCTION, "close-invoice", "publish-ledger-entry");
        components(Component.Kind.BUS, "billing");
        components(Component.Kind.QUEUE, "ledger-postings", "ledger-postings-dlq", "closing.fifo");
        components(Component.Kind.TABLE, "invoices");
        components.add(new Component("ledger-api", Component.Kind.DEPENDENCY, new TreeMap<>(Map.of("hosts", "ledger-api.internal:443"))));
        Message submitted = message("billing", new Message.External("1"), "InvoiceSubmitted");
        Message posting = message("ledger-postings", new Message.Forwarded(submitted.name()), "InvoiceSubmitted");
        deliver(posting, "publish-ledger-entry", 1, 12);
        deliver(posting, "publish-ledger-entry", 2, 30_000);
        message("ledger-postings-dlq", new Message.Forwarded(posting.name()), "");
        deliver(message("closing.fifo", new Message.External("2"), ""), "close-invoice", 1, 7);
        call("GetItem", "{\"Key\":{\"pk\":{\"S\":\"INVOICE#1\"},\"sk\":{\"S\":\"STATE\"}}}");
        call("Query", "{\"IndexName\":\"by-customer\",\"KeyConditionExpression\":\"#c = :c AND closedAt > :t\","
                + "\"ExpressionAttributeNames\":{\"#c\":\"customer\"}}");
        Environment environment = new Environment("eu-west-1",
                List.of(new Environment.FunctionEnvironment("close-invoice", null, "nodejs 20.20.2",
                        256, 15_000, new TreeMap<>())));

        assertThat(Blueprint.derive(recording("invoice-close", environment))).isEqualTo("""
                # Derived from a recording. What it does not show is marked TODO; docs/reference/blueprint.md explains every field.
                tapedeck: 1
                system: invoice-close
                region: eu-west-1

                functions:
                  close-invoice:
                    code: TODO # the directory of its code, relative to this file
                    handler: TODO # as functions/close-invoice.handler
                    runtime: nodejs20.x
                    timeout: 15s
                    memory: 256
                    # environment: the variables it needs; a recording never holds their values
                  publish-ledger-entry:
                    code: TODO # the directory of its code, relative to this file
                    handler: TODO # as functions/publish-ledger-entry.handler
                    # timeout: 3s is the default; the recording does not say
                    # memory: 128 is the default; the recording does not say
                    # environment: the variables it needs; a recording never holds their values

                channels:
                  billing: { bus: {} }
                  # closing.fifo: visibility, maxReceives and deadLetter are not recorded
                  closing.fifo: { queue: { latency: 7ms } }
                  # ledger-postings: visibility is not recorded
                  ledger-postings: { queue: { maxReceives: 2, deadLetter: ledger-postings-dlq, latency: 12ms } }
                  # ledger-postings-dlq: visibility, maxReceives and deadLetter are not recorded
                  ledger-postings-dlq: { queue: {} }

                tables:
                  # invoices: which of its two keys is the partition key was guessed from their names
                  invoices: { partitionKey: pk, sortKey: sk, indexes: { by-customer: { partitionKey: customer, sortKey: closedAt } } }

                dependencies:
                  # ledger-api: its recorded answers are played; a program that stands for it makes it modelled
                  ledger-api: { hosts: ["ledger-api.internal:443"], kind: recorded }

                subscriptions:
                  - { from: billing, to: ledger-postings, pattern: { detail-type: [InvoiceSubmitted] } }
                  - { from: closing.fifo, to: close-invoice, batch: 1 }
                  - { from: ledger-postings, to: publish-ledger-entry, batch: 1 }
                """);
    }

    @Test
    void derive_thenParse_meansTheSame() {
        components(Component.Kind.FUNCTION, "a function: with # odd \"name\"", "true", "{}");
        components(Component.Kind.QUEUE, "jobs", "jobs.fifo");
        deliver(message("jobs", new Message.External("1"), ""), "true", 1, 5);
        deliver(message("jobs", new Message.External("2"), ""), "true", 1, 5);
        Blueprint parsed = Blueprint.parse("derived.yaml", Blueprint.derive(recording("a: b # c", Environment.UNKNOWN)), Path.of("/base"));
        assertThat(parsed.system()).isEqualTo("a: b # c");
        assertThat(parsed.functions()).extracting(Blueprint.Function::name).containsExactly("a function: with # odd \"name\"", "true",
                "{}");
        assertThat(parsed.channel("jobs.fifo").orElseThrow().policy().fifo()).isTrue();
        assertThat(parsed.subscriptions()).containsExactly(new Blueprint.Subscription("jobs", "true", "", 2, 0, false));
        assertThat(parsed.todos()).hasSize(6);
    }

    /** Whatever names, kinds and ways a recording has: {@code derive} checks its own work and would throw. */
    @Test
    void derive_anyRecording_isABlueprint() {
        List<String> names = List.of("a", "b.fifo", "b", "", "x\ny", "é", "TODO", "null", "[a", "- x", "c: d", "'", "\"", "a".repeat(300));
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List.of(components, messages, deliveries, calls).forEach(List::clear);
            IntStream.range(0, 12).forEach(i -> components(one(random, List.of(Component.Kind.values())), one(random, names)));
            for (int i = 0; i < 12; i++) {
                Message message = message(one(random, names), messages.isEmpty() || random.nextBoolean()
                        ? new Message.External("m" + i)
                        : new Message.Forwarded(one(random, messages).name()), one(random, names));
                deliver(message, one(random, names), 1 + random.nextInt(3), random.nextInt(5_000) - 100);
            }
            String yaml = Blueprint.derive(recording(one(random, names), Environment.UNKNOWN));
            assertThat(Blueprint.parse("derived.yaml", yaml, Path.of("/base")).system()).as("seed %d", seed).isNotEmpty();
        }
    }

    @Test
    void keys_ofAQuery_tellWhichOneIsThePartitionKey() {
        components(Component.Kind.TABLE, "invoices");
        call("GetItem", "{\"Key\":{\"customer\":{\"S\":\"1\"},\"at\":{\"S\":\"2\"}}}");
        call("Query",
                "{\"KeyConditionExpression\":\"#k = :k and begins_with(at, :a)\",\"ExpressionAttributeNames\":{\"#k\":\"customer\"}}");
        TableKeys keys = TableKeys.of(recording("s", Environment.UNKNOWN), "invoices");
        assertThat(keys.partition()).isEqualTo("customer");
        assertThat(keys.sort()).isEqualTo("at");
        assertThat(keys.guessed()).isFalse();
    }

    /** Nobody spelled a key, and an item's is then all that it holds. */
    @Test
    void keys_thatNobodySpells_areNotKnown_unlessTheyHaveCustomaryNames() {
        components(Component.Kind.TABLE, "orders", "things");
        TableKeys orders = TableKeys.of(holding("orders", "{\"cents\":{\"N\":\"0\"},\"orderId\":{\"S\":\"1\"}}"), "orders");
        assertThat(List.of(orders.partition(), orders.sort())).containsExactly("", "");
        assertThat(orders.guessed()).isFalse();
        TableKeys things = TableKeys.of(holding("things", "{\"pk\":{\"S\":\"0\"},\"sk\":{\"S\":\"1\"}}"), "things");
        assertThat(List.of(things.partition(), things.sort())).containsExactly("pk", "sk");
    }

    private Recording holding(String table, String key) {
        Recording r = recording("s", Environment.UNKNOWN);
        InitialState state = new InitialState(List.of(new InitialState.Item(table, (ObjectNode) Json.parse(key),
                InitialState.Existence.ABSENT, InitialState.Provenance.OBSERVED, new TreeMap<>(), true)), List.of());
        return new Recording(r.labels(), r.from(), r.to(), r.components(), r.messages(), r.deliveries(), r.invocations(), r.calls(),
                r.links(), r.spans(), r.logs(), state, r.environment(), r.gaps(), r.invariants());
    }

    private static <T> T one(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void components(Component.Kind kind, String... names) {
        for (String name : names) {
            components.add(Component.of(name, kind));
        }
    }

    private Message message(String channel, Message.Origin origin, String type) {
        Message message = new Message(Naming.root(channel, "m" + messages.size()), channel, origin, null, type, Payload.absent(),
                new TreeMap<>(),
                AT);
        messages.add(message);
        return message;
    }

    private void deliver(Message message, String to, int receiveCount, long afterMillis) {
        Name name = Naming.delivery(message.name(), to, receiveCount);
        deliveries.add(new Delivery(name, message.name(), to, receiveCount, AT.plusNanos(Math.max(0, afterMillis) * 1_000_000),
                Naming.invocation(to, receiveCount == 1 ? List.of() : List.of(name)), false));
    }

    private void call(String operation, String input) {
        Name invocation = Naming.root("call", "1");
        calls.add(new Call(Naming.call(invocation, "invoices", operation, calls.size()), 1, invocation, calls.size() + 1, "invoices",
                "dynamodb",
                operation, Payload.whole(Json.parse(input)), new Call.Unrecorded(), AT, AT, Call.Effect.UNKNOWN));
    }

    private Recording recording(String workflow, Environment environment) {
        return new Recording(new TreeMap<>(Map.of("workflow", workflow)), AT, AT, components, messages, deliveries, List.of(), calls,
                List.of(),
                List.of(), List.of(), InitialState.EMPTY, environment, List.of(), List.of());
    }
}
