package dev.tapedeck.replay;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Wire;
import dev.tapedeck.replay.Scenario.ComponentKind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A dependency that was busy once, and has a model that never is: the first attempt is turned away as it was then, the second one answered by the model. */
class AvailabilityTest {

    private static final Wire.TypedCall POST = Wire
            .typed(new Wire.Request("POST", "ledger.internal", "/entries", new TreeMap<>(), "{\"n\":1}"));

    /** Asks twice, and returns the statuses that it got. */
    private static Guest asks() {
        List<Integer> statuses = new ArrayList<>();
        return Scripted.answered(answer -> {
            statuses.add(((Completion.Answered) answer).status());
            return List.of(statuses.size() == 1 ? new Step.Call(2, POST) : new Step.Returned(statuses.toString().replace(" ", "")));
        }, new Step.Call(1, POST));
    }

    /** What stands for the ledger: it is always there. */
    private static Guest model() {
        return Scripted.invoked(new Step.Returned("{\"statusCode\":201,\"headers\":{},\"body\":\"{\\\"entry\\\":1}\"}"));
    }

    @Test
    void replay_dependencyWasBusyAndIsModelled_isTurnedAwayAsThen() {
        Recording recording = OneJob.from("jobs").took(40).returned("[503,201]").call(POST, 10, 15, 503, "{\"error\":\"busy\"}")
                .call(POST, 20, 25, 201, "{\"entry\":1}").recording();

        Report report = Bench.of(recording).ledger(ComponentKind.MODELLED)
                .replayAll((component, ordinal) -> component.equals("work") ? asks() : model());

        assertThat(report.outcome()).as("%s", report.problem()).isEqualTo(Outcome.CLEAN);
        assertThat(report.fidelity().whole()).isTrue();
    }
}
