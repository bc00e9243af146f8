package dev.tapedeck.cli;

import dev.tapedeck.sandbox.Fence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the demo needs of the machine, and how to get it. Whatever is installed is announced first. */
final class Prerequisites {

    private final Console console;

    Prerequisites(Console console) {
        this.console = console;
    }

    /** Whether there is a fence, after trying to install one where that may be done. */
    boolean fence() throws IOException {
        return switch (Fence.detect()) {
            case Fence.Fenced fenced -> true;
            case Fence.Unavailable unavailable -> installable(unavailable) && installed();
        };
    }

    private static boolean installable(Fence.Unavailable unavailable) {
        return unavailable.remedy().startsWith("apt-get install") && "root".equals(System.getProperty("user.name"))
                && Files.isExecutable(Path.of("/usr/bin/apt-get"));
    }

    private boolean installed() throws IOException {
        console.note("there is no fence yet: installing bubblewrap from Debian's packages");
        return run(null, List.of("apt-get", "update"))
                && run(null, List.of("apt-get", "install", "-y", "--no-install-recommends", "bubblewrap"))
                && Fence.detect() instanceof Fence.Fenced;
    }

    /** The packages that the example's functions import; fetched once. */
    void packages(Path app) throws IOException {
        if (Files.isDirectory(app.resolve("node_modules"))) {
            return;
        }
        console.note("fetching the packages that the example's functions import (npm ci)");
        if (!run(app, List.of("npm", "ci", "--no-audit", "--no-fund"))) {
            throw CommandFailure.usage("`npm ci` failed in `" + app + "`", "run it there by hand to see why");
        }
    }

    private static boolean run(@org.jspecify.annotations.Nullable Path directory, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        builder.environment().putAll(Map.of("DEBIAN_FRONTEND", "noninteractive"));
        try {
            return builder.start().waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
