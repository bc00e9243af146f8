package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import dev.tapedeck.recording.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a function finds around it, against what AWS documents: variables (lambda/latest/dg/configuration-envvars.html), the context object
 * (nodejs-context.html, python-context.html), {@code /tmp} and the freeze between invocations (lambda-runtime-environment.html). The same for each language.
 */
class LambdaEnvironmentTest {

    private static final int SCRATCH = 48;
    private static final Map<Language, Sandbox> SANDBOXES = new TreeMap<>();

    /** Of the hooked ones. What a proxied program is given is in {@link ProxiedGuestTest}. */
    enum Language {
        NODE("cases/environment.handler", "cases/environment") {
            @Override
            Program program() {
                StagedCode code = TestBench.staged();
                return of(NodeBinary.locate(), code);
            }
        },
        PYTHON("cases/environment.handler", "cases/environment.handler") {
            @Override
            Program program() {
                PythonBinary python = PythonBench.anyPython();
                return of(python, PythonBench.staged(python.minor()));
            }
        };

        final String handler;
        final String component;

        Language(String handler, String component) {
            this.handler = handler;
            this.component = component;
        }

        abstract Program program();

        Program of(GuestRuntime runtime, StagedCode code) {
            TreeMap<String, String> variables = new TreeMap<>();
            variables.put("STAGE", "test");
            variables.put("AWS_LAMBDA_FUNCTION_NAME", "an impostor");
            return new Program(component, runtime, code, handler, variables, 256, Program.Kind.FUNCTION).with(code).withScratch(SCRATCH);
        }
    }

    @AfterAll
    static void close() {
        SANDBOXES.values().forEach(Sandbox::close);
    }

    private static Guest open(Language language, int ordinal) {
        return SANDBOXES.computeIfAbsent(language,
                key -> Sandbox.open(TestBench.fence(), SandboxOptions.of(TestBench.state(), List.of(key.program()))))
                .open(language.component, ordinal);
    }

    private static Play start(Language language) {
        return new Play(open(language, 0)).start(1);
    }

    private static JsonNode asked(Play play, String how) {
        return Json.parse(play.invoke("{\"how\":\"" + how + "\"}", 2).result());
    }

    private static JsonNode answer(Language language, String how) {
        Play play = start(language);
        try {
            return asked(play, how);
        } finally {
            play.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void variables_areThoseThatLambdaSets(Language language) {
        JsonNode variables = answer(language, "variables");
        Map<String, String> expected = new TreeMap<>(
                Map.ofEntries(Map.entry("AWS_DEFAULT_REGION", "us-east-1"), Map.entry("AWS_REGION", "us-east-1"),
                        Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"), Map.entry("AWS_LAMBDA_FUNCTION_NAME", language.component),
                        Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"), Map.entry("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
                        Map.entry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + language.component),
                        Map.entry("AWS_LAMBDA_LOG_STREAM_NAME", "replay/[$LATEST]0"), Map.entry("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR"),
                        Map.entry("AWS_XRAY_DAEMON_ADDRESS", "169.254.79.129:2000"), Map.entry("LAMBDA_TASK_ROOT", "/var/task"),
                        Map.entry("LAMBDA_RUNTIME_DIR", "/var/runtime"), Map.entry("LANG", "en_US.UTF-8"), Map.entry("TZ", ":UTC"),
                        Map.entry("PATH", "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin"), Map.entry("_HANDLER", language.handler),
                        Map.entry("LD_LIBRARY_PATH",
                                "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib"),
                        Map.entry("_X_AMZN_TRACE_ID", "Root=1-2-3"), Map.entry("STAGE", "test")));

        expected.forEach((name, value) -> assertThat(variables.path(name).asString("")).as(name).isEqualTo(value));
        assertThat(variables.path("AWS_EXECUTION_ENV").asString()).matches("AWS_Lambda_(nodejs\\d+\\.x|python3\\.\\d+)");
        for (String key : List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")) {
            assertThat(variables.path(key).asString()).as(key).containsIgnoringCase("tapedeck");
        }
        assertThat(variables.has(language == Language.NODE ? "NODE_PATH" : "PYTHONPATH")).isTrue();
    }

    @Test
    void context_ofNode_isAsDocumented() {
        JsonNode context = answer(Language.NODE, "context");

        assertThat(context).isEqualTo(Json
                .parse("""
                        {"callbackWaitsForEmptyEventLoop": true, "functionVersion": "$LATEST", "functionName": "cases/environment", "memoryLimitInMB": "256",
                         "logGroupName": "/aws/lambda/cases/environment", "logStreamName": "replay/[$LATEST]0",
                         "invokedFunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:f", "awsRequestId": "7f1c-2", "getRemainingTimeInMillis": 60000}
                        """));
    }

    @Test
    void context_ofPython_isAsDocumented() {
        JsonNode context = answer(Language.PYTHON, "context");

        assertThat(context).isEqualTo(Json
                .parse("""
                        {"aws_request_id": "7f1c-2", "client_context": null, "function_name": "cases/environment.handler", "function_version": "$LATEST",
                         "identity": [null, null], "invoked_function_arn": "arn:aws:lambda:us-east-1:123456789012:function:f",
                         "log_group_name": "/aws/lambda/cases/environment.handler", "log_stream_name": "replay/[$LATEST]0", "memory_limit_in_mb": "256",
                         "remaining": 60000}
                        """));
    }

    /** https://docs.aws.amazon.com/lambda/latest/dg/python-layers.html. */
    @Test
    void searchPath_ofPython_hasTheLayers() {
        String version = PythonBench.anyPython().minor();

        assertThat(answer(Language.PYTHON, "path").toString())
                .startsWith("[\"/var/task\",\"/opt/python/lib/python" + version + "/site-packages\",\"/opt/python\",");
    }

    @ParameterizedTest
    @EnumSource
    void scratch_isKeptByAnInstanceAndItsOwn(Language language) {
        Play first = start(language);
        Play second = new Play(open(language, 1)).start(1);
        first.invoke("{\"how\":\"keep\",\"value\":\"mine\"}", 2);

        assertThat(asked(first, "kept").asString()).isEqualTo("mine");
        assertThat(asked(second, "kept").asString()).isEqualTo("nothing");
        first.close();
        second.close();
    }

    @ParameterizedTest
    @EnumSource
    void scratch_full_saysSo(Language language) {
        Play play = start(language);

        assertThat(play.invoke("{\"how\":\"fill\",\"megabytes\":" + (SCRATCH - 8) + "}", 2).result()).isIn("[\"done\",\"ENOSPC\"]",
                "[\"done\", \"ENOSPC\"]");
        play.close();
    }

    @ParameterizedTest
    @EnumSource
    void codeLayersAndRuntime_areReadOnly(Language language) {
        assertThat(answer(language, "write").toString()).isEqualTo("[\"EROFS\",\"EROFS\",\"EROFS\",\"EROFS\"]");
    }

    /** Memory that no heap counts: the system ends the process, and Lambda's words are for that. */
    @ParameterizedTest
    @EnumSource
    void memory_exhausted_isReportedAsLambdaDoes(Language language) {
        Assumptions.assumeTrue(ControlGroups.here().limits(ControlGroups.MEMORY), "no control group for memory");
        Play play = start(language);
        play.invoke("{\"how\":\"memory\"}", 2);

        assertThat(play.steps().getLast()).isEqualTo(new Step.Died(
                "RequestId: 7f1c-2 Error: Runtime exited with error: signal: killed (the guest ran out of memory: 256 MB)"));
    }

    /** What was set going when a handler returned stands still with its instance, and happens in the next invocation. */
    @Test
    void timer_pendingAtTheReturn_firesInTheNextInvocation() {
        Guest guest = open(Language.NODE, 0);
        guest.start(at(0), new Guest.Entropy(1, 1));
        Guest.Yield frozen = guest.invoke(at(0), new Guest.Entropy(1, 2), invoke("freeze"));
        assertThat(frozen.steps()).containsExactly(new Step.Returned("[]"));
        assertThat(frozen.timers().freshNanos()).isEqualTo(5_000_000_000L);

        Guest.Yield thawed = guest.invoke(at(60_000), new Guest.Entropy(1, 3), invoke("thaw"));
        assertThat(thawed.steps()).isEmpty();
        assertThat(thawed.timers().olderNanos()).isEqualTo(5_000_000_000L);
        guest.resume(at(60_000), new Completion.TimerDue());
        assertThat(guest.resume(at(60_001), new Completion.TimerDue()).steps())
                .containsExactly(new Step.Returned(String.format(Locale.ROOT, "[\"fired at %d\"]", 60_000)));
        guest.close();
    }

    private static Guest.Clock at(long millis) {
        return new Guest.Clock(millis * 1_000_000, millis * 1_000_000, 0);
    }

    private static Guest.Invoke invoke(String how) {
        return new Guest.Invoke("id", "{\"how\":\"" + how + "\"}", 100_000, "arn", "");
    }
}
