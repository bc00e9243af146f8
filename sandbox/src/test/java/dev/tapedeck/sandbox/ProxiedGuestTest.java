package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import dev.tapedeck.testkit.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Programs that bring their own runtime: one in shell, one in Go on AWS's own library, behind the Runtime API. */
class ProxiedGuestTest {

    private static final Path CUSTOM = TestBench.GUESTS.resolve("custom");
    private static Sandbox sandbox;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        Needs.go();
        Needs.program("curl");
        GuestRuntime runtime = new CustomRuntime(NodeBinary.locate());
        Staging staging = new Staging(TestBench.state());
        StagedCode shell = staging.stage(CUSTOM.resolve("shell"));
        StagedCode empty = staging.stage(Files.createDirectories(TestBench.state().newBuilding().resolve("empty")));
        List<Program> programs = new ArrayList<>();
        programs.add(program("shell", runtime, shell, "bootstrap"));
        programs.add(program("broken", runtime, shell, "broken"));
        programs.add(program("empty", runtime, empty, "bootstrap"));
        programs.add(program("go", runtime, staging.stage(built()), "bootstrap"));
        sandbox = Sandbox.open(TestBench.fence(), SandboxOptions.of(TestBench.state(), programs));
    }

    private static Program program(String component, GuestRuntime runtime, StagedCode code, String handler) {
        return new Program(component, runtime, code, handler, new TreeMap<>(), 256, Program.Kind.FUNCTION).withScratch(48);
    }

    /** Static, as one builds for {@code provided.al2023}. */
    private static Path built() throws IOException, InterruptedException {
        Path target = Files.createTempDirectory("tapedeck-go");
        ProcessBuilder builder = new ProcessBuilder("go", "build", "-trimpath", "-o", target.resolve("bootstrap").toString(), ".")
                .directory(CUSTOM.resolve("go").toFile()).redirectErrorStream(true);
        builder.environment().put("CGO_ENABLED", "0");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("go build: %s", said).isZero();
        return target;
    }

    @AfterAll
    static void close() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private static Play play(String component, String event) {
        Play play = new Play(sandbox.open(component, 0)).start(1).invoke(event, 2);
        return play.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"how\":\"echo\"} | {\"how\":\"echo\"}",
            "remaining | {\"near\":true}",
            "clear | {\"echo\":\"POST /entries\",\"id\":0,\"body\":\"in clear\"}",
            "sealed | {\"echo\":\"POST /entries\",\"id\":0,\"body\":\"sealed\"}",
            "descriptors | \"0 1 2 3 \"", "stranger | \"mine\""})
    void invoke_shell_answers(String event, String expected) {
        assertThat(play("shell", event).result()).isEqualTo(expected);
    }

    /** Those of a custom runtime: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html. */
    @Test
    void invoke_variables_areThoseThatLambdaSets() {
        assertThat(play("shell", "\"variables\"").result()).isEqualTo("{\"api\":\"set\",\"region\":\"us-east-1\",\"name\":\"shell\","
                + "\"memory\":\"256\",\"version\":\"$LATEST\",\"group\":\"/aws/lambda/shell\",\"stream\":\"replay/[$LATEST]0\","
                + "\"root\":\"/var/task\",\"runtime\":\"/var/runtime\",\"handler\":\"bootstrap\",\"zone\":\":UTC\",\"execution\":\"unset\"}");
    }

    @Test
    void invoke_scratch_isKeptByAnInstanceAndItsOwn() {
        Play first = new Play(sandbox.open("shell", 0)).start(1).invoke("\"keep\"", 2);
        Play second = new Play(sandbox.open("shell", 1)).start(1).invoke("\"kept\"", 2);

        assertThat(first.invoke("\"kept\"", 3).result()).isEqualTo("\"mine\"");
        assertThat(second.result()).isEqualTo("\"nothing\"");
        assertThat(first.invoke("\"full\"", 4).result()).isEqualTo("\"No space left\"");
        first.close();
        second.close();
    }

    @Test
    void exits_theNextProcessFindsWhatWasLeft() {
        Guest first = sandbox.open("shell", 0);
        new Play(first).start(1).invoke("\"keep\"", 2).invoke("\"exits\"", 3);
        first.end();
        Play second = new Play(first.successor()).start(4).invoke("\"kept\"", 5);

        assertThat(second.result()).isEqualTo("\"mine\"");
        assertThat(second.invoke("sealed", 6).result()).contains("\"body\":\"sealed\"");
        assertThat(second.steps()).noneMatch(Step.Uncontrolled.class::isInstance);
        second.close();
    }

    /** As Lambda does between invocations: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html. */
    @Test
    void invoke_answered_programStandsStillUntilTheNext() throws IOException {
        Play play = new Play(sandbox.open("shell", 0)).start(1).invoke("{}", 2);

        assertThat(stopped("bootstrap")).isTrue();
        assertThat(play.invoke("{\"again\":1}", 3).result()).isEqualTo("{\"again\":1}");
        play.close();
    }

    /** Whether every such program below this process is stopped, soon. */
    private static boolean stopped(String name) throws IOException {
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (System.nanoTime() < deadline) {
            List<String> states = new ArrayList<>();
            for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
                Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
                String line = Files.isReadable(stat) ? Files.readString(stat) : "";
                if (line.contains("(" + name + ")")) {
                    states.add(line.substring(line.indexOf(')') + 2, line.indexOf(')') + 3));
                }
            }
            if (!states.isEmpty() && states.stream().allMatch("T"::equals)) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    @Test
    void invoke_connectionRefused_isAFailureOfTheClient() {
        assertThat(play("shell", "refused").result()).matches("\\{\"code\":(35|52|56)}");
    }

    @Test
    void invoke_pastTheProxy_leadsNowhere() {
        assertThat(play("shell", "direct").result()).isEqualTo("{\"code\":6}");
    }

    @Test
    void invoke_twice_sameProcessServes() {
        Play play = new Play(sandbox.open("shell", 0)).start(1).invoke("first", 2).invoke("second", 3).close();

        assertThat(play.result()).isEqualTo("second");
        assertThat(play.log()).containsOnlyOnce("init of bootstrap, proxy set");
    }

    @Test
    void invoke_otherInvocationsResponse_isRefused() {
        assertThat(play("shell", "stranger").log()).contains("400 ", "InvalidRequestID");
    }

    @Test
    void invoke_error_raises() {
        assertThat(play("shell", "fails").steps().getLast()).isEqualTo(new Step.Raised("OrderRejected", "order rejected", "at bootstrap"));
    }

    @Test
    void invoke_responseTooLarge_raisesAndIsTold() {
        Play play = new Play(sandbox.open("shell", 0)).start(1).invoke("large", 2);

        assertThat(play.steps()).anySatisfy(step -> assertThat(step).isInstanceOfSatisfying(Step.Raised.class,
                raised -> assertThat(raised.errorType()).isEqualTo("Function.ResponseSizeTooLarge")));
        assertThat(play.log()).contains("answered 413");
        play.close();
    }

    @Test
    void invoke_programExits_dies() {
        assertThat(play("shell", "exits").steps().getLast())
                .isEqualTo(new Step.Died("RequestId: 7f1c-2 Error: Runtime exited with error: exit status 7"));
    }

    @Test
    void start_initError_raises() {
        assertThat(new Play(sandbox.open("broken", 0)).start(1).close().steps())
                .contains(new Step.Raised("NoConfiguration", "no configuration", ""));
    }

    @Test
    void start_noBootstrap_raisesNamingIt() {
        assertThat(new Play(sandbox.open("empty", 0)).start(1).close().steps().getLast()).isInstanceOfSatisfying(Step.Raised.class,
                raised -> {
                    assertThat(raised.errorType()).isEqualTo("Runtime.InvalidEntrypoint");
                    assertThat(raised.message()).contains("bootstrap");
                });
    }

    @Test
    void invoke_goLibrary_hasContextAndCalls() {
        assertThat(play("go", "{\"how\":\"calls\",\"calls\":2}").result())
                .isEqualTo("{\"requestId\":\"7f1c-2\",\"function\":\"go\",\"inTime\":true,\"answers\":"
                        + "[\"200 {\\\"echo\\\":\\\"POST /entries\\\",\\\"id\\\":0,\\\"body\\\":\\\"call 0\\\"}\","
                        + "\"200 {\\\"echo\\\":\\\"POST /entries\\\",\\\"id\\\":1,\\\"body\\\":\\\"call 1\\\"}\"]}");
    }

    @Test
    void invoke_goParallelCalls_allAreOutBeforeAnyIsAnswered() {
        Play play = play("go", "{\"how\":\"parallel\",\"calls\":5}");

        assertThat(play.transcript().lines().filter(line -> line.contains("Call[")).findFirst().orElseThrow().split("Call\\[id=", -1))
                .as("calls of the first segment with calls\n%s", play.transcript()).hasSize(6);
        assertThat(play.result()).contains("call 0", "call 1", "call 2", "call 3", "call 4");
    }

    @ParameterizedTest
    @CsvSource({"fail, errorString, order rejected", "panic, string, out of luck"})
    void invoke_goFails_raises(String how, String type, String message) {
        assertThat(play("go", "{\"how\":\"" + how + "\"}").steps()).anySatisfy(
                step -> assertThat(step).isInstanceOfSatisfying(Step.Raised.class, raised -> {
                    assertThat(raised.errorType()).isEqualTo(type);
                    assertThat(raised.message()).isEqualTo(message);
                }));
    }

    @Test
    void invoke_twoRuns_yieldTheSameCalls() {
        List<Step> first = calls(play("go", "{\"how\":\"calls\",\"calls\":3}"));

        assertThat(calls(play("go", "{\"how\":\"calls\",\"calls\":3}"))).isEqualTo(first).hasSize(3);
    }

    private static List<Step> calls(Play play) {
        return play.steps().stream().filter(Step.Call.class::isInstance).toList();
    }
}
