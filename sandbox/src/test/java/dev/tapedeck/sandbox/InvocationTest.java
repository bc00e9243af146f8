package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How an invocation can end, as Lambda's runtime has it. */
class InvocationTest {

    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.open(TestBench.fence(),
                TestBench.options("cases/raised", "cases/missing", "cases/broken", "corpus/callback"));
    }

    @AfterAll
    static void close() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private static Play raised(String how) {
        return new Play(sandbox.open("cases/raised", 0)).start(1).invoke("{\"how\":\"" + how + "\"}", 2);
    }

    @ParameterizedTest
    @CsvSource({"throw, OrderRejected, thrown", "reject, TypeError, rejected", "callback, OrderRejected, called back",
            "string, string, just text",
            "circular, Runtime.MarshalError, Converting circular structure"})
    void invoke_handlerFails_raises(String how, String type, String message) {
        assertThat(raised(how).steps().getLast()).isInstanceOfSatisfying(Step.Raised.class, raised -> {
            assertThat(raised.errorType()).isEqualTo(type);
            assertThat(raised.message()).startsWith(message);
        });
    }

    @Test
    void invoke_handlerThrows_stackIsThatOfTheTaskRoot() {
        assertThat(raised("throw").steps().getLast())
                .isInstanceOfSatisfying(Step.Raised.class,
                        raised -> assertThat(raised.stack()).startsWith("at exports.handler (/var/task/cases/raised.js:"));
    }

    @ParameterizedTest
    @CsvSource({"timer, OrderRejected, 129", "unhandled, Runtime.UnhandledPromiseRejection, 128"})
    void invoke_nobodyCatches_raisesAndDies(String how, String type, String code) {
        List<Step> steps = raised(how).steps();

        assertThat(steps.get(steps.size() - 2)).isInstanceOfSatisfying(Step.Raised.class,
                raised -> assertThat(raised.errorType()).isEqualTo(type));
        assertThat(steps.getLast()).isEqualTo(new Step.Died("RequestId: 7f1c-2 Error: Runtime exited with error: exit status " + code));
    }

    @Test
    void invoke_handlerExits_dies() {
        assertThat(raised("exit").steps().getLast())
                .isEqualTo(new Step.Died("RequestId: 7f1c-2 Error: Runtime exited with error: exit status 3"));
    }

    @Test
    void invoke_nothingLeftThatCouldAnswer_returnsNull() {
        assertThat(raised("never").steps().getLast()).isEqualTo(new Step.Returned("null"));
    }

    @Test
    void invoke_memoryExhausted_diesNamingIt() {
        assertThat(raised("memory").steps().getLast()).isEqualTo(
                new Step.Died("RequestId: 7f1c-2 Error: Runtime exited with error: signal: aborted (the guest ran out of memory: 256 MB)"));
    }

    @Test
    void invoke_afterDeath_diesAgain() {
        Guest guest = sandbox.open("cases/raised", 0);
        new Play(guest).start(1).invoke("{\"how\":\"exit\"}", 2);

        Guest.Yield again = guest.invoke(new Guest.Clock(0, 0, 0), new Guest.Entropy(1, 2), new Guest.Invoke("id", "{}", 0, "", ""));

        assertThat(again.steps()).containsExactly(new Step.Died("RequestId: 7f1c-2 Error: Runtime exited with error: exit status 3"));
    }

    @Test
    void start_runtimeIsNone_diesWithItsLastWords() {
        Program program = new Program("none", new NodeBinary(Path.of("/usr/bin/sleep"), "v20.0.0"), TestBench.staged(),
                "bench/light.handler",
                new java.util.TreeMap<>(), 128, Program.Kind.FUNCTION);
        try (Sandbox own = Sandbox.open(TestBench.fence(), SandboxOptions.of(TestBench.state(), List.of(program)))) {
            assertThat(new Play(own.open("none", 0)).start(1).steps().getLast()).isInstanceOfSatisfying(Step.Died.class,
                    died -> assertThat(died.reason()).startsWith("Error: Runtime exited with error: exit status 1 (/usr/bin/sleep: "));
        }
    }

    @Test
    void start_noSuchFile_raisesImportModuleError() {
        assertThat(new Play(sandbox.open("cases/missing", 0)).start(1).steps().getLast()).isInstanceOfSatisfying(Step.Raised.class,
                raised -> assertThat(raised.errorType()).isEqualTo("Runtime.ImportModuleError"));
    }

    @Test
    void start_initThrows_raises() {
        assertThat(new Play(sandbox.open("cases/broken", 0)).start(1).steps().getLast()).isInstanceOfSatisfying(Step.Raised.class,
                raised -> assertThat(raised.message()).isEqualTo("broken at init"));
    }

    @Test
    void invoke_modulesByThePackagesWord_areImported() {
        StagedCode code = TestBench.staged();
        Program program = new Program("app", NodeBinary.locate(), new StagedCode(code.digest(), code.directory().resolve("cases/esm")),
                "src/app.api.orders.handler",
                new java.util.TreeMap<>(), 128, Program.Kind.FUNCTION);
        try (Sandbox own = Sandbox.open(TestBench.fence(), SandboxOptions.of(TestBench.state(), List.of(program)))) {
            assertThat(new Play(own.open("app", 0)).start(1).invoke("{}", 2).result()).isEqualTo("\"file:///var/task/src/app.js\"");
        }
    }

    @Test
    void invoke_callbackWaits_answersAfterTheTimer() {
        Play play = new Play(sandbox.open("corpus/callback", 0)).start(1).invoke("{\"waits\":true}", 2);

        assertThat(play.log()).isEqualTo("later 59900\n");
        assertThat(play.nowNanos()).isEqualTo(100_000_000);
    }

    @Test
    void invoke_callbackDoesNotWait_answersAtOnce() {
        Play play = new Play(sandbox.open("corpus/callback", 0)).start(1).invoke("{\"waits\":false}", 2);

        assertThat(play.log()).isEmpty();
        assertThat(play.result()).contains("\"name\":\"corpus/callback\"", "\"trace\":\"Root=1-2-3\"");
    }
}
