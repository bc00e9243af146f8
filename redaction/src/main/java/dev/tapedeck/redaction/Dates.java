package dev.tapedeck.redaction;

import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Recording;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates and instants in texts and numbers, their letters in either case (RFC 3339). Inside the window of the recording they stay: the telemetry
 * shows them anyway. Others move by whole weeks (weekday and time of day stay as written), those before the window into the past and those after it into the future, so that what was
 * due stays due.
 */
final class Dates {
    private static final long SLACK_NANOS = 3_600_000_000_000L;
    private static final long DAY_NANOS = 24 * SLACK_NANOS;
    private static final int DAYS_A_WEEK = 7;
    private static final int MOST_WEEKS = 26;
    private static final int LOWER_CASE = 0x20;
    private static final List<String> MONTHS = List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private static final String TIME = "(\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?";
    private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})(?:[Tt ]" + TIME + "([Zz]|[+-]\\d{2}:?\\d{2})?)?");
    private static final Pattern COMPACT = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})[Tt](\\d{2})(\\d{2})(\\d{2})()([Zz])?");
    private static final Pattern HTTP = Pattern
            .compile("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\\d{2}) ([A-Z][a-z]{2}) (\\d{4}) (\\d{2}):(\\d{2}):(\\d{2}) GMT");
    private static final Pattern COMMON_LOG = Pattern.compile("(\\d{2})/([A-Z][a-z]{2})/(\\d{4}):(\\d{2}):(\\d{2}):(\\d{2}) ([+-]\\d{4})");

    private static final Pattern CUT = Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}|\\d{2}\\.\\d{1,9}[Zz]");

    private final Moment from;
    private final Moment to;
    private final int weeks;

    Dates(Recording recording, KeyedBytes keyed) {
        from = recording.from();
        to = recording.to();
        weeks = 1 + keyed.draws("weeks", "").next(MOST_WEEKS);
    }

    /** A date as it stands in a text: where its year, month and day are, and when it was. */
    private record Written(LocalDate date, long epochNanos, boolean dateOnly, Style style) {}

    private enum Style {
        ISO, COMPACT, HTTP, COMMON_LOG
    }

    /** Where the date ends that starts at {@code from}; {@code from} if none does. */
    static int end(String text, int from) {
        char c = text.charAt(from);
        if (from + 10 > text.length() || !(Tokens.isDigit(c) || (c >= 'A' && c <= 'Z'))) {
            return from;
        }
        for (Style style : Style.values()) {
            if (mayStart(text, from, style)) {
                Matcher matcher = pattern(style).matcher(text).region(from, text.length());
                if (matcher.lookingAt() && ends(text, matcher.end()) && written(matcher, style).isPresent()) {
                    return matcher.end();
                }
            }
        }
        return from;
    }

    private static boolean mayStart(String text, int from, Style style) {
        return switch (style) {
            case ISO -> text.charAt(from + 4) == '-' && text.charAt(from + 7) == '-';
            case COMPACT -> (text.charAt(from + 8) | LOWER_CASE) == 't';
            case HTTP -> text.charAt(from + 3) == ',';
            case COMMON_LOG -> text.charAt(from + 2) == '/' && text.charAt(from + 6) == '/';
        };
    }

    private static boolean ends(String text, int end) {
        return end == text.length() || !Tokens.isTokenChar(text.charAt(end));
    }

    private static Pattern pattern(Style style) {
        return switch (style) {
            case ISO -> ISO;
            case COMPACT -> COMPACT;
            case HTTP -> HTTP;
            case COMMON_LOG -> COMMON_LOG;
        };
    }

    private static Optional<Written> written(Matcher m, Style style) {
        try {
            boolean named = style == Style.HTTP || style == Style.COMMON_LOG;
            int year = Integer.parseInt(m.group(named ? 3 : 1));
            int month = named ? MONTHS.indexOf(m.group(2)) + 1 : Integer.parseInt(m.group(2));
            int day = Integer.parseInt(m.group(named ? 1 : 3));
            LocalDate date = LocalDate.of(year, month, day);
            boolean dateOnly = m.group(4) == null;
            LocalDateTime time = date.atTime(dateOnly ? 0 : Integer.parseInt(m.group(4)), dateOnly ? 0 : Integer.parseInt(m.group(5)),
                    m.group(6) == null ? 0 : Math.min(59, Integer.parseInt(m.group(6))));
            String zone = style == Style.HTTP ? "Z" : style == Style.COMMON_LOG ? m.group(7) : m.group(8);
            ZoneOffset offset = zone == null || zone.equalsIgnoreCase("Z") ? ZoneOffset.UTC : ZoneOffset.of(zone);
            return Optional.of(new Written(date, Math.multiplyExact(time.toEpochSecond(offset), 1_000_000_000L), dateOnly, style));
        } catch (DateTimeException | ArithmeticException notADate) {
            return Optional.empty();
        }
    }

    /** {@code text}, which is a date as {@link #end} finds them, as it may stay: itself if it lies in the window, else moved. */
    String rewritten(String text) {
        return parse(text).map(date -> isInWindow(date) ? text : moved(text, date)).orElse(text);
    }

    /** As {@link #rewritten}, but what lies in the window moves too. */
    String shifted(String text) {
        return parse(text).map(date -> moved(text, date)).orElse(text);
    }

    /** Whether {@code text} is one date and nothing else. */
    static boolean isDate(String text) {
        return text.length() >= 10 && end(text, 0) == text.length();
    }

    /** Whether {@code text} is what a colon cuts off an instant, before or behind: {@code 2026-11-21T09}, {@code 12.190Z}. */
    static boolean isPartOfDate(String text) {
        return CUT.matcher(text).matches();
    }

    private static Optional<Written> parse(String text) {
        for (Style style : Style.values()) {
            if (text.length() >= 10 && mayStart(text, 0, style)) {
                Matcher matcher = pattern(style).matcher(text);
                if (matcher.matches()) {
                    return written(matcher, style);
                }
            }
        }
        return Optional.empty();
    }

    private boolean isInWindow(Written date) {
        long slack = date.dateOnly() ? DAY_NANOS : SLACK_NANOS;
        return date.epochNanos() >= from.epochNanos() - slack && date.epochNanos() <= to.epochNanos() + slack;
    }

    private String moved(String text, Written written) {
        LocalDate date = written.date().plusDays(days(written.epochNanos()));
        String day = String.format(Locale.ROOT, "%02d", date.getDayOfMonth());
        String month = String.format(Locale.ROOT, "%02d", date.getMonthValue());
        String year = String.format(Locale.ROOT, "%04d", date.getYear());
        String name = MONTHS.get(date.getMonthValue() - 1);
        return switch (written.style()) {
            case ISO -> year + "-" + month + "-" + day + text.substring(10);
            case COMPACT -> year + month + day + text.substring(8);
            case HTTP -> text.substring(0, 5) + day + " " + name + " " + year + text.substring(16);
            case COMMON_LOG -> day + "/" + name + "/" + year + text.substring(11);
        };
    }

    private int days(long epochNanos) {
        return (epochNanos > to.epochNanos() ? weeks : -weeks) * DAYS_A_WEEK;
    }

    /** Whether digits spell an instant in the window, in seconds, milliseconds, microseconds or nanoseconds since 1970. */
    boolean isInstantInWindow(String digits) {
        long nanos = epochNanos(digits);
        return nanos > 0 && nanos >= from.epochNanos() - SLACK_NANOS && nanos <= to.epochNanos() + SLACK_NANOS;
    }

    /** Digits that spell some instant of our time, moved, and never by chance the number of a card; as they are where they spell none. */
    String shiftedInstant(String digits) {
        long nanos = epochNanos(digits);
        if (nanos <= 0) {
            return digits;
        }
        long moved = Long.parseLong(digits) + days(nanos) * (DAY_NANOS / unit(digits));
        return Long.toString(Cards.isCard(Long.toString(moved)) ? moved + 1 : moved);
    }

    private static long epochNanos(String digits) {
        long unit = unit(digits);
        if (unit == 0) {
            return -1;
        }
        long value = Long.parseLong(digits);
        return value > Long.MAX_VALUE / unit ? -1 : value * unit;
    }

    private static long unit(String digits) {
        if (!Tokens.isAllDigits(digits) || digits.compareTo("9") >= 0 || digits.startsWith("0")) {
            return 0;
        }
        return switch (digits.length()) {
            case 10 -> 1_000_000_000L;
            case 13 -> 1_000_000L;
            case 16 -> 1_000L;
            case 19 -> 1L;
            default -> 0;
        };
    }
}
