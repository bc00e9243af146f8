package dev.tapedeck.capture;

import dev.tapedeck.capture.SymptomReport.ComponentHealth;
import dev.tapedeck.capture.SymptomReport.FindingKind;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Each symptom alone, on telemetry made for it, beside the same telemetry without it. */
class SymptomsTest {

    private static final int WORKFLOWS = 6;

    /** Orders that are paid by a function of their own, half a second later; {@code odd} is what the third one does otherwise. */
    private static Made orders(String odd) {
        Made made = new Made();
        for (int i = 1; i <= WORKFLOWS; i++) {
            boolean is = i == 3;
            String body = "{\"correlationId\":\"o-" + i + "\",\"tenantId\":\"" + (i % 2 == 0 ? "even" : "odd") + "\"}";
            long at = i * 10_000L;
            made.run("order", i, 10 * i, body).at(at, at + 50).with("tapedeck.calls", "1");
            made.send("order", i, 10 * i + 1, 10 * i, new Made.Sqs("jobs", "m-" + i, body)).at(at + 10, at + 20);
            long lag = is && odd.equals("lag") ? 9_000 : 500;
            Made.Span pay = made.run("pay", 100 + i, 10 * i + 2, Made.sqsEvent("jobs", "m-" + i, body)).at(at + 10 + lag, at + 100 + lag);
            if (is && odd.equals("failed")) {
                pay.failed("PaymentError");
            }
            if (!(is && odd.equals("missing"))) {
                post(made, i, 10 * i + 3, at + lag);
            }
            if (is && odd.equals("twice")) {
                post(made, i, 10 * i + 4, at + lag + 30);
            }
            if (is && odd.equals("retried")) {
                made.http("pay", 100 + i, 10 * i + 5, 10 * i + 2, "{}").at(at + lag + 12, at + lag + 15)
                        .with("http.response.status_code", "503")
                        .failed("503");
            }
            String state = is && odd.equals("state") ? "OPEN" : "PAID";
            made.put("pay", 100 + i, 10 * i + 6, 10 * i + 2, "{\"pk\":{\"S\":\"ORDER#o-" + i + "\"},\"state\":{\"S\":\"" + state + "\"}}")
                    .at(at + lag + 60, at + lag + 70);
        }
        made.run("clock", 99, 990, "{\"correlationId\":\"last\"}").at(200_000, 200_010);
        return made;
    }

    private static void post(Made made, int i, int id, long at) {
        made.http("pay", 100 + i, id, 10 * i + 2, "{\"order\":\"o-" + i + "\"}").at(at + 20, at + 25).with("http.response.status_code",
                "201");
        made.server("bank", 100 + i, id + 500, id).at(at + 21, at + 24).with("http.response.status_code", "201");
    }

    private static List<SymptomReport.Finding> findings(String odd, FindingKind kind) {
        return orders(odd).symptoms().findings().stream().filter(f -> f.kind() == kind && f.component().equals("pay")).toList();
    }

    private static void isOfTheThird(List<SymptomReport.Finding> findings) {
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.workflows()).extracting(SymptomReport.Affected::correlationId).containsExactly("o-3");
            assertThat(finding.workflows().getFirst().tenant()).isEqualTo("odd");
            assertThat(finding.workflows().getFirst().traceIds()).containsExactly(Made.traceId(3), Made.traceId(103));
        });
    }

    private static ComponentHealth health(SymptomReport report, String component) {
        return report.components().stream().filter(c -> c.component().equals(component)).findFirst().orElseThrow();
    }

    @Test
    void nothingOdd_isNothingFound() {
        SymptomReport report = orders("").symptoms();
        assertThat(report.findings()).isEmpty();
        assertThat(report.undecided()).isEmpty();
    }

    @Test
    void failure_isFound_withItsErrorAndTenant() {
        isOfTheThird(findings("failed", FindingKind.UNHANDLED_FAILURE));
        SymptomReport report = orders("failed").symptoms();
        assertThat(health(report, "pay").errors()).containsEntry("PaymentError", 1L);
        assertThat(health(report, "pay").unhandled()).isEqualTo(1);
        assertThat(report.tenants()).filteredOn(t -> t.deviating() > 0).extracting(SymptomReport.TenantHealth::tenant)
                .containsExactly("odd");
    }

    @Test
    void missingStep_isFound() {
        isOfTheThird(findings("missing", FindingKind.MISSING_STEP));
    }

    @Test
    void stepDoneTwice_isFound() {
        isOfTheThird(findings("twice", FindingKind.DONE_TWICE));
    }

    @Test
    void endState_isFound() {
        assertThat(orders("state").symptoms().findings()).filteredOn(f -> f.kind() == FindingKind.END_STATE).singleElement()
                .satisfies(f -> {
                    assertThat(f.what()).contains("`state`").contains("is not `PAID` at the end");
                    assertThat(f.workflows()).extracting(SymptomReport.Affected::correlationId).containsExactly("o-3");
                });
    }

    @Test
    void callThatWasRetried_isHandled_andNoFinding() {
        SymptomReport report = orders("retried").symptoms();
        assertThat(report.findings()).noneMatch(f -> f.component().equals("pay"));
        assertThat(health(report, "bank").errors()).containsEntry("status 503", 1L);
        assertThat(health(report, "bank").handled()).isEqualTo(1);
        assertThat(health(report, "bank").latency().p50()).isEqualTo(5);
    }

    @Test
    void lag_isMeasuredFromTheSend() {
        assertThat(health(orders("").symptoms(), "pay").lag().max()).isEqualTo(500);
        SymptomReport report = orders("lag").symptoms();
        assertThat(health(report, "pay").lag().p50()).isEqualTo(500);
        assertThat(health(report, "pay").lag().max()).isEqualTo(9_000);
        assertThat(health(report, "order").lag()).isEqualTo(SymptomReport.Latency.NONE);
    }

    @Test
    void latency_isThatOfTheInvocation_withTheSlowestNamed() {
        ComponentHealth pay = health(orders("").symptoms(), "pay");
        assertThat(pay.latency().p50()).isEqualTo(90);
        assertThat(pay.seen()).isEqualTo(WORKFLOWS);
        assertThat(pay.slowest()).hasSize(3).allMatch(id -> id.startsWith("o-"));
    }

    @Test
    void coverage_countsSpansPayloadsAndCalls() {
        Made made = orders("");
        made.run("blind", 300, 3000, "").at(0, 10);
        SymptomReport report = Symptoms
                .of(Made.read(made.text() + "{\"logGroup\":\"/aws/lambda/mail\",\"events\":[{\"timestamp\":1795262400000,"
                        + "\"message\":\"START RequestId: " + Made.requestId(77) + "\"}]}\n"));
        SymptomReport.Coverage coverage = report.coverage();
        assertThat(coverage.invocations()).isEqualTo(2 * WORKFLOWS + 3);
        assertThat(coverage.withSpans()).isEqualTo(2 * WORKFLOWS + 2);
        assertThat(coverage.withPayloads()).isEqualTo(2 * WORKFLOWS + 1);
        assertThat(coverage.complete()).isEqualTo(WORKFLOWS);
        assertThat(coverage.calls()).isEqualTo(3 * WORKFLOWS);
        assertThat(coverage.callsWithPayloads()).isEqualTo(3 * WORKFLOWS);
    }

    @Test
    void missingStep_nearTheEnd_isUndecided_unlessItsComponentHadEveryChance() {
        Made made = new Made();
        for (int i = 1; i <= 5; i++) {
            String body = "{\"correlationId\":\"o-" + i + "\"}";
            long at = i * 10_000L;
            made.run("order", i, 10 * i, body).at(at, at + 50);
            made.send("order", i, 10 * i + 1, 10 * i, new Made.Sqs("jobs", "m-" + i, body)).at(at + 10, at + 20);
            if (i < 5) {
                made.run("pay", 100 + i, 10 * i + 2, Made.sqsEvent("jobs", "m-" + i, body)).at(at + 5_000, at + 5_100);
                post(made, i, 10 * i + 3, at + 5_000);
            }
        }
        assertThat(made.symptoms().undecided()).extracting(SymptomReport.Undecided::correlationId).containsExactly("o-5");
        assertThat(made.symptoms().findings()).isEmpty();
        made.run("pay", 105, 52, Made.sqsEvent("jobs", "m-5", "{\"correlationId\":\"o-5\"}")).at(50_060, 50_070);
        assertThat(made.symptoms().undecided()).isEmpty();
        assertThat(made.symptoms().findings()).singleElement().satisfies(f -> assertThat(f.workflows()).extracting(
                SymptomReport.Affected::correlationId).containsExactly("o-5"));
    }
}
