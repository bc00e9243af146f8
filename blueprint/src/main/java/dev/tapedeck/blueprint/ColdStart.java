package dev.tapedeck.blueprint;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * When a function's instances start cold, and how much virtual time their init phase takes. The init code runs for real in any case; what it waits
 * for of its own may make the phase longer.
 *
 * @param nanos of which one is drawn with the seed; one or more for {@code FIXED} and {@code SAMPLED}, any number for {@code ALWAYS}, where none
 *        means as recorded
 */
public record ColdStart(Mode mode, List<Long> nanos) {

    /** As the recording tells; where it tells nothing, init takes no time. */
    public static final ColdStart AS_RECORDED = new ColdStart(Mode.RECORDED, List.of());

    public enum Mode {
        /** Durations, and who starts cold, from the recording. */
        RECORDED,
        /** Init takes no time. */
        NONE,
        /** Init always takes the same time. */
        FIXED,
        /** Init takes one of several durations, drawn with the seed for each instance. */
        SAMPLED,
        /** Every invocation starts an instance of its own. */
        ALWAYS;

        public String spelled() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** No init phase may last longer: 15 minutes with provisioned concurrency, 10 seconds otherwise (the Lambda Developer Guide). */
    static final long LONGEST_MILLIS = 900_000;

    public ColdStart {
        nanos = List.copyOf(nanos);
        boolean fits = switch (mode) {
            case RECORDED, NONE -> nanos.isEmpty();
            case FIXED -> nanos.size() == 1;
            case SAMPLED -> !nanos.isEmpty();
            case ALWAYS -> true;
        };
        if (!fits) {
            throw new IllegalArgumentException(mode + " with " + nanos.size() + " durations");
        }
    }

    /**
     * From a short spelling: {@code recorded}, {@code none}, {@code fixed:250ms}, {@code sampled:nodejs22.x}, {@code sampled:180ms,1s},
     * {@code always}, {@code always:250ms}.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong
     */
    public static ColdStart parse(String text) {
        int colon = text.indexOf(':');
        Mode mode = mode(colon < 0 ? text : text.substring(0, colon));
        List<Long> nanos = colon < 0 ? List.of() : durations(text.substring(colon + 1));
        try {
            return new ColdStart(mode, nanos);
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException("`" + mode.spelled() + "` takes " + switch (mode) {
                case RECORDED, NONE -> "nothing behind it";
                case FIXED -> "one duration, as `fixed:250ms`";
                case SAMPLED -> "a preset or durations, as `sampled:nodejs22.x` or `sampled:180ms,200ms,1s`";
                case ALWAYS -> "durations, a preset or nothing";
            }, unfit);
        }
    }

    private static Mode mode(String spelled) {
        return Stream.of(Mode.values()).filter(mode -> mode.spelled().equals(spelled)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("`" + spelled + "` is no mode; modes are recorded, none, fixed, sampled and always"));
    }

    private static List<Long> durations(String text) {
        if (InitDurations.PRESETS.containsKey(text)) {
            return InitDurations.of(text);
        }
        return Stream.of(text.split(",", -1)).map(each -> {
            if (!Durations.isSpelled(each)) {
                throw new IllegalArgumentException("`" + each + "` is neither a duration, as `250ms`, nor a preset; presets are "
                        + String.join(", ", InitDurations.PRESETS.keySet()));
            }
            if (Durations.millis(each) > LONGEST_MILLIS) {
                throw new IllegalArgumentException("`" + each + "` is longer than any init phase may last, which is 15m");
            }
            return Durations.millis(each) * 1_000_000;
        }).toList();
    }
}
