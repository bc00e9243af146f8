package dev.tapedeck.cli;

import dev.tapedeck.sandbox.PythonBinary;
import dev.tapedeck.sandbox.RuntimeChoice;
import dev.tapedeck.sandbox.SandboxException;
import dev.tapedeck.testkit.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

/** What tests with functions in Python stand on: an interpreter, and code beside the packages that it imports, as it would be deployed. */
final class PythonFunctions {

    private static final Path ROOT = Path.of(System.getProperty("tapedeck.root"));

    private PythonFunctions() {}

    /** The newest supported version on this machine; without one the test is skipped, and with {@code CI=true} it fails. */
    static PythonBinary interpreter() {
        Needs.bubblewrap();
        Path code = Example.home().resolve("python");
        try {
            return (PythonBinary) RuntimeChoice.of("", List.of(code), "settle_payment.handler");
        } catch (SandboxException e) {
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError("nothing may be skipped with CI=true", e);
            }
            return abort(e.getMessage());
        }
    }

    /** The example's function in Python with its packages. */
    static Path deployed(PythonBinary python, Path target) throws IOException, InterruptedException {
        Path source = Example.home().resolve("python");
        int exit = new ProcessBuilder(ROOT.resolve("dev/python-packages").toString(), python.minor(), target.toString(),
                source.resolve("requirements.txt").toString()).inheritIO().start().waitFor();
        assertThat(exit).as("dev/python-packages").isZero();
        Files.copy(source.resolve("settle_payment.py"), target.resolve("settle_payment.py"));
        return target;
    }
}
