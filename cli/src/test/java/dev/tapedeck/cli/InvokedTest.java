package dev.tapedeck.cli;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Link;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.replay.Outcome;
import dev.tapedeck.replay.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A function that asks another by Lambda's {@code Invoke}, from its telemetry to its replay by real code. */
class InvokedTest {

    private static final String ASKER = "5d1f7c52-0000-4f0b-9d0e-1f6f7c1f2a01";
    private static final String ASKED = "5d1f7c52-0000-4f0b-9d0e-1f6f7c1f2a02";

    private static String about(int n) {
        return "{'correlationId':'" + Tape.CORRELATION + "','n':" + n + "}";
    }

    private static String request(int n, boolean later) {
        return Tape.post("{'correlationId':'" + Tape.CORRELATION + "','n':" + n + ",'later':" + later + "}");
    }

    private static Tape atOnce() {
        Tape tape = new Tape();
        tape.run("asker", ASKER, 0, 100, request(2, false))
                .invokes(new Tape.Invoked("asked", "", ASKED), about(2), "{'twice':4}", 10, 60)
                .call("PutItem", "'Item':{'pk':{'S':'asked'},'sk':{'S':'A'},'status':{'N':'200'},'twice':{'N':'4'}}", "{}", 70, 80)
                .returns("{'statusCode':200}");
        tape.run("asked", ASKED, 20, 50, Tape.json(about(2)))
                .call("PutItem", "'Item':{'pk':{'S':'questions'},'sk':{'S':'A'},'n':{'N':'2'}}", "{}", 30, 40).returns("{'twice':4}");
        return tape;
    }

    private static Tape failing() {
        return failing("n is too large");
    }

    private static Tape failing(String message) {
        Tape tape = new Tape();
        tape.run("asker", ASKER, 0, 100, request(10, false))
                .invokes(new Tape.Invoked("asked", "", ASKED), about(10),
                        "{'errorType':'RangeError','errorMessage':'" + message + "','trace':['RangeError: " + message
                                + "','    at handler']}",
                        10, 60)
                .raises("RangeError");
        tape.run("asked", ASKED, 20, 50, Tape.json(about(10))).raises("RangeError");
        return tape;
    }

    private static Tape later() {
        Tape tape = new Tape();
        tape.run("asker", ASKER, 0, 100, request(10, true)).invokes(new Tape.Invoked("asked", "Event", ASKED), about(10), "", 10, 20)
                .call("PutItem", "'Item':{'pk':{'S':'asked'},'sk':{'S':'A'},'status':{'N':'202'},'twice':{'N':'0'}}", "{}", 70, 80)
                .returns("{'statusCode':200}");
        for (int attempt = 0; attempt < 3; attempt++) {
            int at = 200 + 70_000 * attempt * (attempt + 1) / 2;
            tape.run("asked", ASKED, at, at + 20, Tape.json(about(10))).raises("RangeError");
        }
        return tape;
    }

    private static Invocation of(Recording recording, String function) {
        return recording.invocations().stream().filter(i -> i.function().equals(function)).findFirst().orElseThrow();
    }

    @Test
    void capture_invoke_joinsTheCalleeToTheCallByItsRequestId() {
        Recording recording = Stand.of("asker", atOnce()).recording();

        Name call = recording.callsOf(of(recording, "asker").name()).getFirst().name();
        Name message = Naming.message(call, 1, 0);
        assertThat(recording.message(message)).get().satisfies(sent -> {
            assertThat(sent.channel()).isEqualTo("asked");
            assertThat(sent.type()).isEqualTo("RequestResponse");
            assertThat(sent.origin()).isEqualTo(new Message.Emitted(call, 1, 0));
        });
        assertThat(of(recording, "asked").name()).isEqualTo(Naming.invocation("asked", List.of(Naming.delivery(message, "asked", 1))));
        assertThat(recording.links()).contains(new Link(call, message, Link.Rule.REQUEST_ID, 1));
    }

    @Test
    void replay_requestResponse_isCleanWithBothReal() {
        Report report = Stand.of("asker", atOnce()).replay();

        assertThat(report.outcome()).as(Stand.explained(report)).isEqualTo(Outcome.CLEAN);
        assertThat(report.fidelity().whole()).as(report.fidelity().toString()).isTrue();
        assertThat(report.recording().invocations()).extracting(Invocation::requestId).containsExactlyInAnyOrder(ASKER, ASKED);
        assertThat(of(report.recording(), "asked").name()).isEqualTo(of(Stand.of("asker", atOnce()).recording(), "asked").name());
        assertThat(Stand.of("asker", atOnce()).replay().digest()).isEqualTo(report.digest());
    }

    @Test
    void replay_calleeRecorded_makesItsRecordedCallsAndAnswers() {
        Report report = Stand.of("asker", atOnce()).replay(plan -> plan.component("asked=recorded"));

        assertThat(report.outcome()).as(Stand.explained(report)).isEqualTo(Outcome.CLEAN);
        assertThat(report.recording().calls()).extracting(call -> call.operation()).containsExactly("Invoke", "PutItem", "PutItem");
    }

    @Test
    void replay_callerRecorded_invokesTheRealCallee() {
        Report report = Stand.of("asked", atOnce()).replay(plan -> plan.component("asker=recorded"));

        assertThat(report.outcome()).as(Stand.explained(report)).isEqualTo(Outcome.CLEAN);
        assertThat(report.real()).containsExactly("asked");
    }

    @Test
    void replay_calleeFails_isReproducedInBoth() {
        Report report = Stand.of("asker", failing()).replay();

        assertThat(report.outcome()).as(Stand.explained(report)).isEqualTo(Outcome.REPRODUCED);
        assertThat(report.signature().entries()).extracting(entry -> entry.component() + " " + entry.error())
                .containsExactly("asked RangeError", "asker RangeError");
    }

    /** What the runtime words itself is no literal of the code, so that redaction leaves nothing of it. */
    @Test
    void replay_failureWithADroppedMessage_isReproducedAllTheSame() {
        Stand stand = Stand.of("asker", failing("Cannot read the order of our dear customer"));
        Report report = stand.replay();

        assertThat(stand.recording().calls().getFirst().answer().toString()).doesNotContain("dear customer");
        assertThat(report.outcome()).as(Stand.explained(report)).isEqualTo(Outcome.REPRODUCED);
        assertThat(report.fidelity().whole()).as(report.fidelity().toString()).isTrue();
    }

    @Test
    void replay_otherPayload_givesTheCalleeThatPayload() {
        Report report = Stand.of("asker", failing()).replayed("asker-other");

        assertThat(report.outcome()).as(Stand.explained(report)).isEqualTo(Outcome.PASSES);
        assertThat(of(report.recording(), "asked").event().value().path("n").asInt()).isEqualTo(3);
    }

    @Test
    void replay_otherPayloadForARecordedCallee_isInconclusive() {
        Report report = Stand.of("asker", failing()).replay(plan -> {
            plan.component("asked=recorded");
            plan.variant(Stand.variant("asker", "asker-other"));
        });

        assertThat(report.outcome()).as(Stand.explained(report)).isEqualTo(Outcome.INCONCLUSIVE);
    }

    /** The caller was not recorded: its invocation comes from outside, once. */
    @Test
    void replay_invokedFromOutside_runs() {
        Tape tape = new Tape();
        tape.run("asked", ASKED, 20, 50, Tape.json(about(10))).raises("RangeError");
        Report report = Stand.of("asked", tape).replay();

        assertThat(report.outcome()).as(Stand.explained(report)).isEqualTo(Outcome.REPRODUCED);
        assertThat(report.recording().invocations()).hasSize(1);
    }

    @Test
    void replay_calleeWithoutARecordedRun_isAnsweredAsThen() {
        Tape tape = new Tape();
        tape.run("asker", ASKER, 0, 100, request(2, false)).invokes(new Tape.Invoked("asked", "", ASKED), about(2), "{'twice':4}", 10, 60)
                .call("PutItem", "'Item':{'pk':{'S':'asked'},'sk':{'S':'A'},'status':{'N':'200'},'twice':{'N':'4'}}", "{}", 70, 80)
                .returns("{'statusCode':200}");
        Stand stand = Stand.of("asker", tape);
        Report report = stand.replayDerived("asker");

        assertThat(report.outcome()).as(Stand.explained(report)).isEqualTo(Outcome.CLEAN);
    }

    @Test
    void diagram_hasALaneForWhoIsAsked() {
        List<String> lines = new SequenceDiagram(Stand.of("asker", atOnce()).recording(),
                new DeliveryLabels(Stand.of("asker", atOnce()).recording()),
                List.of()).lines(120);

        assertThat(lines).anyMatch(line -> line.contains("Invoke 200"));
    }

    @Test
    void replay_event_isTriedAgainAsThen() {
        Report report = Stand.of("asker", later()).replay();

        assertThat(report.outcome()).as(Stand.explained(report)).isEqualTo(Outcome.REPRODUCED);
        assertThat(report.recording().invocations()).filteredOn(i -> i.function().equals("asked")).extracting(Invocation::attempt)
                .containsExactly(1, 2, 3);
    }
}
