package dev.tapedeck.cli;

import dev.tapedeck.recording.Json;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The only place that prints. People get sentences on standard output and progress on standard error; with {@code --json} standard output holds
 * one JSON object and nothing else. Colour only on a terminal, and never with {@code NO_COLOR} set (https://no-color.org).
 */
final class Console {

    private static final int NARROWEST = 40;
    private static final int USUAL = 80;
    private static final String CLEARED = "\r\u001b[K";

    /** Whether the last thing on the terminal is a line that is to be written over. */
    private static volatile boolean progressing;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final boolean colour;
    private final boolean terminal;
    private final int columns;

    private Console(PrintWriter out, PrintWriter err, boolean json, boolean colour, boolean terminal) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.colour = colour;
        this.terminal = terminal;
        this.columns = told();
    }

    static Console of(PrintWriter out, PrintWriter err, boolean json) {
        boolean terminal = System.getenv("TAPEDECK_TERMINAL") != null;
        boolean plain = System.getenv("NO_COLOR") != null && !System.getenv("NO_COLOR").isEmpty();
        return new Console(out, err, json, terminal && !plain, terminal);
    }

    boolean json() {
        return json;
    }

    boolean terminal() {
        return terminal;
    }

    /** A line for people; not printed with {@code --json}. */
    void say(String line) {
        if (!json) {
            out.println(line);
        }
    }

    /** A sentence for people, which may be long: on a terminal it goes on in the next line, under itself. */
    void text(String line) {
        wrapped(line, terminal ? columns : Integer.MAX_VALUE).forEach(this::say);
    }

    /** How wide the terminal is; where there is none, what people usually have. */
    int columns() {
        return terminal ? columns : USUAL;
    }

    /** The launcher says how wide the terminal is, where there is one. */
    private static int told() {
        try {
            int told = Integer.parseInt(String.valueOf(System.getenv("TAPEDECK_TERMINAL")));
            return told >= NARROWEST ? told : USUAL;
        } catch (NumberFormatException nobodyTold) {
            return USUAL;
        }
    }

    /** Broken at blanks; what has none stays whole. */
    static List<String> wrapped(String line, int columns) {
        String indent = " ".repeat(line.length() - line.stripLeading().length());
        List<String> lines = new ArrayList<>();
        StringBuilder now = new StringBuilder(indent);
        for (String word : line.strip().split(" ", -1)) {
            boolean fresh = now.toString().isBlank();
            if (!fresh && now.length() + 1 + word.length() > columns) {
                lines.add(now.toString());
                now = new StringBuilder(indent + "  ");
                fresh = true;
            }
            now.append(fresh ? "" : " ").append(word);
        }
        lines.add(now.toString());
        return lines;
    }

    /** Something that people should know now and programs need not: to standard error. */
    void note(String line) {
        progressDone();
        wrapped(line, terminal ? columns : Integer.MAX_VALUE).forEach(err::println);
        err.flush();
    }

    /** The command's whole result as JSON; not printed without {@code --json}. */
    void result(JsonNode tree) {
        if (json) {
            out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree));
        }
        out.flush();
    }

    /** What to type next, with real names filled in. */
    void next(String command) {
        say("");
        say(dim("next: ") + Shell.typed(command));
        out.flush();
    }

    /** What has to be done by hand first, and what to type then. */
    void next(String first, String command) {
        say("");
        text("next: " + first);
        say("      " + Shell.typed(command));
        out.flush();
    }

    void progress(String line) {
        if (terminal && !json) {
            progressing = true;
            err.print(CLEARED + line);
        }
        err.flush();
    }

    void progressDone() {
        if (terminal && !json) {
            err.print(CLEARED);
            err.flush();
            progressing = false;
        }
    }

    /** Whoever is interrupted leaves no line of progress standing behind the prompt. */
    static void interrupted(PrintStream terminal) {
        if (progressing) {
            terminal.print(CLEARED);
            terminal.flush();
        }
    }

    void fail(CommandFailure failure) {
        progressDone();
        for (CommandFailure.Wrong wrong : failure.wrongs()) {
            err.println(red("error: ") + indented(fitted(wrong.sentence(), 7), 7));
            if (!wrong.hint().isEmpty()) {
                err.println("hint: " + indented(Shell.typed(wrong.hint()), 6));
            }
        }
        err.flush();
    }

    /** Broken at blanks, beside what stands before it. A hint is left whole: it is there to be copied. */
    private String fitted(String text, int before) {
        return text.lines().flatMap(line -> wrapped(line, terminal ? columns - before : Integer.MAX_VALUE).stream())
                .collect(Collectors.joining("\n"));
    }

    /** Lines after the first under the first. */
    private static String indented(String text, int columns) {
        return text.replace("\n", "\n" + " ".repeat(columns));
    }

    String green(String text) {
        return paint("32", text);
    }

    String red(String text) {
        return paint("31", text);
    }

    String bold(String text) {
        return paint("1", text);
    }

    String dim(String text) {
        return paint("2", text);
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
