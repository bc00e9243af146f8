package dev.tapedeck.cli;

import dev.tapedeck.testkit.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A process that a test started, with what it prints. Started by {@code setsid} it leads a session, which is how its family is found again. */
record Running(Process process, Path output) {

    private static final List<String> ALONE = List.of("setsid", "env", "--default-signal=INT");
    private static final int SESSION_FIELD = 3;
    private static final int GONE_WITHIN_SECONDS = 60;

    /** A command that leads a session of its own, and is interrupted by Ctrl-C whatever the tests' own session does with it. */
    static List<String> alone(String... command) {
        return Stream.concat(ALONE.stream(), Stream.of(command)).toList();
    }

    Checkout.Ran ran() throws InterruptedException {
        int exit = process.waitFor();
        try {
            return new Checkout.Ran(exit, Files.readString(output, UTF_8).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code kill -9}. Nothing of its family may be left, and nothing is. */
    void kill() throws InterruptedException {
        Set<ProcessHandle> family = family();
        process.destroyForcibly().waitFor();
        family.addAll(family());
        gone(family);
    }

    /** As Ctrl-C in a terminal: everything in the foreground is told. */
    Checkout.Ran interrupt() throws InterruptedException, IOException {
        Set<ProcessHandle> family = family();
        new ProcessBuilder("bash", "-c", "kill -INT -- -" + process.pid()).redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        Checkout.Ran ran = ran();
        family.addAll(family());
        gone(family);
        return ran;
    }

    private static void gone(Set<ProcessHandle> family) throws InterruptedException {
        for (ProcessHandle each : family) {
            if (!Processes.endsWithin(GONE_WITHIN_SECONDS, each)) {
                throw new AssertionError("an orphan is left: " + each.pid() + " " + each.info().commandLine().orElse(""));
            }
        }
    }

    /** Descendants, and whatever else is in its session: a descendant of a process that is gone belongs to nobody. */
    private Set<ProcessHandle> family() {
        Set<ProcessHandle> family = new LinkedHashSet<>(process.descendants().toList());
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : processes) {
                long pid = Long.parseLong(each.getFileName().toString());
                if (pid != process.pid() && session(each) == process.pid()) {
                    ProcessHandle.of(pid).ifPresent(family::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return family;
    }

    /** Field 6 of {@code /proc/PID/stat}, counted after the name in brackets (man proc); -1 where the process is gone. */
    private static long session(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[SESSION_FIELD]);
        } catch (IOException gone) {
            return -1;
        }
    }
}
