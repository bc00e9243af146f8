package dev.tapedeck.cli;

import dev.tapedeck.sandbox.Fence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The demo on a machine that has Node but no bubblewrap: a PATH that leads to the one and not to the other. */
class DemoTest {

    private static final List<String> THERE = List.of("bash", "sh", "node", "npm", "setpriv", "env", "true", "ln");

    @TempDir
    private Path directory;

    private Path programs;

    @BeforeEach
    void machineWithoutBubblewrap() throws IOException {
        new Example();
        programs = Files.createDirectory(directory.resolve("bin"));
        for (String program : THERE) {
            Files.createSymbolicLink(programs.resolve(program), found(program));
        }
    }

    private static Path found(String program) {
        return Arrays.stream(System.getenv("PATH").split(":", -1)).map(each -> Path.of(each, program)).filter(Files::isExecutable)
                .findFirst().orElseThrow(() -> new AssertionError("`" + program + "` is not on the PATH"));
    }

    private void aptGet(String script) throws IOException {
        Path file = Files.writeString(programs.resolve("apt-get"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Checkout.Ran demo() throws IOException, InterruptedException {
        return new Checkout(directory).run("./tapedeck demo", Map.of("PATH", programs.toString()));
    }

    private static void playedTheRecordingAlone(Checkout.Ran ran) {
        assertThat(ran.exit()).as(ran.text()).isEqualTo(Exit.REFUSED.code());
        assertThat(ran.text()).contains("the recording alone: echoed", "no real code ran, so this proves nothing",
                "`bwrap` is not on the PATH", "apt-get install bubblewrap && ./tapedeck demo").doesNotContain("reproduced", "passes");
    }

    @Test
    void demo_bubblewrapMissing_playsTheRecordingAndNamesTheCommand() throws IOException, InterruptedException {
        Checkout.Ran ran = demo();

        playedTheRecordingAlone(ran);
        assertThat(ran.text()).doesNotContain("installing");
    }

    /** Both make a key, and write to one place. */
    @Test
    void demo_twoAtOnce_doNotGetInEachOthersWay() throws IOException, InterruptedException {
        Checkout checkout = new Checkout(directory);
        Map<String, String> machine = Map.of("PATH", programs.toString());
        List<Running> both = List.of(checkout.start(List.of("./tapedeck", "demo"), machine),
                checkout.start(List.of("./tapedeck", "demo"), machine));
        for (Running one : both) {
            playedTheRecordingAlone(one.ran());
        }

        Checkout.Ran inspected = checkout.run("./tapedeck inspect .tapedeck/demo/incident.cartridge", machine);
        assertThat(inspected.exit()).as(inspected.text()).isZero();
    }

    @Test
    void demo_bubblewrapCannotBeInstalled_saysSo() throws IOException, InterruptedException {
        aptGet("exit 100");

        Checkout.Ran ran = demo();

        playedTheRecordingAlone(ran);
        if (Fence.root()) {
            assertThat(ran.text()).contains("installing bubblewrap", "could not be installed");
        }
    }

    /** Only root installs anything; anybody else is told the command. */
    @Test
    void demo_bubblewrapInstalledByRoot_isUsedInTheSameRun() throws IOException, InterruptedException {
        aptGet("[ \"$1\" = update ] || ln -s '" + found("bwrap") + "' '" + programs.resolve("bwrap") + "'");

        Checkout.Ran ran = demo();

        if (Fence.root()) {
            assertThat(ran.exit()).as(ran.text()).isZero();
            assertThat(ran.lines().getFirst()).contains("installing bubblewrap");
            assertThat(ran.text()).contains("the update is lost: reproduced", "the fixed handler: passes", "fence fenced");
        } else {
            playedTheRecordingAlone(ran);
        }
    }
}
