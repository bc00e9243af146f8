package dev.tapedeck.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * A directory that looks like the root of the checkout to somebody who types what the documents say: {@code ./tapedeck}, which is the code under
 * test, and {@code examples}. Keys and trust are its own.
 */
final class Checkout {

    private static final Path ROOT = Path.of(System.getProperty("tapedeck.root"));

    /** As the launcher's. */
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Dslf4j.internal.verbosity=ERROR");

    private final Path directory;

    Checkout(Path directory) throws IOException {
        this.directory = directory;
        Files.createSymbolicLink(directory.resolve("examples"), ROOT.resolve("examples"));
        Path script = directory.resolve("tapedeck");
        Files.writeString(script, "#!/bin/sh\nexec '" + ProcessHandle.current().info().command().orElseThrow()
                + "' " + String.join(" ", FLAGS) + " '-Dtapedeck.home=" + directory
                + "' ${TAPEDECK_JAVA_OPTS-} -cp '"
                + System.getProperty("java.class.path") + "' dev.tapedeck.cli.Tapedeck \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** @param lines of standard output and standard error together */
    record Ran(int exit, List<String> lines) {
        String text() {
            return String.join("\n", lines);
        }
    }

    /** Runs shell commands; the first that fails ends them. */
    Ran run(String commands) throws IOException, InterruptedException {
        return run(commands, Map.of());
    }

    /** @param environment beside, or instead of, what is there already */
    Ran run(String commands, Map<String, String> environment) throws IOException, InterruptedException {
        return start(List.of("bash", "-euc", commands), environment).ran();
    }

    /** Starts a command here. */
    Running start(List<String> command, Map<String, String> environment) throws IOException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectInput(new File("/dev/null")).redirectOutput(output.toFile());
        builder.environment().put("XDG_CONFIG_HOME", directory.resolve("config").toString());
        builder.environment().remove("TAPEDECK_TERMINAL");
        builder.environment().putAll(environment);
        return new Running(builder.start(), output);
    }
}
