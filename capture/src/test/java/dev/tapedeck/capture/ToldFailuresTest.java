package dev.tapedeck.capture;

import dev.tapedeck.capture.SymptomReport.ComponentHealth;
import dev.tapedeck.capture.SymptomReport.FindingKind;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A function that is invoked by another and fails, where that one gets over it and where it does not. */
class ToldFailuresTest {

    private static final int WORKFLOWS = 12;

    /** Orders whose price another function tells; it fails for the one country that the last three share. */
    private static Made orders(boolean callerFails) {
        Made made = new Made();
        for (int i = 1; i <= WORKFLOWS; i++) {
            boolean fails = i > WORKFLOWS - 3;
            String body = "{\"correlationId\":\"o-" + i + "\",\"country\":\"" + (fails ? "XX" : i % 2 == 0 ? "DE" : "FR") + "\"}";
            long at = i * 10_000L;
            Made.Span order = made.run("order", i, 10 * i, body).at(at, at + 100).with("tapedeck.calls", "1");
            made.call("order", i, 10 * i + 1, 10 * i).at(at + 10, at + 80).with("http.request.method", "POST")
                    .with("url.full", "https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/price/invocations")
                    .with("rpc.system", "aws-api").with("rpc.service", "Lambda").with("rpc.method", "Invoke")
                    .with("tapedeck.request.headers", "{}").with("tapedeck.request.body", body)
                    .with("aws.request_id", Made.requestId(10 * i + 2)).with("http.response.status_code", "200")
                    .with("tapedeck.response.body", fails ? "{\"errorType\":\"TypeError\",\"errorMessage\":\"no rate\"}" : "{\"cents\":1}");
            Made.Span price = made.run("price", 100 + i, 10 * i + 2, body).at(at + 20, at + 70).with("tapedeck.calls", "1");
            made.http("price", 100 + i, 10 * i + 3, 10 * i + 2, body).at(at + 30, at + 40).with("http.response.status_code",
                    fails ? "404" : "200");
            if (fails) {
                price.failed("TypeError");
            }
            if (fails && callerFails) {
                order.failed("TypeError");
            } else {
                order.with("tapedeck.response", "{\"statusCode\":200}");
            }
        }
        made.run("clock", 99, 990, "{\"correlationId\":\"last\"}").at(200_000, 200_010);
        return made;
    }

    private static List<SymptomReport.Finding> findings(SymptomReport report, FindingKind kind) {
        return report.findings().stream().filter(f -> f.kind() == kind && f.component().equals("price")).toList();
    }

    private static ComponentHealth price(SymptomReport report) {
        return report.components().stream().filter(c -> c.component().equals("price")).findFirst().orElseThrow();
    }

    /** That they share a country does not make it a branch: no branch fails. */
    @Test
    void callerEndsWell_isHandled_andTheMissingStepIsFound() {
        SymptomReport report = orders(false).symptoms();
        assertThat(findings(report, FindingKind.UNHANDLED_FAILURE)).isEmpty();
        assertThat(findings(report, FindingKind.MISSING_STEP)).singleElement().satisfies(finding -> {
            assertThat(finding.what()).isEqualTo("price never ran to its end, as 9 of 12 do");
            assertThat(finding.workflows()).extracting(SymptomReport.Affected::correlationId).containsExactly("o-10", "o-11", "o-12");
        });
        assertThat(price(report).handled()).isEqualTo(3);
        assertThat(report.notes()).contains(
                "`price` failed with TypeError, and `order`, which had invoked it, was told and did not fail: 3 times, taken as handled; "
                        + "one of them is `--correlation o-10`");
    }

    @Test
    void callerEndsWell_thatItRunsIsSealed_notWhatTheDependencyAnswered() {
        assertThat(Extraction.extract(orders(false).index(), Scope.correlation("o-10"), Scope.Hints.NONE).invariants())
                .extracting(invariant -> invariant.name() + " of " + invariant.component())
                .containsExactly("price runs to its end of price");
    }

    @Test
    void callerFails_isUnhandled() {
        SymptomReport report = orders(true).symptoms();
        assertThat(findings(report, FindingKind.UNHANDLED_FAILURE)).singleElement()
                .satisfies(finding -> assertThat(finding.workflows()).hasSize(3));
        assertThat(report.notes()).noneMatch(note -> note.contains("taken as handled"));
    }

    @Test
    void invocation_isCountedOnce() {
        assertThat(price(orders(false).symptoms()).seen()).isEqualTo(WORKFLOWS);
    }
}
