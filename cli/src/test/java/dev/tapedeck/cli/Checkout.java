package dev.tapedeck.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A directory that looks like the root of the checkout to somebody who types what the documents say: {@code ./tapedeck}, which is the code under
 * test, and {@code examples}. Keys and trust are its own.
 */
final class Checkout {

    private static final Path ROOT = Path.of(System.getProperty("tapedeck.root"));

    private final Path directory;

    Checkout(Path directory) throws IOException {
        this.directory = directory;
        Files.createSymbolicLink(directory.resolve("examples"), ROOT.resolve("examples"));
        Path script = directory.resolve("tapedeck");
        Files.writeString(script, "#!/bin/sh\nexec '" + ProcessHandle.current().info().command().orElseThrow()
                + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dslf4j.internal.verbosity=ERROR --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED '-Dtapedeck.home="
                + directory + "' -cp '"
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
        Path output = Files.createTempFile(directory, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euc", commands).directory(directory.toFile()).redirectErrorStream(true)
                .redirectInput(new File("/dev/null")).redirectOutput(output.toFile());
        builder.environment().put("XDG_CONFIG_HOME", directory.resolve("config").toString());
        builder.environment().remove("TAPEDECK_TERMINAL");
        int exit = builder.start().waitFor();
        return new Ran(exit, Files.readString(output, UTF_8).lines().toList());
    }
}
