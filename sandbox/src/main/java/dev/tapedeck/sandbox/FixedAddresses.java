package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts a program so that its memory lies where it lay in every other run: Python shows addresses in what it prints of objects, and orders sets of
 * objects by them. Some containers forbid it; then the guest says that addresses are not controlled.
 */
final class FixedAddresses {

    private static final long PATIENCE_SECONDS = 10;

    /** Tried when first asked for. */
    private static final class Here {
        private static final List<String> PREFIX = tried(SearchPath.ofEnvironment());

        private Here() {}
    }

    private FixedAddresses() {}

    /** What to put before a command; nothing where it cannot be had. */
    static List<String> prefix() {
        return Here.PREFIX;
    }

    static boolean available() {
        return !Here.PREFIX.isEmpty();
    }

    static List<String> tried(SearchPath path) {
        Optional<Path> setarch = path.find("setarch");
        return setarch.map(program -> List.of(program.toString(), "-R")).filter(FixedAddresses::works).orElse(List.of());
    }

    private static boolean works(List<String> prefix) {
        try {
            Process process = new ProcessBuilder(prefix.get(0), prefix.get(1), "true").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
