package dev.tapedeck.cli;

import dev.tapedeck.sandbox.PythonBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A function in Python from its telemetry to a replay, as it is typed: against a table and a dependency that are modelled, the latter in Python too. */
class PythonCommandTest {

    private static final String REQUEST = "3f0c9a52-51a6-4c0e-8f5e-0d1b34a1c101";
    private static final String CODE = "--code pay=python/app#pay.handler";
    private static final String REPLAY = "./tapedeck replay incident.cartridge --blueprint python/system.yaml ";

    /** What was staged and copied once is there for every test. */
    @TempDir
    private static Path state;

    @TempDir
    private Path directory;

    private PythonBinary python;
    private Checkout checkout;

    @BeforeEach
    void open() throws IOException {
        python = PythonFunctions.interpreter();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));
        checkout = new Checkout(directory);
        Files.createSymbolicLink(directory.resolve("python"),
                Path.of(System.getProperty("tapedeck.root"), "cli/src/test/resources/dev/tapedeck/cli/python"));
    }

    private Checkout.Ran run(String commands) throws IOException, InterruptedException {
        return checkout.run(commands, Map.of("TAPEDECK_STATE", state.toString()));
    }

    /** Seals what was recorded of one payment; the plain version of Python is "" where nobody recorded it. */
    private void sealed(String version, String code) throws IOException, InterruptedException {
        Tape tape = new Tape().inPython(version);
        tape.run("pay", REQUEST, 0, 100, Tape.post("{'correlationId':'" + Tape.CORRELATION
                + "','order':'A-1001','delivery':'overnight-express'}"))
                .http("pay.internal", "/charges", "{'order':'A-1001'}", 201, "{'charge':'charge-accepted'}", 10, 40)
                .call("PutItem", "'Item':{'pk':{'S':'PAYMENT#7d9f3a52-0f6e-4a51-9b1e-3f2c5d6e7f80'},'sk':{'S':'A'},"
                        + "'charge':{'S':'charge-accepted'},'urgent':{'BOOL':true}}", "{}", 50, 60)
                .returns("{'statusCode':200}");
        Files.write(directory.resolve("traces.json"), tape.otlp());
        Checkout.Ran ran = run("./tapedeck extract traces.json --correlation " + Tape.CORRELATION + " -o incident.cartridge " + code);
        assertThat(ran.exit()).as(ran.text()).isZero();
    }

    @Test
    void extractAndReplay_sameCode_isCleanAndExactOnTheRecordedVersion() throws IOException, InterruptedException {
        sealed(python.version(), "--code python/app");

        Checkout.Ran ran = run(REPLAY + CODE + " --json");

        assertThat(ran.exit()).as(ran.text()).isZero();
        assertThat(ran.text()).contains("\"outcome\" : \"clean\"", "\"evidence\" : \"exact\"", python.label());
    }

    /** The word that a branch tests would have been replaced, and the other branch taken. */
    @Test
    void extract_withoutTheCode_losesTheLiteralOfABranch() throws IOException, InterruptedException {
        sealed(python.version(), "");

        Checkout.Ran ran = run(REPLAY + CODE + " --json || true");

        assertThat(ran.text()).contains("\"outcome\" : \"diverged\"").doesNotContain("\"evidence\" : \"exact\"");
    }

    @Test
    void replay_runtimeNamed_runsOnThatWhereNobodyRecordedOne() throws IOException, InterruptedException {
        sealed("", "--code python/app");

        Checkout.Ran ran = run(REPLAY + CODE + " --runtime python" + python.minor() + " --json");

        assertThat(ran.exit()).as(ran.text()).isZero();
        assertThat(ran.text()).contains("\"outcome\" : \"clean\"", python.label());
    }

    @Test
    void replay_recordedVersionIsNoGuest_isRefusedWithWhatToWrite() throws IOException, InterruptedException {
        sealed("3.9.18", "--code python/app");

        Checkout.Ran ran = run(REPLAY + CODE + " || true");

        assertThat(ran.text()).contains("there is no guest for the runtime `python3.9`", "--runtime").doesNotContain("\tat ");
        Checkout.Ran named = run(REPLAY + CODE + " --runtime pay=python" + python.minor() + " --json");
        assertThat(named.text()).contains("\"outcome\" : \"clean\"");
    }

    @Test
    void replay_variantThatForgetsItsCalls_isNotTakenForTheRecorded() throws IOException, InterruptedException {
        sealed(python.version(), "--code python/app");

        Checkout.Ran ran = run(REPLAY + CODE + " --variant pay=python/forgetful --json || true");

        assertThat(ran.text()).doesNotContain("\"outcome\" : \"clean\"", "\"evidence\" : \"exact\"");
    }
}
