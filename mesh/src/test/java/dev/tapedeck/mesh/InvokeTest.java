package dev.tapedeck.mesh;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static dev.tapedeck.mesh.Scene.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

/** One function invokes another through Lambda's own API, against https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html. */
class InvokeTest {

    private static final String PATH = "/2015-03-31/functions/callee/invocations";

    private final List<Completion.Answered> answers = new ArrayList<>();
    private final List<Guest.Invoke> invoked = new ArrayList<>();

    private static Wire.TypedCall request(String target, Map<String, String> headers, String body) {
        return Wire.typed(new Wire.Request("POST", "lambda.eu-central-1.amazonaws.com", target, new TreeMap<>(headers), body));
    }

    private static Wire.TypedCall invoke(String type, String body) {
        return request(PATH, Map.of("x-amz-invocation-type", type), body);
    }

    private Scene scene(Wire.TypedCall call, FakeGuest.Code callee) {
        return scene(List.of(call), new SystemSpec.FunctionSpec("callee", 3_000, 128, -1, 2, 0), callee);
    }

    private Scene scene(List<Wire.TypedCall> calls, SystemSpec.FunctionSpec spec, FakeGuest.Code callee) {
        return new Scene().route("r").subscribe("r", "caller").root("r", "request", 0, "POST /", "{}").function("caller", (io, invoke) -> {
            int before = answers.size();
            calls.forEach(call -> io.call(call, completion -> {
                answers.add((Completion.Answered) completion);
                if (answers.size() == before + calls.size()) {
                    io.returns("null");
                }
            }));
        }).function(spec, (io, invoke) -> {
            invoked.add(invoke);
            callee.handle(io, invoke);
        });
    }

    private Completion.Answered only() {
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }

    private static Invocation callee(Run run) {
        return run.recording().invocations().stream().filter(i -> i.function().equals("callee")).findFirst().orElseThrow();
    }

    @Test
    void invoke_requestResponse_isAnsweredByWhatTheCalleeReturns() {
        Run run = scene(invoke("RequestResponse", "{\"n\":1}"), (io, got) -> io.sleep(50 * MILLI, () -> io.returns("{\"n\":2}"))).run();

        assertThat(run.ending()).isEqualTo(new Run.Drained());
        assertThat(invoked).singleElement().satisfies(got -> assertThat(got.event()).isEqualTo("{\"n\":1}"));
        assertThat(only().status()).isEqualTo(200);
        assertThat(only().body()).isEqualTo("{\"n\":2}");
        assertThat(only().headers()).containsEntry("x-amz-executed-version", "$LATEST").doesNotContainKey("x-amz-function-error")
                .containsEntry("x-amzn-requestid", callee(run).requestId());
    }

    @Test
    void invoke_requestResponse_namesTheInvocationByTheCall() {
        Run run = scene(invoke("RequestResponse", "{}"), Codes.returning("null")).run();

        Call call = run.recording().calls().getFirst();
        Name message = Naming.message(call.name(), 1, 0);
        assertThat(call.target()).isEqualTo("callee");
        assertThat(run.recording().message(message)).get().satisfies(sent -> {
            assertThat(sent.channel()).isEqualTo("callee");
            assertThat(sent.type()).isEqualTo("RequestResponse");
            assertThat(sent.origin()).isEqualTo(new Message.Emitted(call.name(), 1, 0));
        });
        assertThat(callee(run).name()).isEqualTo(Naming.invocation("callee", List.of(Naming.delivery(message, "callee", 1))));
        assertThat(call.effect().evidence()).isEqualTo(Call.Evidence.ANSWERED);
    }

    @Test
    void invoke_noPayload_isAnEmptyEvent() {
        scene(invoke("RequestResponse", ""), Codes.returning("null")).run();

        assertThat(invoked).singleElement().satisfies(got -> assertThat(got.event()).isEqualTo("{}"));
        assertThat(only().body()).isEqualTo("null");
    }

    @Test
    void invoke_calleeThrows_succeedsAndSaysSo() {
        scene(invoke("RequestResponse", "\"text\""), (io, got) -> io.raises("TypeError", "no such thing")).run();

        assertThat(invoked).singleElement().satisfies(got -> assertThat(got.event()).isEqualTo("\"text\""));
        assertThat(only().status()).isEqualTo(200);
        assertThat(only().headers()).containsEntry("x-amz-function-error", "Unhandled");
        assertThat(Json.parse(only().body())).isEqualTo(Json.parse("{\"errorType\":\"TypeError\",\"errorMessage\":\"no such thing\"}"));
    }

    @Test
    void invoke_calleeRunsOutOfMemory_isReportedAndAnsweredAsByLambda() {
        String words = "RequestId: 1 Error: Runtime exited with error: signal: killed";
        Run run = scene(invoke("RequestResponse", "{}"), (io, got) -> io.exits(words + " (the guest ran out of memory: 128 MB)")).run();

        assertThat(Json.parse(only().body())).isEqualTo(Json.object().put("errorType", "Runtime.ExitError").put("errorMessage", words));
        assertThat(callee(run).result()).isInstanceOfSatisfying(Invocation.Raised.class,
                raised -> assertThat(raised.errorType()).isEqualTo("Runtime.OutOfMemory"));
        assertThat(run.recording().logs()).extracting(line -> line.body().stringValue())
                .anyMatch(line -> line.startsWith("REPORT") && line.strip().endsWith("Status: error\tError Type: Runtime.OutOfMemory"));
    }

    @Test
    void invoke_calleeTimesOut_answersWhenItsTimeIsUp() {
        Run run = scene(List.of(invoke("RequestResponse", "{}")), new SystemSpec.FunctionSpec("callee", 1_000, 128, -1, 2, 0),
                (io, got) -> io.sleep(5_000 * MILLI, () -> io.returns("null"))).run();

        JsonNode payload = Json.parse(only().body());
        assertThat(payload.path("errorType").asString()).isEqualTo("Sandbox.Timedout");
        assertThat(payload.path("errorMessage").asString())
                .isEqualTo("RequestId: " + callee(run).requestId() + " Error: Task timed out after 1.00 seconds");
        assertThat(callee(run).attempt()).isEqualTo(1);
        assertThat(run.recording().invocations()).hasSize(2);
    }

    @Test
    void invoke_event_isAcceptedAtOnceAndTriedAgain() {
        Run run = scene(invoke("Event", "{}"), (io, got) -> {
            if (invoked.size() < 3) {
                io.raises("Error", "not yet");
            } else {
                io.returns("null");
            }
        }).run();

        assertThat(only().status()).isEqualTo(202);
        assertThat(only().body()).isEmpty();
        assertThat(invoked).hasSize(3);
        assertThat(invoked).extracting(Guest.Invoke::requestId).containsOnly(only().headers().get("x-amzn-requestid"));
        assertThat(run.recording().invocations()).filteredOn(i -> i.function().equals("callee")).extracting(Invocation::attempt)
                .containsExactly(1, 2, 3);
    }

    @Test
    void invoke_dryRun_runsNothing() {
        Run run = scene(invoke("DryRun", "{}"), Codes.returning("null")).run();

        assertThat(only().status()).isEqualTo(204);
        assertThat(invoked).isEmpty();
        assertThat(run.recording().messages()).hasSize(1);
    }

    @Test
    void invoke_concurrencyUsedUp_turnsTheSecondAwayAndKeepsEvents() {
        scene(List.of(invoke("RequestResponse", "1"), invoke("RequestResponse", "2"), invoke("Event", "3")),
                new SystemSpec.FunctionSpec("callee", 3_000, 128, 1, 2, 0),
                (io, got) -> io.sleep(10 * MILLI, () -> io.returns(got.event()))).run();

        assertThat(answers).extracting(Completion.Answered::status).containsExactlyInAnyOrder(200, 429, 202);
        assertThat(answers).filteredOn(a -> a.status() == 429).singleElement().satisfies(a -> {
            assertThat(a.headers()).containsEntry("x-amzn-errortype", "TooManyRequestsException");
            assertThat(Json.parse(a.body()).path("Reason").asString()).isEqualTo("ReservedFunctionConcurrentInvocationLimitExceeded");
        });
        assertThat(invoked).extracting(Guest.Invoke::event).containsExactly("1", "3");
    }

    @Test
    void invoke_payloadThatIsNoJson_isRefused() {
        scene(invoke("Event", "{\"n\":"), Codes.returning("null")).run();

        assertThat(only().status()).isEqualTo(400);
        assertThat(only().headers()).containsEntry("x-amzn-errortype", "InvalidRequestContentException");
        assertThat(invoked).isEmpty();
    }

    @Test
    void invoke_payloadsAtTheirLimits() {
        String event = "\"" + "x".repeat(InvokeApi.LARGEST_EVENT_BYTES - 2) + "\"";
        String request = "\"" + "x".repeat(InvokeApi.LARGEST_REQUEST_BYTES - 2) + "\"";
        scene(List.of(invoke("Event", event), invoke("Event", event.replaceFirst("x", "xx")), invoke("RequestResponse", request),
                invoke("RequestResponse", request.replaceFirst("x", "xx"))), new SystemSpec.FunctionSpec("callee", 3_000, 128, -1, 2, 0),
                Codes.returning("null")).run();

        assertThat(answers).extracting(Completion.Answered::status).containsExactlyInAnyOrder(202, 413, 200, 413);
        assertThat(answers).filteredOn(a -> a.status() == 413).extracting(a -> Json.parse(a.body()).path("message").asString())
                .containsExactlyInAnyOrder("1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
                        "Request must be smaller than 6291456 bytes for the InvokeFunction operation");
    }

    @Test
    void invoke_everyFormOfName_meansTheFunction() {
        String arn = "arn:aws:lambda:eu-central-1:123456789012:function:callee";
        List<Wire.TypedCall> calls = java.util.stream.Stream
                .of("callee", "callee:live", "123456789012:function:callee", "function:callee", arn, arn.replace(":", "%3A") + "%3A7",
                        "callee/invocations?Qualifier=live")
                .map(name -> request("/2015-03-31/functions/" + (name.contains("?") ? name : name + "/invocations"), Map.of(), "{}"))
                .toList();
        scene(calls, new SystemSpec.FunctionSpec("callee", 3_000, 128, -1, 2, 0), Codes.returning("null")).run();

        assertThat(invoked).extracting(Guest.Invoke::functionArn).containsExactlyInAnyOrder(arn, arn + ":live", arn, arn, arn, arn + ":7",
                arn + ":live");
    }

    @Test
    void invoke_whatIsNotModelled_stopsTheRunByName() {
        for (Wire.TypedCall call : List.of(request("/2014-11-13/functions/callee/invoke-async", Map.of(), "{}"),
                request("/2021-11-15/functions/callee/response-streaming-invocations", Map.of(), "{}"))) {
            Run run = scene(call, Codes.returning("null")).run();

            assertThat(run.ending()).isInstanceOfSatisfying(Run.Stopped.class, stopped -> assertThat(stopped.reason())
                    .contains("not modelled: `" + call.operation()));
        }
        assertThat(invoked).isEmpty();
    }

    private static String base64(String text) {
        return java.util.Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void invoke_clientContext_reachesWhoeverIsWaitedForWithoutTraceContext() {
        String context = base64("{\"custom\":{\"traceparent\":\"00-1-2-01\",\"tier\":\"gold\"},\"client\":{\"app_title\":\"shop\"}}");
        String onlyTrace = base64("{\"custom\":{\"traceparent\":\"00-1-2-01\"}}");
        scene(List.of(request(PATH, Map.of("x-amz-client-context", context), "1"),
                request(PATH, Map.of("x-amz-client-context", onlyTrace), "2"),
                request(PATH, Map.of("x-amz-client-context", context, "x-amz-invocation-type", "Event"), "3")),
                new SystemSpec.FunctionSpec("callee", 3_000, 128, -1, 2, 0), Codes.returning("null")).run();

        assertThat(invoked).extracting(got -> got.event() + " " + got.clientContext()).containsExactlyInAnyOrder(
                "1 {\"custom\":{\"tier\":\"gold\"},\"client\":{\"app_title\":\"shop\"}}", "2 ", "3 ");
    }

    @Test
    void invoke_logTail_isTheEndOfWhatWasWritten() {
        scene(request(PATH, Map.of("x-amz-log-type", "Tail"), "{}"), (io, got) -> {
            io.log("x".repeat(9_000) + "\nlast words\n");
            io.returns("null");
        }).run();

        byte[] tail = java.util.Base64.getDecoder().decode(only().headers().get("x-amz-log-result"));
        assertThat(tail).hasSize(4096);
        assertThat(new String(tail, java.nio.charset.StandardCharsets.UTF_8)).startsWith("xxx")
                .contains("x\nlast words\nEND RequestId: ", "\nREPORT RequestId: ");
    }

    @Test
    void invoke_functionThatTheSystemDoesNotHave_stopsTheRun() {
        Run run = scene(request("/2015-03-31/functions/nobody/invocations", Map.of(), "{}"), Codes.returning("null")).run();

        assertThat(run.ending()).isInstanceOfSatisfying(Run.Stopped.class,
                stopped -> assertThat(stopped.reason()).contains("`Invoke` of `nobody`"));
    }

    @Test
    void root_onTheFunctionItself_isRunOnce() {
        Run run = new Scene().function("callee", (io, got) -> {
            invoked.add(got);
            io.raises("Error", "once");
        }).root("callee", "outside", 0, "", "{\"n\":1}").run();

        assertThat(run.ending()).isEqualTo(new Run.Drained());
        assertThat(invoked).singleElement().satisfies(got -> assertThat(got.event()).isEqualTo("{\"n\":1}"));
    }

    @Test
    void invoke_twice_oneDigest() {
        Run one = scene(invoke("Event", "{\"n\":1}"), (io, got) -> io.raises("Error", "again")).run();
        Run other = scene(invoke("Event", "{\"n\":1}"), (io, got) -> io.raises("Error", "again")).run();

        assertThat(one.trace().hex()).isEqualTo(other.trace().hex());
    }
}
