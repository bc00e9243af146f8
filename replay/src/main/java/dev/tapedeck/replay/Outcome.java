package dev.tapedeck.replay;

import java.util.Locale;

/** How a replay ended (DESIGN section 8). */
public enum Outcome {
    /** The recorded signature, each entry an effect of real code. */
    REPRODUCED,
    /** What-if: no failure, the real invocations ended normally, every invariant could be judged. */
    PASSES,
    /** A signature that is not the recorded one. */
    OTHER_FAILURE,
    /** Strict: the recorded failure is absent. */
    NOT_REPRODUCED,
    /** None recorded, none found, real code ran. */
    CLEAN,
    /** Nothing that counts was an effect of real code: it proves nothing. */
    ECHOED,
    /** The replay did what the recording did not; the first difference is named. */
    DIVERGED,
    /** Something needed and not known lay on the way. */
    INCONCLUSIVE;

    /** As the CLI and the documents spell it: {@code other-failure}. */
    public String spelled() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
