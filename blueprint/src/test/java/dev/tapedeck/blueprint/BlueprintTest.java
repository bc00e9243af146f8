package dev.tapedeck.blueprint;

import dev.tapedeck.recording.Component;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is written and what is left out, as it reaches a replay. */
class BlueprintTest {
    private static final Path FILE = Path.of("src/test/resources/dev/tapedeck/blueprint/invoice-close.yaml").toAbsolutePath();

    private final Blueprint blueprint = Blueprint.read(FILE);

    @Test
    void read_functions_withDefaultsFilledIn() {
        Blueprint.Function close = blueprint.function("close-invoice").orElseThrow();
        assertThat(close.timeoutMillis()).isEqualTo(30_000);
        assertThat(close.memoryMegabytes()).isEqualTo(256);
        assertThat(close.reservedConcurrency()).isEqualTo(1);
        assertThat(close.environment()).containsEntry("LEDGER_API_URL", "http://ledger-api.internal").containsEntry("TABLE", "invoices");
        assertThat(close.program()).isEqualTo(
                new Blueprint.Program(FILE.resolveSibling("app"), "functions/close-invoice.handler", "nodejs20.x"));
        Blueprint.Function submit = blueprint.function("submit-invoice").orElseThrow();
        assertThat(submit)
                .isEqualTo(new Blueprint.Function("submit-invoice", Blueprint.Kind.REAL, new Blueprint.Program(FILE.resolveSibling(
                        "app"), "functions/submit-invoice.handler", ""), 3_000, 0, new java.util.TreeMap<>(), -1, 2,
                        ColdStart.AS_RECORDED, 0, 512));
        assertThat(blueprint.function("notify-customer").orElseThrow().program()).isNull();
    }

    @Test
    void read_channels_withTheirPolicies() {
        assertThat(blueprint.channels()).extracting(Blueprint.Channel::kind).containsExactly(Component.Kind.BUS, Component.Kind.QUEUE,
                Component.Kind.QUEUE, Component.Kind.QUEUE, Component.Kind.ROUTE);
        assertThat(blueprint.channel("ledger-postings").orElseThrow().policy())
                .isEqualTo(new Blueprint.Policy(false, 45_000, 0, 3, "ledger-postings-dlq", false, 0));
        assertThat(blueprint.channel("closing.fifo").orElseThrow().policy())
                .isEqualTo(new Blueprint.Policy(true, 30_000, 0, 0, "", true, 12));
    }

    @Test
    void read_tablesDependenciesSubscriptionsInvariants() {
        assertThat(blueprint.table("invoices").orElseThrow()).isEqualTo(new Blueprint.Table("invoices", Blueprint.Kind.MODELLED, "pk", "sk",
                List.of(new Blueprint.Index("by-customer", "customer", ""))));
        assertThat(blueprint.dependency("ledger-api").orElseThrow().kind()).isEqualTo(Blueprint.Kind.MODELLED);
        assertThat(blueprint.dependency("mail").orElseThrow().kind()).isEqualTo(Blueprint.Kind.RECORDED);
        assertThat(blueprint.subscriptions()).containsExactly(new Blueprint.Subscription("http", "submit-invoice", "", 1, 0, false),
                new Blueprint.Subscription("billing", "ledger-postings", "{\"detail-type\":[\"InvoiceSubmitted\"]}", 1, 0, false),
                new Blueprint.Subscription("closing.fifo", "close-invoice", "", 1, 0, false),
                new Blueprint.Subscription("ledger-postings", "close-invoice", "", 10, 250, true));
        assertThat(blueprint.invariants()).singleElement().satisfies(declared -> {
            assertThat(declared.message()).isEqualTo("closed twice");
            assertThat(declared.invariant().origin()).isEqualTo("blueprint");
        });
    }

    @Test
    void require_whatIsStillToDo_isReportedWhereItIsNeededOnly() {
        Blueprint open = Blueprint.parse("system.yaml", """
                tapedeck: 1
                system: s
                functions:
                  close: { code: TODO where is it, handler: TODO }
                  close.other: { code: app, handler: a.handler }
                """, Path.of("/base"));
        open.require(List.of("close.other"));
        assertThatThrownBy(() -> open.require(List.of("close"))).hasMessage("""
                system.yaml:4:18: `functions.close.code` is still to be filled in
                hint: TODO where is it
                system.yaml:4:45: `functions.close.handler` is still to be filled in
                hint: TODO""");
    }

    @Test
    void durations_readAndWrittenAlike() {
        assertThat(List.of("250ms", "30s", "5m", "0s"))
                .allSatisfy(text -> assertThat(Durations.text(Durations.millis(text))).isEqualTo(text));
        assertThat(Durations.millis("1h")).isEqualTo(3_600_000);
        assertThat(Durations.millis("2d")).isEqualTo(172_800_000);
    }
}
