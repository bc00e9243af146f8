package dev.tapedeck.replay;

import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Name;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What kept a replay from being believed; of several, the one that came first in the run counts. */
public sealed interface Problem {

    long atNanos();

    String detail();

    /**
     * The run did what the recording does not hold, or did not do what it holds.
     *
     * @param invocation in which, null where in none
     * @param differences per path, first one first
     */
    record Divergence(@Nullable Name invocation, long atNanos, String detail, List<String> differences) implements Problem {
        public Divergence {
            differences = List.copyOf(differences);
        }
    }

    /** A gap on the way. */
    record Missing(long atNanos, Gap gap) implements Problem {
        @Override
        public String detail() {
            return gap.detail();
        }
    }
}
