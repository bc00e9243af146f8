package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How an invocation can end, as Lambda's runtime for Python has it. */
class PythonInvocationTest {

    private static final Guest.Entropy ENTROPY = new Guest.Entropy(1, 1);
    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.open(TestBench.fence(),
                PythonBench.options(PythonBench.anyPython().minor(), "cases/raised.handler", "cases/missing.handler", "cases/raised.nobody",
                        "cases/syntax.handler", "cases/broken.handler", "cases/absent.handler", "cases/hang.handler",
                        "cases/frozen.handler",
                        "cases/sleeps.handler", "sys.exit", "corpus/results.handler").withSegmentBudget(Duration.ofSeconds(3)));
    }

    @AfterAll
    static void close() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private static Play raised(String how) {
        return new Play(sandbox.open("cases/raised.handler", 0)).start(1).invoke("{\"how\":\"" + how + "\"}", 2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            raise     | OrderRejected        | raised
            chained   | OrderRejected        | then
            silent    | OrderRejected        | ''
            date      | Runtime.MarshalError | Unable to marshal response: Object of type date is not JSON serializable
            set       | Runtime.MarshalError | Unable to marshal response: Object of type set is not JSON serializable
            circular  | Runtime.MarshalError | Unable to marshal response: Circular reference detected
            coroutine | Runtime.MarshalError | Unable to marshal response: Object of type coroutine is not JSON serializable
            """)
    void invoke_handlerFails_raises(String how, String type, String message) {
        assertThat(raised(how).steps()).filteredOn(Step.Raised.class::isInstance).singleElement()
                .isInstanceOfSatisfying(Step.Raised.class, raised -> {
                    assertThat(raised.errorType()).isEqualTo(type);
                    assertThat(raised.message()).isEqualTo(message);
                });
    }

    @Test
    void invoke_handlerRaises_logsAndTracesAsLambdaDoes() {
        Play play = raised("raise");

        assertThat(play.log()).isEqualTo("[ERROR] OrderRejected: raised\rTraceback (most recent call last):\r"
                + "\u00a0\u00a0File \"/var/task/cases/raised.py\", line 20, in handler\r\u00a0\u00a0\u00a0\u00a0raise OrderRejected('raised')\n");
        assertThat(play.steps().getLast()).isInstanceOfSatisfying(Step.Raised.class, raised -> assertThat(raised.stack())
                .isEqualTo("File \"/var/task/cases/raised.py\", line 20, in handler raise OrderRejected('raised')"));
    }

    @ParameterizedTest
    @CsvSource({"exit, 3", "quit, 4"})
    void invoke_handlerExits_dies(String how, String code) {
        assertThat(raised(how).steps().getLast())
                .isEqualTo(new Step.Died("RequestId: 7f1c-2 Error: Runtime exited with error: exit status " + code));
    }

    @Test
    void invoke_handlerAborts_dies() {
        assertThat(raised("abort").steps().getLast()).isInstanceOf(Step.Died.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            decimal | 1.50
            nan     | NaN
            nothing | null
            """)
    void invoke_result_isAsLambdaMakesIt(String how, String json) {
        assertThat(raised(how).result()).isEqualTo(json);
    }

    @Test
    void invoke_threadRaises_saysSoAndLives() {
        Play play = raised("thread");

        assertThat(play.result()).isEqualTo("\"lived\"");
        assertThat(play.log()).startsWith("Exception in thread Thread-1 (fail_in_a_thread):\n").endsWith("OrderRejected: in a thread\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cases/missing.handler | Runtime.ImportModuleError     | Unable to import module 'cases/missing': No module named 'cases.missing'
            cases/absent.handler  | Runtime.ImportModuleError     | Unable to import module 'cases/absent': No module named 'a_module_that_nobody_has'
            cases/raised.nobody   | Runtime.HandlerNotFound       | Handler 'nobody' missing on module 'cases/raised'
            cases/syntax.handler  | Runtime.UserCodeSyntaxError   | Syntax error in module 'cases/syntax': '(' was never closed (syntax.py, line 1)
            cases/broken.handler  | RuntimeError                  | broken at init
            sys.exit              | Runtime.BuiltInModuleConflict | Cannot use built-in module sys as a handler module
            """)
    void start_noHandler_raises(String handler, String type, String message) {
        assertThat(new Play(sandbox.open(handler, 0)).start(1).steps().getLast()).isInstanceOfSatisfying(Step.Raised.class, raised -> {
            assertThat(raised.errorType()).isEqualTo(type);
            assertThat(raised.message()).isEqualTo(message);
        });
    }

    @Test
    void invoke_neverAtRest_diesNamingTheBudget() {
        assertThat(new Play(sandbox.open("cases/hang.handler", 0)).start(1).invoke("{}", 2).steps().getLast()).isEqualTo(
                new Step.Overran("the guest ran for more than 3000 ms of real time without coming to rest, which is its budget"));
    }

    @Test
    void invoke_threadIsNotDone_goesOnInTheNextInvocation() {
        Guest guest = sandbox.open("cases/frozen.handler", 0);
        guest.start(at(0, 0), ENTROPY);
        Guest.Yield first = guest.invoke(at(0, 0), ENTROPY, invoke("{\"start\":true}"));

        assertThat(first.steps()).containsExactly(new Step.Returned("[]"));
        assertThat(first.timers()).isEqualTo(timers(-1, 5000));

        Guest.Yield second = guest.invoke(at(60_000, 0), ENTROPY, invoke("{\"start\":false}"));
        assertThat(second.timers()).isEqualTo(timers(5000, 60_001));
        guest.resume(at(60_000, 0), new Completion.TimerDue());
        assertThat(guest.resume(at(60_001, 0), new Completion.TimerDue()).steps()).containsExactly(new Step.Returned("[\"woke at 3660\"]"));
        guest.close();
    }

    @Test
    void timers_computeIsCharged_moveWithIt() {
        Guest guest = sandbox.open("cases/sleeps.handler", 0);
        guest.start(at(0, 0), ENTROPY);

        assertThat(guest.invoke(at(100, 0), ENTROPY, invoke("{}")).timers()).isEqualTo(timers(-1, 110));
        assertThat(guest.resume(at(115, 5), new Completion.TimerDue()).timers()).isEqualTo(timers(117, 116));
        assertThat(guest.resume(at(120, 3), new Completion.TimerDue()).timers()).isEqualTo(timers(119, -1));
        Guest.Yield last = guest.resume(at(120, 0), new Completion.TimerDue());

        assertThat(last.steps()).containsExactly(new Step.Returned("[\"10@115\", \"12@120\", \"1@120\"]"));
        assertThat(last.readClock()).isTrue();
        assertThat(last.drewEntropy()).isFalse();
        guest.close();
    }

    private static Guest.Clock at(long millis, long chargedMillis) {
        return new Guest.Clock(millis * 1_000_000, millis * 1_000_000, chargedMillis * 1_000_000);
    }

    private static Guest.Invoke invoke(String event) {
        return new Guest.Invoke("id", event, 100_000, "arn", "");
    }

    private static Guest.Timers timers(long olderMillis, long freshMillis) {
        return new Guest.Timers(olderMillis < 0 ? Guest.Timers.NONE : olderMillis * 1_000_000,
                freshMillis < 0 ? Guest.Timers.NONE : freshMillis * 1_000_000);
    }
}
