package dev.tapedeck.cli;

import dev.tapedeck.capture.SymptomReport;
import dev.tapedeck.replay.Report;
import dev.tapedeck.sandbox.PythonBinary;
import dev.tapedeck.testkit.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A system of functions in Node and one in Python, each recorded by the recorder for its language: the same holds of it, with the Python function
 * running for real, on boto3, in the version that was recorded.
 */
class MixedRecordingTest extends RecordingContract {

    private static final int WORKFLOWS = Integer.getInteger("example.workflows", 120);
    /** On a quiet machine Python and Node seldom meet: more workflows than elsewhere, for failures of both kinds to be among them. */
    private static final String SLOW = System.getProperty("example.slow", "0.05");
    private static final int REPEATS = 4;

    @TempDir
    private static Path directory;

    private static PythonBinary python;
    private static Example example;

    @BeforeAll
    static void record() throws IOException, InterruptedException {
        Needs.node();
        Needs.program("npm");
        python = PythonFunctions.interpreter();
        Path code = PythonFunctions.deployed(python, directory.resolve("settle-payment"));
        Path recording = FreshRecording.make(directory, WORKFLOWS, List.of("--python", "--slow", SLOW),
                Map.of("PYTHON", python.path().toString()));
        example = new Example(recording, List.of(Example.home().resolve("app"), Example.home().resolve("python")),
                plan -> plan.code(new CodeOption("settle-payment", code, "settle_payment.handler")));
    }

    @Override
    Example example() {
        return example;
    }

    private static Example.Incident lostUpdate() {
        return example.incident(example.truth().entrySet().stream().filter(e -> e.getValue().contains("lost-update"))
                .map(Map.Entry::getKey).findFirst().orElseThrow());
    }

    @Test
    void symptoms_coverage_isCompleteForBothRecorders() {
        SymptomReport.Coverage coverage = example.symptoms().coverage();

        assertThat(List.of(coverage.withSpans(), coverage.withPayloads(), coverage.complete())).containsOnly(coverage.invocations());
    }

    @Test
    void replay_lostUpdate_runsThePythonFunctionOnWhatWasRecorded() {
        Report report = lostUpdate().replay();

        assertThat(report.fidelity().whole()).as(explained(report)).isTrue();
        assertThat(report.real()).contains("settle-payment");
        assertThat(lostUpdate().recording().environment().functions())
                .anySatisfy(function -> assertThat(List.of(function.function(), function.deployed()))
                        .containsExactly("settle-payment", "python" + python.minor()));
    }

    @Test
    void replay_lostUpdateRepeatedly_hasOneDigest() {
        TreeSet<String> digests = new TreeSet<>();
        for (int i = 0; i < REPEATS; i++) {
            digests.add(lostUpdate().replay().digest());
        }
        assertThat(digests).hasSize(1);
    }
}
