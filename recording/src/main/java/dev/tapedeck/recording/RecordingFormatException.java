package dev.tapedeck.recording;

/**
 * An entry that does not spell a recording. Says which entry, which line of it (from 1; 0 where the entry as a whole is meant) and what was
 * expected there, so that a damaged file can be found with any editor.
 */
public final class RecordingFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String entry;
    private final int line;
    private final String problem;

    public RecordingFormatException(String entry, int line, String problem) {
        super("`" + entry + "`" + (line > 0 ? ", line " + line : "") + ": " + problem);
        this.entry = entry;
        this.line = line;
        this.problem = problem;
    }

    public String entry() {
        return entry;
    }

    public int line() {
        return line;
    }

    /** What is wrong, without the place. */
    public String problem() {
        return problem;
    }
}
