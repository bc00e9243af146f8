package dev.tapedeck.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A block of commands in a document ({@code ```sh runnable}), and the lines that the block of text right after it says they print: some of those
 * printed, in their order. What varies from run to run and from machine to machine is taken for equal: digests, durations, and whatever {@code …}
 * stands for.
 *
 * @param where file and line, for whoever has to repair it
 */
record Snippet(String where, String commands, List<String> expected) {

    private static final String RUNNABLE = "```sh runnable";

    static List<Snippet> in(Path document) throws IOException {
        List<String> lines = Files.readAllLines(document);
        List<Snippet> snippets = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals(RUNNABLE)) {
                List<String> commands = block(lines, i);
                int after = i + commands.size() + 2;
                boolean expects = after < lines.size() && lines.get(after).equals("```text");
                snippets.add(new Snippet(document.getFileName() + ":" + (i + 1), String.join("\n", commands),
                        expects ? block(lines, after) : List.of()));
            }
        }
        return snippets;
    }

    private static List<String> block(List<String> lines, int fence) {
        return lines.subList(fence + 1, lines.size()).stream().takeWhile(line -> !line.equals("```")).toList();
    }

    /** The first expected line that {@code output} does not hold after the ones before it; "" if it holds all. */
    String missingFrom(List<String> output) {
        int at = 0;
        for (String line : expected) {
            Pattern pattern = pattern(line);
            while (at < output.size() && !pattern.matcher(normal(output.get(at))).matches()) {
                at++;
            }
            if (at++ == output.size()) {
                return line;
            }
        }
        return "";
    }

    private static Pattern pattern(String line) {
        return Pattern.compile(Arrays.stream(normal(line).split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    private static String normal(String line) {
        return line.stripTrailing().replaceAll("[0-9a-f]{8,}", "#").replaceAll("[0-9]+(\\.[0-9]+)? (m?s)\\b", "# $2");
    }
}
