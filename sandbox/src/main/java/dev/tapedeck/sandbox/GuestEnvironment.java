package dev.tapedeck.sandbox;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The whole environment of a guest: nothing is inherited. The same for every run, so that nothing of the machine or the hour shows. Names from
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html.
 */
final class GuestEnvironment {

    private static final String NODE_OPTIONS = "NODE_OPTIONS";

    /** Of Node's options the one that loads nothing, and that bundles are deployed with: the guest sees to it (handler.js). */
    private static final String SOURCE_MAPS = "--enable-source-maps";

    /** Loaded before the hooks, these would run what the hooks do not see; instrumentation arrives this way. */
    private static final List<String> DROPPED = List.of(NODE_OPTIONS, "AWS_LAMBDA_EXEC_WRAPPER", "AWS_LAMBDA_RUNTIME_API",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_PROFILE");

    private static final String REGION = "us-east-1";

    private GuestEnvironment() {}

    static SortedMap<String, String> of(Program program, int ordinal) {
        SortedMap<String, String> variables = new TreeMap<>();
        variables.put("PATH", "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin");
        variables.put("LD_LIBRARY_PATH", "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib");
        variables.put("LANG", "en_US.UTF-8");
        variables.put("HOME", "/tmp");
        variables.put("AWS_REGION", REGION);
        variables.put("AWS_DEFAULT_REGION", REGION);
        variables.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
        variables.put("AWS_XRAY_DAEMON_ADDRESS", "169.254.79.129:2000");
        variables.putAll(program.runtime().lambdaVariables());
        variables.putAll(program.environment());
        if (program.kind() == Program.Kind.FUNCTION) {
            reserved(variables, program, ordinal);
        }
        // decided here, whatever the user configured: credentials that open nothing, instrumentation off, paths that are those of the fence
        variables.put("TZ", ":UTC");
        variables.put("OTEL_SDK_DISABLED", "true");
        variables.put("AWS_ACCESS_KEY_ID", "TAPEDECKREPLAYACCESS");
        variables.put("AWS_SECRET_ACCESS_KEY", "tapedeck-replay-secret-that-opens-nothing");
        variables.put("AWS_SESSION_TOKEN", "tapedeck-replay-token");
        variables.put("LAMBDA_TASK_ROOT", FenceCommand.TASK_ROOT.toString());
        variables.put("LAMBDA_RUNTIME_DIR", FenceCommand.RUNTIME_ROOT.toString());
        variables.put("_HANDLER", program.handler());
        boolean mapped = List.of(variables.getOrDefault(NODE_OPTIONS, "").split(" ")).contains(SOURCE_MAPS);
        DROPPED.forEach(variables::remove);
        if (mapped) {
            variables.put(NODE_OPTIONS, SOURCE_MAPS);
        }
        return variables;
    }

    /** What a function's configuration cannot set. */
    private static void reserved(SortedMap<String, String> variables, Program program, int ordinal) {
        if (!program.runtime().executionEnvironment().isEmpty()) {
            variables.put("AWS_EXECUTION_ENV", program.runtime().executionEnvironment());
        }
        variables.put("AWS_LAMBDA_FUNCTION_NAME", program.component());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(program.memoryMegabytes()));
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + program.component());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "replay/[$LATEST]" + ordinal);
    }
}
