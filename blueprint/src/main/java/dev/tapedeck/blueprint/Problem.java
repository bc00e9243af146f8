package dev.tapedeck.blueprint;

/**
 * Something wrong with a blueprint, or still to be done in it.
 *
 * @param line from 1; 0 where it is about no place in the file
 * @param column from 1
 * @param path the field, as {@code functions.close-invoice.timeout}; "" for the whole file
 * @param sentence what is wrong
 * @param hint what to write instead, "" where there is nothing to say
 */
public record Problem(String file, int line, int column, String path, String sentence, String hint) {

    /** {@code system.yaml:12:7: `functions.close-invoice.timeout` must be a duration, not a number}. */
    @Override
    public String toString() {
        return (line == 0 ? "`" + file + "`: " : file + ":" + line + ":" + column + ": ") + (path.isEmpty() ? "" : "`" + path + "` ")
                + sentence;
    }
}
