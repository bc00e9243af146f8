package dev.tapedeck.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Machines that lack something: room on the disk, a network, a home that can be written to. Each is made by bubblewrap round one command. */
class MachineTest {

    @TempDir
    private Path directory;

    private Bench bench;

    @BeforeEach
    void prepared() throws IOException, InterruptedException {
        bench = new Bench(directory).withCartridge();
    }

    /** Runs a command where {@code machine} says what is different, and lists what it leaves in {@code looked}. */
    private Checkout.Ran on(List<String> machine, Map<String, String> environment, List<String> command, String looked)
            throws IOException, InterruptedException {
        Map<String, String> all = new TreeMap<>(bench.environment());
        all.putAll(environment);
        List<String> whole = new ArrayList<>(List.of("bwrap", "--dev-bind", "/", "/"));
        whole.addAll(machine);
        whole.addAll(List.of("--", "sh", "-c", "\"$@\"; code=$?; find " + looked + " -mindepth 1 -printf 'left: %p\\n'; exit $code", "sh"));
        whole.add("./tapedeck");
        whole.addAll(command);
        return bench.checkout.start(whole, all).ran();
    }

    private static List<String> with(List<String> command, String output) {
        List<String> whole = new ArrayList<>(command);
        whole.add(output);
        return whole;
    }

    private static void oneErrorAndNothingLeft(Checkout.Ran ran, String cause) {
        assertThat(ran.exit()).as(ran.text()).isIn(Exit.USAGE.code(), Exit.REFUSED.code());
        assertThat(ran.lines().stream().filter(line -> line.startsWith("error: "))).as(ran.text()).singleElement().asString()
                .contains(cause);
        assertThat(ran.text()).doesNotContain("Exception", "\tat ").doesNotContain("left: ");
    }

    @Test
    void extract_diskFull_isOneErrorAndLeavesNothing() throws IOException, InterruptedException {
        Checkout.Ran ran = on(List.of("--size", "8192", "--tmpfs", directory.resolve("out").toString()), Map.of(),
                with(Bench.EXTRACT, "out/x.cartridge"), "out");

        oneErrorAndNothingLeft(ran, "No space left on device");
    }

    @Test
    void replay_diskFullWhereTheRecordingGoes_isOneErrorAndLeavesNothing() throws IOException, InterruptedException {
        Checkout.Ran ran = on(List.of("--size", "8192", "--tmpfs", directory.resolve("out").toString()), Map.of(),
                with(Bench.REPLAY, "out/x.cartridge"), "out");

        oneErrorAndNothingLeft(ran, "No space left on device");
    }

    @Test
    void replay_diskFullWhereCodeIsStaged_isOneErrorAndLeavesNothingUnfinished() throws IOException, InterruptedException {
        Checkout.Ran ran = on(List.of("--size", "1048576", "--tmpfs", directory.resolve("state").toString()), Map.of(),
                with(Bench.REPLAY, "out/x.cartridge"), "out state/building state/staged");

        oneErrorAndNothingLeft(ran, "No space left on device");
    }

    @Test
    void everyCommand_withoutANetwork_worksAsEver() throws IOException, InterruptedException {
        List<String> machine = List.of("--unshare-net");
        for (List<String> command : List.of(with(Bench.EXTRACT, "out/x.cartridge"), List.of("inspect", "incident.cartridge"),
                with(Bench.REPLAY, "out/y.cartridge"))) {
            Checkout.Ran ran = on(machine, Map.of(), command, "tmp");
            assertThat(ran.exit()).as(ran.text()).isZero();
        }
        assertThat(bench.wholeOrAbsent("out/x.cartridge")).isTrue();
        assertThat(bench.wholeOrAbsent("out/y.cartridge")).isTrue();
    }

    @Test
    void extract_homeReadOnly_isOneErrorThatNamesIt() throws IOException, InterruptedException {
        Path home = Files.createDirectory(directory.resolve("home"));

        Checkout.Ran ran = on(List.of("--ro-bind", home.toString(), home.toString()),
                Map.of("HOME", home.toString(), "XDG_CONFIG_HOME", ""), with(Bench.EXTRACT, "out/x.cartridge"), "out");

        oneErrorAndNothingLeft(ran, home.toString());
        assertThat(ran.text()).contains("XDG_CONFIG_HOME");
    }

    @Test
    void extract_noHomeAtAll_isOneErrorThatSaysWhatToSet() throws IOException, InterruptedException {
        Checkout.Ran ran = on(List.of("--unsetenv", "HOME"),
                Map.of("XDG_CONFIG_HOME", "", "TAPEDECK_JAVA_OPTS", "-Duser.home=?"), with(Bench.EXTRACT, "out/x.cartridge"), "out");

        oneErrorAndNothingLeft(ran, "HOME");
        assertThat(ran.text()).contains("XDG_CONFIG_HOME");
    }

    @Test
    void replay_homeReadOnlyAndSignersNamed_worksAsEver() throws IOException, InterruptedException {
        Path home = Files.createDirectory(directory.resolve("home"));
        Path trust = Files.copy(directory.resolve("config/tapedeck/trust.json"), directory.resolve("signers"));

        Checkout.Ran ran = on(List.of("--ro-bind", home.toString(), home.toString()),
                Map.of("HOME", home.toString(), "XDG_CONFIG_HOME", ""),
                List.of("replay", "incident.cartridge", "--trust", trust.toString(), "--blueprint",
                        "examples/invoice-close/blueprint.yaml"),
                "out");

        assertThat(ran.exit()).as(ran.text()).isZero();
    }
}
