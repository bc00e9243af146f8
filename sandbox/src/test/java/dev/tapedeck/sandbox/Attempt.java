package dev.tapedeck.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One way out of the fence, as {@code attempts.txt} has it.
 *
 * @param tries for people
 * @param stoppedBy what of the fence should stop it, for people
 * @param asNobody the control is not made as root, who could do it anyway
 * @param python words for {@code escape.py}, or none
 * @param node words for {@code escape.js}, or none
 */
record Attempt(String name, String tries, String stoppedBy, boolean asNobody, List<String> python, List<String> node) {

    static final Path DIRECTORY = TestBench.GUESTS.resolveSibling("escapes");

    /** Who makes it. */
    enum Attacker {
        PYTHON("/usr/bin/python3", "escape.py"), NODE("node", "escape.js");

        private final String interpreter;
        private final String program;

        Attacker(String interpreter, String program) {
            this.interpreter = interpreter;
            this.program = program;
        }

        /** @param node the Node to run on, outside or inside */
        List<String> command(String directory, String node, List<String> words) {
            List<String> command = new ArrayList<>(this == PYTHON ? List.of(interpreter, "-B") : List.of(node, "--no-warnings"));
            command.add(directory + "/" + program);
            command.addAll(words);
            return command;
        }
    }

    List<String> words(Attacker attacker) {
        return attacker == Attacker.PYTHON ? python : node;
    }

    static List<String> filled(List<String> words, Map<String, String> values) {
        return words.stream().map(word -> {
            String filled = word;
            for (Map.Entry<String, String> value : values.entrySet()) {
                filled = filled.replace("{" + value.getKey() + "}", value.getValue());
            }
            return filled;
        }).toList();
    }

    static List<Attempt> all() {
        try {
            return Files.readAllLines(DIRECTORY.resolve("attempts.txt")).stream().filter(line -> !line.startsWith("#")).map(Attempt::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Attempt of(String line) {
        List<String> fields = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        return new Attempt(fields.get(0), fields.get(1), fields.get(2), fields.get(3).equals("nobody"), split(fields.get(4)),
                split(fields.get(5)));
    }

    private static List<String> split(String words) {
        return words.isEmpty() ? List.of() : List.of(words.split(" "));
    }

    /** As docs/reference/fence.md has it. */
    String row() {
        String by = python.isEmpty() ? "Node" : node.isEmpty() ? "native" : "native, Node";
        return "| `" + name + "` | " + tries + " | " + by + " | " + stoppedBy + " |";
    }

    @Override
    public String toString() {
        return name;
    }
}
