package dev.tapedeck.cli;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.replay.Report;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Real Node code finds as large a {@code /tmp} as the blueprint says ({@link Stand} gives {@code roomy} 600 MB). */
class EphemeralStorageTest {

    @Test
    void replay_ephemeralStorageDeclared_isTheSizeOfTmp() {
        Tape tape = new Tape();
        tape.run("roomy", "0b7c5a52-5b1c-4f0b-9d0e-1f6f7c1f2a11", 0, 100, Tape.post("{'correlationId':'" + Tape.CORRELATION + "'}"))
                .returns("{'statusCode':200,'body':'600'}");

        Report report = Stand.of("roomy", tape).replay();

        assertThat(report.recording().invocations()).singleElement().extracting(Invocation::result)
                .isInstanceOfSatisfying(Invocation.Returned.class, returned -> assertThat(value(returned)).isEqualTo("600"));
    }

    private static String value(Invocation.Returned returned) {
        Payload payload = returned.value();
        return payload.value().path("body").asString();
    }
}
