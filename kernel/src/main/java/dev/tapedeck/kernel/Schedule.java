package dev.tapedeck.kernel;

import java.util.List;
import java.util.stream.Stream;

/**
 * The choices that a run made where it could have gone on otherwise, in order. Played back, it makes the run again; each choice carries what was
 * picked, so that a run which has become another one is noticed at the first choice that does not fit.
 *
 * @param slackNanos what counted as enabled when the choices were made
 */
public record Schedule(long slackNanos, List<Choice> choices) {

    /**
     * @param step number of the step that was chosen, from 1
     * @param picked its index among those enabled, earliest first
     * @param cause what it was
     */
    public record Choice(long step, int picked, String cause) {}

    public Schedule {
        choices = List.copyOf(choices);
    }

    /** One line for the slack and one a choice, as {@link #parse} reads them: {@code 17 1 deliver 3fa9c1d2 to close-invoice}. */
    public List<String> lines() {
        return Stream.concat(Stream.of("slack " + slackNanos), choices.stream().map(c -> c.step() + " " + c.picked() + " " + c.cause()))
                .toList();
    }

    /** @throws IllegalArgumentException naming the first line that is not a choice */
    public static Schedule parse(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().matches("slack [0-9]{1,18}")) {
            throw new IllegalArgumentException(
                    "a schedule starts with `slack NANOS`, not `" + (lines.isEmpty() ? "" : lines.getFirst()) + "`");
        }
        long slackNanos = Long.parseLong(lines.getFirst().substring("slack ".length()));
        return new Schedule(slackNanos, lines.stream().skip(1).map(Schedule::choice).toList());
    }

    private static Choice choice(String line) {
        if (!line.matches("[0-9]{1,18} [0-9]{1,9} .*")) {
            throw new IllegalArgumentException("a choice of a schedule reads `STEP INDEX CAUSE`, not `" + line + "`");
        }
        String[] parts = line.split(" ", 3);
        return new Choice(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), parts[2]);
    }
}
