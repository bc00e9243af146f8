package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What a program of the machine says of itself, if it says so within a few seconds; and how a package is installed here. */
final class Told {

    private static final long SECONDS = 10;

    /** By program of the package manager; Debian's is what is said where there is none. */
    private static final Map<String, String> INSTALLERS = new TreeMap<>(
            Map.of("dnf", "dnf install ", "pacman", "pacman -S ", "apk", "apk add ",
                    "zypper", "zypper install "));

    private Told() {}

    /** The first line. */
    static Optional<String> of(Path program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String said = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
            return process.exitValue() == 0 ? said.lines().findFirst() : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static String install(String name, SearchPath path) {
        String installer = path.find("apt-get").isPresent()
                ? "apt-get install "
                : INSTALLERS.entrySet().stream().filter(entry -> path.find(entry.getKey()).isPresent()).map(Map.Entry::getValue).findFirst()
                        .orElse("apt-get install ");
        return installer + name;
    }
}
