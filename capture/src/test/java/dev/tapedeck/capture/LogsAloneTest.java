package dev.tapedeck.capture;

import dev.tapedeck.capture.SymptomReport.FindingKind;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Rung;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Log lines without traces: what they tell is told, what they do not is said. */
class LogsAloneTest {

    private static String line(String id, String step, int second, String rest) {
        return String.format(Locale.ROOT,
                "{\"timestamp\":\"2026-11-21T12:00:%02d.000Z\",\"level\":\"INFO\",\"correlationId\":\"%s\",\"step\":\"%s\",%s}%n",
                second, id, step, rest);
    }

    private static String workflow(String id, boolean paid) {
        return line(id, "order", 1,
                "\"message\":\"order taken\",\"status\":\"ok\",\"dependency\":\"db\",\"latencyMs\":12,\"tenantId\":\"acme\"")
                + (paid ? line(id, "pay", 3, "\"message\":\"paid 12\",\"status\":\"ok\",\"dependency\":\"bank\",\"latencyMs\":400") : "");
    }

    private static String workflows() {
        return List.of("a1", "a2", "a3", "a4", "a5", "a6").stream().map(id -> workflow(id, true)).collect(Collectors.joining())
                + workflow("a7", false) + line("zz", "order", 50, "\"message\":\"last\"");
    }

    @Test
    void lines_ofAWorkflowAndAStep_areInvocations() {
        TelemetryIndex index = Made.read(workflows());
        SymptomReport report = Symptoms.of(index);
        assertThat(report.coverage().invocations()).isEqualTo(14);
        assertThat(report.coverage().withSpans()).isZero();
        assertThat(report.judged()).isTrue();
        assertThat(report.notes()).anyMatch(note -> note.startsWith("told by log lines alone"));
    }

    @Test
    void step_thatOthersLogged_isMissing() {
        SymptomReport report = Symptoms.of(Made.read(workflows().replace("\"message\":\"last\"", "\"message\":\"order taken\"")));
        assertThat(report.findings()).filteredOn(f -> f.kind() == FindingKind.MISSING_STEP).singleElement().satisfies(f -> {
            assertThat(f.what()).isEqualTo("pay never logged \"paid {}\", as 6 of 8 do");
            assertThat(f.workflows()).extracting(SymptomReport.Affected::correlationId).contains("a7");
        });
    }

    @Test
    void step_thatOthersLoggedOnce_isDoneTwice() {
        SymptomReport report = Symptoms.of(Made.read(workflows() + line("a3", "pay", 9, "\"message\":\"paid 12\",\"status\":\"ok\"")));
        assertThat(report.findings()).filteredOn(f -> f.kind() == FindingKind.DONE_TWICE).singleElement()
                .satisfies(f -> assertThat(f.workflows()).extracting(SymptomReport.Affected::correlationId).containsExactly("a3"));
    }

    @Test
    void lastLine_ofAFailure_isAFailure() {
        SymptomReport report = Symptoms.of(Made.read(workflows() + line("a8", "order", 9, "\"message\":\"cannot\",\"status\":\"failed\"")));
        assertThat(report.findings()).filteredOn(f -> f.kind() == FindingKind.UNHANDLED_FAILURE).singleElement()
                .satisfies(f -> assertThat(f.component()).isEqualTo("order"));
    }

    @Test
    void dependencies_areKnownByTheirLatency() {
        SymptomReport report = Symptoms.of(Made.read(workflows() + line("a1", "pay", 4,
                "\"message\":\"no answer\",\"status\":\"timed_out\",\"dependency\":\"bank\",\"latencyMs\":3000,\"attempt\":3")));
        SymptomReport.ComponentHealth bank = report.components().stream().filter(c -> c.component().equals("bank")).findFirst()
                .orElseThrow();
        assertThat(bank.seen()).isEqualTo(7);
        assertThat(bank.errors()).containsEntry("timed_out", 1L);
        assertThat(bank.latency().max()).isEqualTo(3000);
        assertThat(report.tenants()).extracting(SymptomReport.TenantHealth::tenant).containsExactly("acme");
    }

    @Test
    void evidence_isASequence() {
        Recording recording = Extraction.extract(Made.read(workflows()), Scope.correlation("a1"), Scope.Hints.NONE);
        assertThat(recording.invocations()).extracting(Invocation::function).containsExactly("order", "pay");
        assertThat(recording.invocations()).extracting(Invocation::evidence).containsOnly(Rung.SEQUENCE);
        assertThat(recording.invocations()).extracting(Invocation::name).doesNotHaveDuplicates();
        assertThat(recording.gaps()).isNotEmpty();
    }

    @Test
    void lines_thatNameNothing_judgeNothing_andSaySo() {
        SymptomReport report = Symptoms
                .of(Made.read("{\"level\":\"INFO\",\"time\":\"2026-11-21T12:00:00Z\",\"message\":\"hello\"}\n".repeat(9)));
        assertThat(report.coverage().invocations()).isZero();
        assertThat(report.judged()).isFalse();
        assertThat(report.findings()).isEmpty();
        assertThat(report.notes()).singleElement().asString().startsWith("nothing could be judged: none of 9 log lines").contains(
                "--correlation-field");
    }

    @Test
    void lines_withAFieldNamedByTheUser_areWorkflows() {
        String text = workflows().replace("correlationId", "orderNumber");
        TelemetryIndex index = Made.read(text);
        assertThat(Symptoms.of(index).judged()).isFalse();
        assertThat(Symptoms.of(index, new Scope.Hints(List.of("order-number"))).coverage().invocations()).isEqualTo(14);
    }

    @Test
    void example_withoutItsTraces_stillShowsEveryLostUpdate() {
        TelemetryIndex index = Capture.read(Source.of(List.of(Example.HOME.resolve("recording/app.log.jsonl.gz"))), ReadOptions.DEFAULT,
                Progress.NONE);
        SymptomReport report = Symptoms.of(index);
        assertThat(report.findings()).singleElement().satisfies(f -> {
            assertThat(f.kind()).isEqualTo(FindingKind.MISSING_STEP);
            assertThat(f.component()).isEqualTo("close-invoice");
            assertThat(f.workflows()).extracting(SymptomReport.Affected::correlationId).containsExactlyInAnyOrderElementsOf(Example.truth()
                    .stream().filter(w -> w.failures().contains("lost-update")).map(Example.Workflow::correlationId).toList());
        });
    }
}
