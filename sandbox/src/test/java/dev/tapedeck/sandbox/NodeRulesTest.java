package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Step;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Lambda's runtime does with handlers, by version of Node: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html, and for 24
 * https://aws.amazon.com/blogs/compute/node-js-24-runtime-now-available-in-aws-lambda/.
 */
class NodeRulesTest {

    private static final List<String> HANDLERS = List.of("cases/ways.context", "cases/ways.plain", "cases/ways.never", "cases/ways.bigint",
            "cases/ways.undefined", "cases/ways.generator", "cases/ways.streaming", "cases/ways.callback", "cases/ways.late",
            "cases/ways.exits",
            "cases/ways.signals", "cases/ways.frozen", "cases/ways.busy", "cases/hang.handler", "cases/streamed.handler",
            "cases/syntax.handler", "cases/talkative.handler",
            "cases/../cases/ways.plain", "cases/ways.nothing");

    private static final SortedMap<Integer, Sandbox> SANDBOXES = new TreeMap<>();

    @AfterAll
    static void close() {
        SANDBOXES.values().forEach(Sandbox::close);
        SANDBOXES.clear();
    }

    private static Play started(int major, String handler) {
        return new Play(SANDBOXES.computeIfAbsent(major, NodeRulesTest::sandbox).open(handler, 0)).start(1);
    }

    private static Sandbox sandbox(int major) {
        StagedCode code = TestBench.staged();
        List<Program> programs = HANDLERS.stream()
                .map(handler -> new Program(handler, NodeVersions.of(major), code, handler, new TreeMap<>(),
                        256, Program.Kind.FUNCTION))
                .toList();
        return Sandbox.open(TestBench.fence(),
                SandboxOptions.of(TestBench.state(), programs).withSegmentBudget(Duration.ofSeconds(3)));
    }

    private static Step last(int major, String handler, String event) {
        return started(major, handler).invoke(event, 2).close().steps().getLast();
    }

    private static Step.Raised raised(int major, String handler) {
        return (Step.Raised) started(major, handler).close().steps().getLast();
    }

    @ParameterizedTest
    @CsvSource({"18, succeed, null", "20, done, by context", "22, done, by context"})
    void invoke_contextMethods_answerBeforeNode24(int major, String how, String result) {
        String json = result.equals("null") ? result : "\"" + result + "\"";

        assertThat(last(major, "cases/ways.context", "{\"how\":\"" + how + "\"}")).isEqualTo(new Step.Returned(json));
    }

    @ParameterizedTest
    @CsvSource({"18", "20", "22", "24"})
    void invoke_childOfManyPieces_isHeardOut_beforeATimerThatIsDueLater(int major) {
        assertThat(last(major, "cases/talkative.handler", "{}"))
                .isEqualTo(new Step.Returned("{\"pieces\":20000,\"late\":false,\"status\":0}"));
    }

    @Test
    void invoke_contextFails_raises() {
        assertThat(last(22, "cases/ways.context", "{\"how\":\"fail\"}")).isInstanceOfSatisfying(Step.Raised.class,
                raised -> assertThat(raised.errorType()).isEqualTo("RangeError"));
    }

    @Test
    void invoke_contextOnNode24_hasNoWayToAnswer() {
        assertThat(last(24, "cases/ways.context", "{\"how\":\"names\"}")).isInstanceOfSatisfying(Step.Returned.class,
                returned -> assertThat(returned.json()).contains("getRemainingTimeInMillis").doesNotContain("done", "succeed",
                        "callbackWaitsForEmptyEventLoop"));
    }

    @ParameterizedTest
    @CsvSource({"18, null", "22, null", "24, \"plain value\""})
    void invoke_plainValue_isTheAnswerFromNode24On(int major, String json) {
        assertThat(last(major, "cases/ways.plain", "{}")).isEqualTo(new Step.Returned(json));
    }

    @Test
    void start_callbackOnNode24_isRefusedByTheRuntime() {
        assertThat(raised(24, "cases/ways.callback").errorType()).isEqualTo("Runtime.CallbackHandlerDeprecated");
        assertThat(last(22, "cases/ways.callback", "{}")).isEqualTo(new Step.Returned("\"called back\""));
    }

    @Test
    void invoke_neverAnsweredOnNode24_exits() {
        List<Step> steps = started(24, "cases/ways.never").invoke("{}", 2).close().steps();

        assertThat(steps.get(steps.size() - 2)).isInstanceOfSatisfying(Step.Raised.class,
                raised -> assertThat(raised.errorType()).isEqualTo("Runtime.ExitError"));
        assertThat(steps.getLast()).isInstanceOf(Step.Died.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 20, 22, 24})
    void invoke_whatJsonCannotSay_isAMarshalError(int major) {
        assertThat(last(major, "cases/ways.bigint", "{}")).isInstanceOfSatisfying(Step.Raised.class,
                raised -> assertThat(raised.errorType()).isEqualTo("Runtime.MarshalError"));
        assertThat(last(major, "cases/ways.undefined", "{}")).isEqualTo(new Step.Returned("null"));
        assertThat(last(major, "cases/ways.frozen", "{}")).isEqualTo(
                new Step.Returned("{\"date\":\"2025-11-20T14:46:40.123Z\",\"nested\":\"own way\",\"not\":null}"));
    }

    @ParameterizedTest
    @CsvSource({"ways.generator, a handler that is a generator", "ways.streaming, a handler that streams its response"})
    void start_whatNoReplayCanPlay_isRefusedByName(String handler, String named) {
        assertThat(raised(22, "cases/" + handler).message()).isEqualTo(named + " is refused: a replay cannot control it");
    }

    @Test
    void invoke_streamAskedFor_isRefusedByName() {
        assertThat(last(20, "cases/streamed.handler", "{}")).isInstanceOfSatisfying(Step.Raised.class,
                raised -> assertThat(raised.message()).startsWith("awslambda.streamifyResponse is refused"));
    }

    @ParameterizedTest
    @CsvSource({"cases/syntax.handler, Runtime.UserCodeSyntaxError", "cases/../cases/ways.plain, Runtime.MalformedHandlerName",
            "cases/ways.nothing, Runtime.HandlerNotFound"})
    void start_badCodeOrName_raisesAsTheRuntimeDoes(String handler, String errorType) {
        assertThat(raised(20, handler).errorType()).isEqualTo(errorType);
        assertThat(raised(24, handler).errorType()).isEqualTo(errorType);
    }

    @Test
    void invoke_timerThrowsAfterTheAnswer_failsTheNextInvocation() {
        List<Step> steps = started(20, "cases/ways.late").invoke("{}", 2).invoke("{}", 3).close().steps();

        assertThat(steps).contains(new Step.Returned("\"answered\""));
        assertThat(steps.get(steps.size() - 2)).isInstanceOfSatisfying(Step.Raised.class,
                raised -> assertThat(raised.message()).isEqualTo("after the answer"));
        assertThat(steps.getLast()).isEqualTo(new Step.Died("RequestId: 7f1c-3 Error: Runtime exited with error: exit status 129"));
    }

    @Test
    void invoke_exitsOrAborts_diesNamingHow() {
        assertThat(last(20, "cases/ways.exits", "{}"))
                .isEqualTo(new Step.Died("RequestId: 7f1c-2 Error: Runtime exited with error: exit status 4"));
        assertThat(last(20, "cases/ways.signals", "{}")).isInstanceOfSatisfying(Step.Died.class,
                died -> assertThat(died.reason()).contains("signal"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cases/ways.busy", "cases/hang.handler"})
    void invoke_busyWithoutAClock_isEndedByTheBudget(String handler) {
        assertThat(last(22, handler, "{}")).isEqualTo(
                new Step.Overran("the guest ran for more than 3000 ms of real time without coming to rest, which is its budget"));
    }
}
