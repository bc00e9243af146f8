package dev.tapedeck.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

import static org.junit.jupiter.api.Assumptions.abort;

/**
 * What a test needs of the machine. Where it is not there the test is skipped and says why; with {@code CI=true} it fails instead, so that a
 * green build never hides what it did not try.
 */
public final class Needs {
    private static final boolean CI = "true".equals(System.getenv("CI"));

    private Needs() {}

    /** Real functions in the fence: bubblewrap is there and may make namespaces. */
    public static void bubblewrap() {
        check("bubblewrap", works("bwrap", "--ro-bind", "/", "/", "--unshare-all", "--die-with-parent", "--", "true"), CI);
    }

    /** Node 20 or later. */
    public static void node() {
        check("Node 20", works("node", "-e", "process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)"), CI);
    }

    /** Go, to build guests with. */
    public static void go() {
        check("go", works("go", "version"), CI);
    }

    /** A program that answers {@code --version}. */
    public static void program(String name) {
        check(name, works(name, "--version"), CI);
    }

    static void check(String what, boolean there, boolean ci) {
        if (there) {
            return;
        }
        if (ci) {
            throw new AssertionError("`" + what + "` is missing or does not work here, and with CI=true nothing may be skipped");
        }
        abort("`" + what + "` is missing or does not work here");
    }

    static boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).redirectOutput(Redirect.DISCARD)
                    .redirectInput(Redirect.from(new java.io.File("/dev/null"))).start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while trying " + List.of(command), e));
        }
    }
}
