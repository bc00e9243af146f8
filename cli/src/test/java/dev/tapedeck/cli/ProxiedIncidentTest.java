package dev.tapedeck.cli;

import dev.tapedeck.replay.Outcome;
import dev.tapedeck.replay.Report;
import dev.tapedeck.testkit.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example incident with one function in Go, on AWS's own libraries, among those for Node: what it calls is matched with what the recorded one
 * called, and the update is lost again.
 */
class ProxiedIncidentTest {

    private static final Example EXAMPLE = new Example();

    @TempDir
    private static Path built;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        Needs.go();
        Path source = Path.of(System.getProperty("tapedeck.root"), "cli/src/test/guests/settle-payment-go");
        ProcessBuilder builder = new ProcessBuilder("go", "build", "-trimpath", "-o", built.resolve("bootstrap").toString(), ".")
                .directory(source.toFile()).redirectErrorStream(true);
        builder.environment().put("CGO_ENABLED", "0");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("go build: %s", said).isZero();
    }

    private static Example.Incident incident() {
        return EXAMPLE.incident(
                EXAMPLE.truth().entrySet().stream().filter(e -> e.getValue().equals(new TreeSet<>(java.util.List.of("lost-update"))))
                        .map(java.util.Map.Entry::getKey).findFirst().orElseThrow());
    }

    private static Report replay(Example.Incident incident) {
        return incident.replay(plan -> plan.code(new CodeOption("settle-payment", built, "bootstrap")));
    }

    @Test
    void replay_oneFunctionInGo_reproducesWithTheSameCalls() {
        Report report = replay(incident());

        assertThat(report.outcome()).as(report.problem() + " " + report.findings()).isEqualTo(Outcome.REPRODUCED);
        assertThat(report.fidelity().different() + report.fidelity().missing() + report.fidelity().extra()).isZero();
    }

    @Test
    void replay_oneFunctionInGoTwice_hasOneCanonicalDigest() {
        Example.Incident incident = incident();

        assertThat(replay(incident).canonicalDigest()).isEqualTo(replay(incident).canonicalDigest());
    }

    @Test
    void replay_deliveriesExchanged_passes() {
        Example.Incident incident = incident();
        Report report = incident.replay(plan -> {
            plan.code(new CodeOption("settle-payment", built, "bootstrap"));
            plan.exchange(incident.closing());
        });

        assertThat(report.outcome()).as(report.problem() + " " + report.findings()).isEqualTo(Outcome.PASSES);
    }
}
