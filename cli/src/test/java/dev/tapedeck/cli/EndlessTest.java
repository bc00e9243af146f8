package dev.tapedeck.cli;

import dev.tapedeck.testkit.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A handler that never comes to rest, and somebody who waits for it. */
class EndlessTest {

    private static final long LOOK_EVERY_MILLIS = 50;
    private static final String CLEARED = "\r\u001b[K";
    private static final Path CODE = Path.of(System.getProperty("tapedeck.root"), "cli/src/test/resources/dev/tapedeck/cli/cases/endless");
    private static final List<String> REPLAY = Running.alone("./tapedeck", "replay", "x.cartridge", "--code",
            "endless=" + CODE + "#endless.handler");

    @TempDir
    private Path directory;

    private Checkout checkout;

    @BeforeEach
    void extract() throws IOException, InterruptedException {
        Needs.bubblewrap();
        Needs.node();
        Tape tape = new Tape();
        tape.run("endless", "3f0c9a52-51a6-4c0e-8f5e-0d1b34a1c101", 0, 100, Tape.post("{'correlationId':'" + Tape.CORRELATION + "'}"))
                .returns("{'statusCode':200}");
        Files.write(directory.resolve("tape.json"), tape.otlp());
        checkout = new Checkout(directory);
        Checkout.Ran ran = checkout
                .run("./tapedeck extract tape.json --correlation " + Tape.CORRELATION + " --code " + CODE + " -o x.cartridge");
        assertThat(ran.exit()).as(ran.text()).isZero();
    }

    /** Until that has been said; the process says nothing more once it has ended. */
    private static void until(String said, Running running) throws IOException, InterruptedException {
        while (!Files.readString(running.output()).contains(said)) {
            assertThat(running.process().waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)).as(Files.readString(running.output()))
                    .isFalse();
        }
    }

    @Test
    void replay_offATerminal_saysWhomItWaitsFor() throws IOException, InterruptedException {
        Running running = checkout.start(REPLAY, Map.of());
        until("`endless` (instance 1) has run for 5 s of real time without coming to rest; it is ended after 60 s", running);
        running.interrupt();
    }

    @Test
    void interrupt_onATerminal_leavesNoLineOfProgress() throws IOException, InterruptedException {
        Running running = checkout.start(REPLAY, Map.of("TAPEDECK_TERMINAL", "80"));
        until("replaying: instance 1 of endless", running);
        running.interrupt();
        assertThat(Files.readString(running.output())).endsWith("replaying: instance 1 of endless" + CLEARED);
    }
}
