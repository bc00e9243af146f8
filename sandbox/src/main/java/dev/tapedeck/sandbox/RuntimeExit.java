package dev.tapedeck.sandbox;

import java.util.Map;

/**
 * The end of a runtime's process in Lambda's words, which its caller gets to read: {@code RequestId: … Error: Runtime exited with error: signal: killed}
 * under the error type {@code Runtime.ExitError}. Source: https://repost.aws/knowledge-center/lambda-runtime-error, and for the words themselves
 * https://github.com/aws/aws-lambda-runtime-interface-emulator.
 */
final class RuntimeExit {

    private static final String PREFIX = "Runtime exited ";

    /** A shell, and bubblewrap, end with this and the number of the signal. */
    private static final int SIGNALLED = 128;
    private static final int LAST_SIGNAL = 64;

    private static final Map<Integer, String> SIGNALS = Map.ofEntries(Map.entry(1, "hangup"), Map.entry(2, "interrupt"),
            Map.entry(3, "quit"),
            Map.entry(4, "illegal instruction"), Map.entry(5, "trace/breakpoint trap"), Map.entry(6, "aborted"), Map.entry(7, "bus error"),
            Map.entry(8, "floating point exception"), Map.entry(9, "killed"), Map.entry(11, "segmentation fault"),
            Map.entry(13, "broken pipe"),
            Map.entry(14, "alarm clock"), Map.entry(15, "terminated"), Map.entry(31, "bad system call"));

    private RuntimeExit() {}

    /** @param exitValue as the fence reports it */
    static String of(int exitValue) {
        if (exitValue == 0) {
            return PREFIX + "without providing a reason";
        }
        int signal = exitValue - SIGNALLED;
        boolean signalled = signal > 0 && signal <= LAST_SIGNAL;
        return PREFIX + "with error: "
                + (signalled ? "signal: " + SIGNALS.getOrDefault(signal, "signal " + signal) : status(exitValue));
    }

    /** Where the program itself said with which code it ends. */
    static String chosen(int exitCode) {
        return exitCode == 0 ? of(0) : PREFIX + "with error: " + status(exitCode);
    }

    private static String status(int exitCode) {
        return "exit status " + (exitCode & 0xff);
    }

    /** What else may be the matter (a guest that was ended by us) is no word of Lambda's and stands for itself. */
    static String forRequest(String requestId, String reason) {
        if (!reason.startsWith(PREFIX)) {
            return reason;
        }
        return (requestId.isEmpty() ? "" : "RequestId: " + requestId + " ") + "Error: " + reason;
    }
}
