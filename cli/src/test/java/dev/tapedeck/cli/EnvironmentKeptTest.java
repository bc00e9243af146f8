package dev.tapedeck.cli;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.replay.Outcome;
import dev.tapedeck.replay.Report;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A function that ran out of time left a file behind, and the next invocation in the same execution environment stumbles over it: a replay has to find
 * the file too, as old as it was.
 */
class EnvironmentKeptTest {

    private static final String FIRST = "0b7c5a52-5b1c-4f0b-9d0e-1f6f7c1f2a11";
    private static final String SECOND = "5d0f2f62-61cf-4f4c-8a3e-7a2b8c9d0e12";

    private static String request(String id) {
        return Tape.post("{'correlationId':'" + Tape.CORRELATION + "'}").replace("0d6e6a0c-13a7-4b37-9a53-0d1b34a1c001", id);
    }

    private static Report replay(String secondsInstance) {
        Tape tape = new Tape();
        tape.in("one").run("locked", FIRST, 0, 15_000, request("0d6e6a0c-13a7-4b37-9a53-0d1b34a1c001")).raises("timeout");
        tape.in(secondsInstance).run("locked", SECOND, 60_000, 60_010, request("0d6e6a0c-13a7-4b37-9a53-0d1b34a1c002"))
                .returns("{'statusCode':409,'body':'locked 60 s ago'}");
        return Stand.of("locked", tape).replay();
    }

    @Test
    void inTheSameEnvironment_theFileIsFound() {
        Report report = replay("one");

        assertThat(report.outcome()).as(Stand.explained(report)).isEqualTo(Outcome.REPRODUCED);
        assertThat(report.recording().invocations()).extracting(Invocation::instance).containsOnly("locked#0");
        assertThat(report.recording().invocations().getLast().result()).asString().contains("locked 60 s ago");
        assertThat(replay("one").digest()).isEqualTo(report.digest());
    }

    /** The control: an environment of its own has a /tmp of its own. */
    @Test
    void inAnotherEnvironment_itIsNot() {
        Report report = replay("another");

        assertThat(report.outcome()).as(Stand.explained(report)).isEqualTo(Outcome.DIVERGED);
        assertThat(report.recording().invocations()).extracting(Invocation::instance).containsExactly("locked#0", "locked#1");
        assertThat(report.recording().invocations().getLast().result()).isEqualTo(new Invocation.TimedOut());
    }
}
