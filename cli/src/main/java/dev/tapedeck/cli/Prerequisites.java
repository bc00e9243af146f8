package dev.tapedeck.cli;

import dev.tapedeck.sandbox.Fence;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the demo needs of the machine, and how to get it. Whatever is installed is announced first. */
final class Prerequisites {

    private static final String INSTALL = "apt-get install ";

    private final Console console;

    Prerequisites(Console console) {
        this.console = console;
    }

    /** The fence, after trying to install what it lacks where that may be done. */
    Fence fence() throws IOException {
        Fence here = Fence.detect();
        if (here instanceof Fence.Unavailable lacking && lacking.remedy().startsWith(INSTALL) && Fence.root() && onPath("apt-get")) {
            install(lacking.remedy().substring(INSTALL.length()));
            return Fence.detect();
        }
        return here;
    }

    private void install(String name) throws IOException {
        console.note("there is no fence yet: installing " + name + " from Debian's packages");
        if (!run(null, List.of("apt-get", "update")) || !run(null, List.of("apt-get", "install", "-y", "--no-install-recommends", name))) {
            console.note(name + " could not be installed: `" + INSTALL + name + "` says why");
        }
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1)).filter(directory -> directory.startsWith("/"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** The packages that the example's functions import; fetched once. */
    void packages(Path app) throws IOException {
        if (fetched(app)) {
            return;
        }
        try (FileChannel held = FileChannel.open(app.resolve("package-lock.json"), StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = locked(held)) {
            if (lock.isValid() && !fetched(app)) {
                fetch(app);
            }
        }
    }

    /** npm writes this file last. */
    private static boolean fetched(Path app) {
        return Files.exists(app.resolve("node_modules/.package-lock.json"));
    }

    /** Two demos at once would fetch into one directory. */
    private FileLock locked(FileChannel file) throws IOException {
        FileLock free = file.tryLock();
        if (free == null) {
            console.note("another demo is fetching the packages of the example; waiting for it");
        }
        return free == null ? file.lock() : free;
    }

    private void fetch(Path app) throws IOException {
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
