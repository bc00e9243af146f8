package dev.tapedeck.blueprint;

import java.util.regex.Pattern;

/** Durations as people write them: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 4d}. */
final class Durations {
    private static final Pattern SPELLED = Pattern.compile("[0-9]{1,9}(ms|s|m|h|d)");

    private Durations() {}

    static boolean isSpelled(String text) {
        return SPELLED.matcher(text).matches();
    }

    /** @param text that {@linkplain #isSpelled is spelled} so */
    static long millis(String text) {
        int unit = 0;
        while (Character.isDigit(text.charAt(unit))) {
            unit++;
        }
        long count = Long.parseLong(text.substring(0, unit));
        return count * switch (text.substring(unit)) {
            case "ms" -> 1L;
            case "s" -> 1_000L;
            case "m" -> 60_000L;
            case "h" -> 3_600_000L;
            case "d" -> 86_400_000L;
            default -> throw new IllegalArgumentException("not a duration: `" + text + "`");
        };
    }

    static String text(long millis) {
        if (millis > 0 && millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
}
