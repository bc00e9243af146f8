package dev.tapedeck.cli;

/** A command cannot go on: one sentence that says what and where, a hint that says what to do, and the exit code. Never shown as a stack. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Exit exit;
    private final String hint;

    CommandFailure(Exit exit, String sentence, String hint) {
        super(sentence);
        this.exit = exit;
        this.hint = hint;
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

    String hint() {
        return hint;
    }
}
