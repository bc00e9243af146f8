package dev.tapedeck.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What somebody typed and what came back, both streams together, as a file: each command after {@code $}, then what it printed, then
 * {@code [exit N]} where that is not 0. A line that begins with {@code #} says what the transcript is for. What varies from run to run is masked.
 */
final class Transcript {

    private static final String PROMPT = "$ ";
    private static final String MORE = "> ";

    private final List<String> lines;

    Transcript(Path file) throws IOException {
        this.lines = Files.readAllLines(file);
    }

    static List<Path> in(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
        }
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    /** The same commands with what they print now. */
    String typed(Checkout checkout) throws IOException, InterruptedException {
        List<String> out = new ArrayList<>(lines.stream().takeWhile(line -> line.startsWith("#")).toList());
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(PROMPT)) {
                List<String> more = lines.subList(i + 1, lines.size()).stream().takeWhile(line -> line.startsWith(MORE)).toList();
                out.add(lines.get(i));
                out.addAll(more);
                String command = lines.get(i).substring(PROMPT.length())
                        + String.join("", more.stream().map(line -> "\n" + line.substring(MORE.length())).toList());
                Checkout.Ran ran = checkout.run(command);
                ran.lines().forEach(line -> out.add(masked(line)));
                if (ran.exit() != 0) {
                    out.add("[exit " + ran.exit() + "]");
                }
            }
        }
        return String.join("\n", out) + "\n";
    }

    /** Digests, keys, pseudonyms, durations, instants of now, the user, the directory, Node and who limits guests vary; nothing else does. */
    private static String masked(String line) {
        return line.replaceAll("ed25519:[A-Za-z0-9_-]{43}", "ed25519:KEY").replaceAll("[0-9a-f]{64}", "DIGEST")
                .replaceAll("(step [0-9]+)-[0-9a-f]{8}", "$1-DIGEST")
                .replaceAll("[0-9a-f]{16}…", "DIGEST…").replaceAll("made by   \\S+ with tapedeck \\S+ \\S+ signed",
                        "made by   WHO with tapedeck VERSION, NOW, signed")
                .replaceAll("expires \\d{4}-\\S+", "expires THEN").replaceAll("[0-9.]+ s real", "N s real")
                .replaceAll("^limits    .*", "limits    OF-THIS-MACHINE").replaceAll("^runtime   node v[0-9.]+$", "runtime   node VERSION")
                .replaceAll("^tenant    [a-z]+-[a-z]+$", "tenant    PSEUDONYM")
                .replaceAll("/[^ `]*/junit-?[^ /`]*", "HERE").replaceAll("(pseudonymise|shift), ", "$1, ").stripTrailing();
    }
}
