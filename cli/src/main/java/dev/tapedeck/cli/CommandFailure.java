package dev.tapedeck.cli;

import java.util.List;
import java.util.stream.Collectors;

/** A command cannot go on: for each thing that is wrong a sentence that says what and where, and a hint that says what to do; and the exit code. Never shown as a stack. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Exit exit;
    private final transient List<Wrong> wrongs;

    /** @param hint empty where there is none to give */
    record Wrong(String sentence, String hint) {}

    CommandFailure(Exit exit, List<Wrong> wrongs) {
        super(wrongs.stream().map(Wrong::sentence).collect(Collectors.joining("\n")));
        this.exit = exit;
        this.wrongs = List.copyOf(wrongs);
    }

    CommandFailure(Exit exit, String sentence, String hint) {
        this(exit, List.of(new Wrong(sentence, hint)));
    }

    static CommandFailure usage(String sentence, String hint) {
        return new CommandFailure(Exit.USAGE, sentence, hint);
    }

    static CommandFailure refused(String sentence, String hint) {
        return new CommandFailure(Exit.REFUSED, sentence, hint);
    }

    Exit exit() {
        return exit;
    }

    List<Wrong> wrongs() {
        return wrongs;
    }
}
