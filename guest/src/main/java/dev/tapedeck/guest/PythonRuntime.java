package dev.tapedeck.guest;

import java.util.List;
import java.util.SortedMap;

/**
 * What runs beside the user's code in a Python guest: the hooks and the bootstrap, as modules of one package. They need nothing but Python itself and
 * are put into the fence as they are; {@code index.py} is where they begin.
 */
public final class PythonRuntime {

    public static final String ENTRY = "index.py";

    /** A program of its own, which compiles modules ahead. */
    public static final String COMPILER = "compile.py";

    /** A jar cannot be listed cheaply. A test keeps this equal to the directory. */
    static final List<String> FILES = List.of("channel.py", "clock.py", COMPILER, "datagrams.py", "endpoints.py", "entropy.py",
            "extensions.py", "files.py",
            "handler.py",
            "identity.py", "imports.py", ENTRY, "lambda_context.py", "lambda_logging.py", "main.py", "marshalling.py", "names.py",
            "output.py",
            "polling.py", "real.py", "refusals.py", "report.py", "segment.py", "sockets.py", "threads.py", "timers.py", "tls.py",
            "turn.py");

    private PythonRuntime() {}

    /** Name and content of each file. */
    public static SortedMap<String, byte[]> files() {
        return Resources.read("python", FILES);
    }
}
