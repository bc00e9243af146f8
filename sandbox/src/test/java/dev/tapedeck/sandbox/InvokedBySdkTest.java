package dev.tapedeck.sandbox;

import dev.tapedeck.kernel.Limits;
import dev.tapedeck.kernel.Scheduler;
import dev.tapedeck.kernel.Seed;
import dev.tapedeck.kernel.VirtualTime;
import dev.tapedeck.mesh.Mesh;
import dev.tapedeck.mesh.PlainDirection;
import dev.tapedeck.mesh.Run;
import dev.tapedeck.mesh.Setup;
import dev.tapedeck.mesh.SystemSpec;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Payload;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Functions that ask others through AWS's own clients, all of them real and in the fence: each kind of answer of
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html as the client shows it to the code.
 */
class InvokedBySdkTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:asked";

    private record Functions(Program asking, Program asked) {}

    private static Program program(String component, GuestRuntime runtime, StagedCode code, String handler) {
        return new Program(component, runtime, code, handler, new TreeMap<>(), 256, Program.Kind.FUNCTION);
    }

    private static StagedCode clients() {
        java.nio.file.Path clients = TestBench.ROOT.resolve("sandbox/src/test/clients");
        TestBench.installPackages(clients);
        return new Staging(TestBench.state()).stage(clients);
    }

    private static Functions node() {
        NodeBinary node = NodeBinary.locate();
        return new Functions(program("asking", node, clients(), "lambda.handler"),
                program("asked", node, TestBench.staged(), "cases/asked.handler"));
    }

    private static Functions python() {
        PythonBinary python = PythonBench.anyPython();
        StagedCode code = PythonBench.staged(python.minor());
        return new Functions(program("asking", python, code, "corpus/asking.handler"),
                program("asked", python, code, "cases/asked.handler"));
    }

    private static Run run(Functions functions) {
        Program single = new Program("single", functions.asked().runtime(), functions.asked().code(), functions.asked().handler(),
                new TreeMap<>(), 256, Program.Kind.FUNCTION);
        SystemSpec system = new SystemSpec("us-east-1", "123456789012",
                List.of(function("asking", -1), function("asked", -1), function("single", 1)), List.of(), List.of(), List.of(), List.of());
        Moment epoch = Moment.ofEpochMillis(1_763_650_000_000L);
        Message root = new Message(Naming.root("asking", "outside"), "asking", new Message.External("outside"), "outside", "",
                Payload.whole(Json.object()), new TreeMap<>(), epoch);
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(),
                SandboxOptions.of(TestBench.state(), List.of(functions.asking(), functions.asked(), single)));
                Mesh mesh = new Mesh(system, new Setup(Scheduler.inOrder(), epoch, new Seed(7), new TreeMap<>(), new TreeMap<>()),
                        sandbox, new PlainDirection(system, 1_000_000))) {
            mesh.inject(root, 0);
            return mesh.run(Limits.until(new VirtualTime(3_600_000_000_000L)));
        }
    }

    private static SystemSpec.FunctionSpec function(String name, int concurrency) {
        return new SystemSpec.FunctionSpec(name, 30_000, 256, concurrency, 2, 0);
    }

    private static JsonNode result(Run run) {
        assertThat(run.ending()).isEqualTo(new Run.Drained());
        Invocation asking = run.recording().invocations().stream().filter(i -> i.function().equals("asking")).findFirst().orElseThrow();
        assertThat(asking.result()).isInstanceOf(Invocation.Returned.class);
        return ((Invocation.Returned) asking.result()).value().value();
    }

    private static void answersLikeLambda(JsonNode result, String error) {
        assertThat(result.at("/atOnce/status").asInt()).isEqualTo(200);
        assertThat(result.at("/atOnce/version").asString()).isEqualTo("$LATEST");
        assertThat(result.at("/atOnce/error").asString("")).isEmpty();
        assertThat(Json.parse(result.at("/atOnce/payload").asString()))
                .isEqualTo(Json.object().put("twice", 4).put("arn", ARN));
        assertThat(Json.parse(result.at("/qualified/payload").asString()))
                .isEqualTo(Json.object().put("twice", 6).put("arn", ARN + ":live"));
        assertThat(result.at("/failing/status").asInt()).isEqualTo(200);
        assertThat(result.at("/failing/error").asString()).isEqualTo("Unhandled");
        assertThat(Json.parse(result.at("/failing/payload").asString()))
                .isEqualTo(Json.object().put("errorType", error).put("errorMessage", "asked too much"));
        JsonNode exited = Json.parse(result.at("/exiting/payload").asString());
        assertThat(exited.path("errorType").asString()).isEqualTo("Runtime.ExitError");
        assertThat(exited.path("errorMessage").asString())
                .matches("RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3");
        assertThat(Json.parse(result.at("/told/payload").asString()))
                .isEqualTo(Json.parse("{\"custom\":{\"tier\":\"gold\"},\"client\":{\"app_title\":\"shop\"}}"));
        assertThat(result.at("/told/log").asString()).startsWith("START RequestId: ").contains("\nEND RequestId: ", "\nREPORT RequestId: ");
        assertThat(result.at("/later/status").asInt()).isEqualTo(202);
        assertThat(result.at("/later/payload").asString("")).isEmpty();
        assertThat(result.at("/dry/status").asInt()).isEqualTo(204);
        assertThat(result.at("/notJson/name").asString()).isEqualTo("InvalidRequestContentException");
        assertThat(result.at("/tooLarge/name").asString()).isEqualTo("RequestEntityTooLargeException");
        assertThat(result.at("/tooLarge/status").asInt()).isEqualTo(413);
    }

    /** The clients themselves try again what was throttled, soon, and are throttled again. */
    private static void throttlesTheSecond(JsonNode result) {
        assertThat(result.path("busy").valueStream().map(each -> each.path("status").asInt())).containsExactlyInAnyOrder(200, 429);
        assertThat(result.path("busy").valueStream().map(each -> each.path("name").asString("")).filter(name -> !name.isEmpty()))
                .containsExactly("TooManyRequestsException");
        assertThat(result.path("busy").valueStream().map(each -> each.path("attempts").asInt(0)).filter(attempts -> attempts > 0))
                .containsExactly(2);
    }

    @Test
    void node_invokes_isAnsweredAsByLambda() {
        JsonNode result = result(run(node()));

        answersLikeLambda(result, "RangeError");
        throttlesTheSecond(result);
        assertThat(result.at("/atOnce/id").asString()).isEqualTo("string");
    }

    @Test
    void python_invokes_isAnsweredAsByLambda() {
        JsonNode result = result(run(python()));

        answersLikeLambda(result, "OverflowError");
        throttlesTheSecond(result);
    }

    @Test
    void node_asksPython_runsTwiceTheSame() {
        Functions mixed = new Functions(node().asking(), python().asked());
        Run first = run(mixed);
        Run second = run(mixed);

        answersLikeLambda(result(first), "OverflowError");
        assertThat(second.trace().hex()).isEqualTo(first.trace().hex());
        assertThat(second.recording()).isEqualTo(first.recording());
    }
}
