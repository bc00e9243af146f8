package dev.tapedeck.mesh;

import dev.tapedeck.kernel.Limits;
import dev.tapedeck.kernel.Scheduler;
import dev.tapedeck.kernel.Seed;
import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Wire;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static dev.tapedeck.mesh.Scene.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A workflow in the shape people deploy, on the real models: a request submits an invoice, two events must meet in one item before it closes,
 * and the handler reads before it writes. Which order loses the update is the scheduler's choice.
 */
class InvoiceTest {

    private static final SystemSpec SYSTEM = new SystemSpec("eu-central-1", "123456789012", List.of(function("submit"), function("close")),
            List.of(new SystemSpec.ChannelSpec("api", Component.Kind.ROUTE, new ProfileBuilder().latency(1).build()),
                    new SystemSpec.ChannelSpec("events", Component.Kind.BUS, new ProfileBuilder().latency(3).build()),
                    new SystemSpec.ChannelSpec("closing", Component.Kind.QUEUE, new ProfileBuilder().latency(10).build())),
            List.of(new SystemSpec.TableSpec("invoices", "id", "", List.of())), List.of(),
            List.of(new SystemSpec.Subscription("api", "submit", 1, 0, "", false),
                    new SystemSpec.Subscription("events", "closing", 1, 0, "{\"source\":[\"test\"]}", false),
                    new SystemSpec.Subscription("closing", "close", 1, 0, "", false)));

    private static SystemSpec.FunctionSpec function(String name) {
        return new SystemSpec.FunctionSpec(name, 3_000, 128, -1, 2, 0);
    }

    private static Wire.TypedCall dynamo(String operation, String input) {
        return new Wire.TypedCall("dynamodb", operation, "invoices", Json.parse(input));
    }

    /** Emits the two events that have to meet, both at once. */
    private static final FakeGuest.Code SUBMIT = (io, invoke) -> {
        int[] open = {2};
        for (String type : List.of("LedgerPosted", "PaymentSettled")) {
            io.call(Scene.event("events", type, "{\"id\":\"i1\"}"), answer -> {
                if (--open[0] == 0) {
                    io.returns("null");
                }
            });
        }
    };

    /** Reads the item, adds what the event says, and writes the whole item back: right one after the other, wrong together. */
    private static final FakeGuest.Code CLOSE = (io, invoke) -> {
        JsonNode event = Json.parse(Json.parse(invoke.event()).at("/Records/0/body").asString());
        String what = event.path("detail-type").asString();
        io.call(dynamo("GetItem", "{\"TableName\":\"invoices\",\"Key\":{\"id\":{\"S\":\"i1\"}},\"ConsistentRead\":true}"), answer -> {
            JsonNode item = Json.parse(((Completion.Answered) answer).body()).path("Item");
            ObjectNode put = Json.object().put("TableName", "invoices");
            ObjectNode next = put.putObject("Item");
            if (item.isObject()) {
                next.setAll((ObjectNode) item);
            }
            next.putObject("id").put("S", "i1");
            next.putObject(what).put("BOOL", true);
            io.call(new Wire.TypedCall("dynamodb", "PutItem", "invoices", put), written -> io.returns("{\"batchItemFailures\":[]}"));
        });
    };

    private static Run run(Scheduler scheduler, boolean second, boolean exchanged) {
        SortedMap<String, Store> tables = new TreeMap<>();
        tables.put("invoices", new Table(SYSTEM.tables().getFirst()));
        Direction direction = new PlainDirection(SYSTEM, 4 * MILLI) {
            @Override
            public @Nullable Name heldBehind(Message message) {
                return exchanged ? other(message) : null;
            }
        };
        Guests guests = (component, ordinal) -> new FakeGuest(component.equals("submit") ? SUBMIT : second ? fixed() : CLOSE);
        try (Mesh mesh = new Mesh(SYSTEM, new Setup(scheduler, Scene.EPOCH, new Seed(3), tables, new TreeMap<>()), guests, direction)) {
            mesh.inject(new Message(Scene.rootName("api", "r"), "api", new Message.External("r"), "r", "POST /invoices",
                    dev.tapedeck.recording.Payload.whole(Json.object()), new TreeMap<>(), Scene.EPOCH), 0);
            return mesh.run(Limits.NONE);
        }
    }

    /** Holds the ledger's event on the queue behind the payment's. */
    private static @Nullable Name other(Message message) {
        if (message.channel().equals("closing") && message.body().value().path("detail-type").asString().equals("LedgerPosted")) {
            return EXCHANGED;
        }
        return null;
    }

    private static final Name EXCHANGED = queued(run(Scheduler.inOrder(), false, false), "PaymentSettled");

    private static Name queued(Run run, String type) {
        return run.recording().messages().stream()
                .filter(m -> m.channel().equals("closing") && m.body().value().path("detail-type").asString().equals(type)).findFirst()
                .orElseThrow().name();
    }

    /** The fix: one update in the store. */
    private static FakeGuest.Code fixed() {
        return (io, invoke) -> {
            JsonNode event = Json.parse(Json.parse(invoke.event()).at("/Records/0/body").asString());
            io.call(dynamo("UpdateItem",
                    "{\"TableName\":\"invoices\",\"Key\":{\"id\":{\"S\":\"i1\"}},\"UpdateExpression\":\"SET #w = :t\",\"ExpressionAttributeNames\":{\"#w\":\""
                            + event.path("detail-type").asString() + "\"},\"ExpressionAttributeValues\":{\":t\":{\"BOOL\":true}}}"),
                    answer -> io.returns("null"));
        };
    }

    private static java.util.Set<String> met(Run run) {
        assertThat(run.ending()).isEqualTo(new Run.Drained());
        TreeSet<String> met = new TreeSet<>();
        run.tables().get("invoices").get(0).propertyNames().forEach(met::add);
        met.remove("id");
        return met;
    }

    @Test
    void close_eventsTooClose_losesOne() {
        Run run = run(Scheduler.inOrder(), false, false);

        assertThat(met(run)).containsExactly("PaymentSettled");
        assertThat(run.recording().calls()).filteredOn(c -> c.service().equals("dynamodb")).hasSize(4)
                .allSatisfy(c -> assertThat(c.effect().evidence()).isEqualTo(Call.Evidence.ANSWERED));
    }

    @Test
    void close_eventsExchanged_goOneAfterTheOtherAndMeet() {
        assertThat(met(run(Scheduler.inOrder(), false, true))).containsExactly("LedgerPosted", "PaymentSettled");
    }

    @Test
    void close_fixed_meetsInEveryOrderTried() {
        for (long seed = 0; seed < 25; seed++) {
            assertThat(met(run(Scheduler.random(new Seed(seed), 30 * MILLI), true, false))).as("seed %d", seed).hasSize(2);
        }
    }

    @Test
    void close_anyOrder_losesAtTimesAndMeetsAtTimes() {
        TreeSet<Integer> outcomes = new TreeSet<>();
        for (long seed = 0; seed < 25; seed++) {
            outcomes.add(met(run(Scheduler.random(new Seed(seed), 30 * MILLI), false, false)).size());
        }
        assertThat(outcomes).containsExactly(1, 2);
    }

    @Test
    void transaction_onATableOfTheSystem_isAnsweredByAllTablesTogether() {
        SortedMap<String, Store> tables = new TreeMap<>();
        tables.put("invoices", new Table(SYSTEM.tables().getFirst()));
        FakeGuest.Code code = (io, invoke) -> io.call(new Wire.TypedCall("dynamodb", "TransactWriteItems", "", Json.parse(
                "{\"TransactItems\":[{\"Put\":{\"TableName\":\"invoices\",\"Item\":{\"id\":{\"S\":\"t1\"}}}}]}")),
                answer -> io.returns("null"));
        try (Mesh mesh = new Mesh(SYSTEM, new Setup(Scheduler.inOrder(), Scene.EPOCH, new Seed(3), tables, new TreeMap<>()),
                (component, ordinal) -> new FakeGuest(code), new PlainDirection(SYSTEM, MILLI))) {
            mesh.inject(new Message(Scene.rootName("api", "r"), "api", new Message.External("r"), "r", "POST /invoices",
                    dev.tapedeck.recording.Payload.whole(Json.object()), new TreeMap<>(), Scene.EPOCH), 0);
            Run run = mesh.run(Limits.NONE);

            assertThat(run.recording().calls()).singleElement().satisfies(call -> assertThat(call.target()).isEqualTo("invoices"));
            assertThat(run.tables().get("invoices")).hasSize(1);
        }
    }
}
