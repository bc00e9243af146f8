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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The example incident as it is committed, and that its replay cannot cheat: whatever is broken or played instead of run shows. */
class ExampleIncidentTest extends RecordingContract {

    private static final Example EXAMPLE = new Example();
    private static final int REPEATS = Integer.getInteger("example.repeats", 20);

    @Override
    Example example() {
        return EXAMPLE;
    }

    private static String purelyLost() {
        return EXAMPLE.truth().entrySet().stream().filter(e -> e.getValue().equals(new TreeSet<>(List.of("lost-update"))))
                .map(java.util.Map.Entry::getKey).findFirst().orElseThrow();
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

    /** The SDK checks the digest of each message it sent; redaction changed the messages. */
    @Test
    void replay_bodyHashedBySdkAfterRedaction_isHashedAnew() {
        Example.Incident incident = EXAMPLE.incident(purelyLost());
        Report report = incident.replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.REPRODUCED);
        SortedSet<String> then = digests(incident.recording());
        assertThat(then).isNotEmpty();
        assertThat(digests(report.recording())).isNotEmpty().doesNotContainAnyElementsOf(then);
    }

    private static SortedSet<String> digests(Recording recording) {
        TreeSet<String> digests = new TreeSet<>();
        recording.calls().stream().filter(c -> c.operation().equals("SendMessage"))
                .forEach(c -> digests.add(((Call.Answered) c.answer()).body().value().path("MD5OfMessageBody").asString("")));
        return digests;
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
}
