package dev.tapedeck.cli;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.replay.Outcome;
import dev.tapedeck.replay.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The example incident from its telemetry on, held against the truth that was written down beside it and that nothing else here reads. */
class ExampleIncidentTest {

    private static final Example EXAMPLE = new Example();
    private static final int HEALTHY = Integer.getInteger("example.healthy", 6);
    private static final int REPEATS = Integer.getInteger("example.repeats", 20);

    private static List<String> failed() {
        return EXAMPLE.truth().entrySet().stream().filter(e -> !e.getValue().isEmpty()).map(java.util.Map.Entry::getKey).toList();
    }

    private static String purelyLost() {
        return EXAMPLE.truth().entrySet().stream().filter(e -> e.getValue().equals(new TreeSet<>(List.of("lost-update"))))
                .map(java.util.Map.Entry::getKey).findFirst().orElseThrow();
    }

    @Test
    void symptoms_listEveryTrueFailureAndNoneElse() {
        SortedSet<String> listed = new TreeSet<>();
        EXAMPLE.symptoms().findings().forEach(f -> f.workflows().forEach(w -> listed.add(w.correlationId())));
        assertThat(listed).isNotEmpty().containsExactlyElementsOf(failed());
    }

    @TestFactory
    Stream<DynamicTest> replay_everyFailure_isReproducedAndPassesFixed() {
        return failed().stream().map(id -> DynamicTest.dynamicTest(id, () -> {
            Example.Incident incident = EXAMPLE.incident(id);
            Report strict = incident.replay();
            assertThat(strict.outcome()).as(explained(strict)).isEqualTo(Outcome.REPRODUCED);
            Report fixed = incident.replay(plan -> {
                plan.variant(Example.fixed("close-invoice"));
                plan.variant(Example.fixed("publish-ledger-entry"));
            });
            assertThat(fixed.outcome()).as(explained(fixed)).isEqualTo(Outcome.PASSES);
        }));
    }

    @TestFactory
    Stream<DynamicTest> replay_everyLostUpdateExchanged_passes() {
        return EXAMPLE.truth().entrySet().stream().filter(e -> e.getValue().contains("lost-update"))
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    Example.Incident incident = EXAMPLE.incident(e.getKey());
                    Report exchanged = incident.replay(plan -> {
                        plan.exchange(incident.closing());
                        if (e.getValue().contains("double-posting")) {
                            plan.variant(Example.fixed("publish-ledger-entry"));
                        }
                    });
                    assertThat(exchanged.outcome()).as(explained(exchanged)).isEqualTo(Outcome.PASSES);
                }));
    }

    @TestFactory
    Stream<DynamicTest> replay_healthyWorkflows_areClean() {
        return EXAMPLE.truth().entrySet().stream().filter(e -> e.getValue().isEmpty()).limit(HEALTHY)
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    Report report = EXAMPLE.incident(e.getKey()).replay();
                    assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.CLEAN);
                    assertThat(report.fidelity().whole()).isTrue();
                }));
    }

    @Test
    void replay_coldManyTimes_hasOneDigest() {
        Example.Incident incident = EXAMPLE.incident(purelyLost());
        TreeSet<String> digests = new TreeSet<>();
        TreeSet<String> canonical = new TreeSet<>();
        for (int i = 0; i < REPEATS; i++) {
            Report report = incident.replay();
            digests.add(report.digest());
            canonical.add(report.canonicalDigest());
        }
        assertThat(digests).hasSize(1);
        assertThat(canonical).hasSize(1);
    }

    @Test
    void replay_everythingRecorded_isEchoed() {
        Report report = EXAMPLE.incident(purelyLost()).replay(plan -> List.of("submit-invoice", "publish-ledger-entry", "settle-payment",
                "close-invoice", "notify-customer", "ledger-api", "invoices").forEach(name -> plan.component(name + "=recorded")));
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.ECHOED);
    }

    @Test
    void replay_tableRecordedAndDeliveriesExchanged_isInconclusive() {
        Example.Incident incident = EXAMPLE.incident(purelyLost());
        Report report = incident.replay(plan -> {
            plan.component("invoices=recorded");
            plan.exchange(incident.closing());
        });
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(report.problem().detail()).contains("invoices");
    }

    @Test
    void replay_variantThatThrowsAtOnce_isOtherFailure(@TempDir Path directory) throws IOException {
        Files.createDirectories(directory.resolve("functions"));
        Files.writeString(directory.resolve("functions/close-invoice.js"),
                "exports.handler = async () => { throw new RangeError('no'); };\n");
        Report report = EXAMPLE.incident(purelyLost()).replay(plan -> plan.variant(new CodeOption("close-invoice", directory, "")));
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.OTHER_FAILURE);
        assertThat(report.signature().entries()).anyMatch(e -> e.kind().equals("unhandled") && e.error().equals("RangeError"));
    }

    @Test
    void replay_corruptedRecordedResult_isNotReproduced() {
        Example.Incident incident = EXAMPLE.incident(purelyLost());
        Recording recording = incident.recording();
        List<Invocation> corrupted = recording.invocations().stream().map(i -> i.function().equals("submit-invoice")
                ? new Invocation(i.name(), i.function(), i.requestId(), i.attempt(), i.deliveries(), i.instance(), i.coldStart(),
                        i.initNanos(),
                        i.start(), i.end(), i.event(), new Invocation.Returned(Payload.whole(Json.parse("{\"statusCode\":500}"))),
                        i.callCount(),
                        i.evidence())
                : i).toList();
        Report report = incident.with(withInvocations(recording, corrupted)).replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.DIVERGED);
        assertThat(report.fidelity().different()).isEqualTo(1);
    }

    @Test
    void replay_corruptedRecordedAnswer_diverges() {
        Example.Incident incident = EXAMPLE.incident(purelyLost());
        Recording recording = incident.recording();
        List<Call> corrupted = recording.calls().stream()
                .map(c -> c.operation().equals("POST /entries") && c.answer() instanceof Call.Answered answered
                        ? new Call(c.name(), c.attempt(), c.invocation(), c.ordinal(), c.target(), c.service(), c.operation(), c.input(),
                                new Call.Answered(answered.status(), answered.headers(), Payload.whole(Json.parse("{\"entryId\":\"x\"}"))),
                                c.start(), c.end(), c.effect())
                        : c)
                .toList();
        Report report = incident.with(recording.withCalls(corrupted)).replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.DIVERGED);
    }

    private static Recording withInvocations(Recording r, List<Invocation> invocations) {
        return new Recording(r.labels(), r.from(), r.to(), r.components(), r.messages(), r.deliveries(), invocations, r.calls(), r.links(),
                r.spans(), r.logs(), r.state(), r.environment(), r.gaps(), r.invariants());
    }

    private static String explained(Report report) {
        return report.outcome() + " " + report.problem() + " " + report.signature() + " recorded " + report.recordedSignature() + " "
                + report.fidelity() + " " + report.findings();
    }
}
