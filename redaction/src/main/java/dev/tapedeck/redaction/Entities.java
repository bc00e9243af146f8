package dev.tapedeck.redaction;

import dev.tapedeck.redaction.Found.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Everything in a text that is one value whatever stands round it: {@link Shapes}, and UUIDs, network addresses, dates and ARN accounts. */
final class Entities {
    private static final int UUID = 36;
    private static final int FEWEST_GROUPED = 8;
    private static final int FEWEST_PARTED = 3;
    private static final int YEAR = 4;
    /** What is longer is several, or none. */
    private static final int MOST_GROUPED = 64;
    private static final int LONGEST_IPV6 = 45;
    private static final String UUID_PATTERN = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

    private Entities() {}

    /** From left to right, without overlaps; where two begin together the longer one. */
    static List<Found> find(String text) {
        List<Found> all = new ArrayList<>(Shapes.find(text));
        for (int i = 0; i < text.length(); i++) {
            if (i == 0 || !Tokens.isTokenChar(text.charAt(i - 1))) {
                int end = starting(text, i, all);
                i = Math.max(i, end - 1);
            }
        }
        return withoutOverlaps(all);
    }

    private static int starting(String text, int i, List<Found> all) {
        char c = text.charAt(i);
        if (isUuid(text, i)) {
            return add(all, Kind.UUID, i, i + UUID);
        }
        int date = Dates.end(text, i);
        if (date > i) {
            return add(all, Kind.DATE, i, date);
        }
        int ip = Tokens.isDigit(c) ? ipv4End(text, i) : i;
        ip = ip > i ? ip : ipv6End(text, i);
        if (ip > i) {
            return add(all, Kind.IP_ADDRESS, i, ip);
        }
        int groups = Tokens.isDigit(c) ? groupsEnd(text, i) : i;
        if (groups > i) {
            return add(all, Kind.DIGIT_GROUPS, i, groups);
        }
        if (c == 'a' && text.startsWith("arn:", i)) {
            arnAccount(text, i, all);
        }
        return i;
    }

    private static int add(List<Found> all, Kind kind, int start, int end) {
        all.add(new Found(kind, start, end));
        return end;
    }

    private static List<Found> withoutOverlaps(List<Found> all) {
        if (all.size() < 2) {
            return all;
        }
        all.sort(Comparator.comparingInt(Found::start).thenComparing(Comparator.comparingInt(Found::end).reversed()));
        List<Found> kept = new ArrayList<>(all.size());
        for (Found found : all) {
            if (kept.isEmpty() || kept.getLast().end() <= found.start()) {
                kept.add(found);
            }
        }
        return kept;
    }

    static boolean isUuid(String text, int from) {
        int end = from + UUID;
        if (end > text.length() || text.charAt(from + 8) != '-' || (end < text.length() && Tokens.isTokenChar(text.charAt(end)))) {
            return false;
        }
        for (int i = 0; i < UUID; i++) {
            char c = text.charAt(from + i);
            boolean fits = UUID_PATTERN.charAt(i) == '-' ? c == '-' : Character.digit(c, 16) >= 0 && c < 0x80;
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /**
     * Groups of digits with a blank between each two, eight digits in all: a number written for people. Three groups at least where strokes or
     * the pluses of a form part them, the first of which is no year.
     */
    private static int groupsEnd(String text, int from) {
        int at = from;
        int digits = 0;
        int groups = 0;
        int fewest = 2;
        while (true) {
            int end = at;
            while (end < text.length() && Tokens.isDigit(text.charAt(end))) {
                end++;
            }
            digits += end - at;
            groups++;
            if (digits > MOST_GROUPED) {
                return groups > 1 ? end : from;
            }
            if (end + 1 >= text.length() || !Tokens.isDigit(text.charAt(end + 1)) || !partsGroups(text, from, end)) {
                boolean ends = end == text.length()
                        || !(Tokens.isTokenChar(text.charAt(end)) || Tokens.isJoiner(text.charAt(end)) || text.charAt(end) == ':');
                return ends && groups >= fewest && digits >= FEWEST_GROUPED ? end : from;
            }
            fewest = Tokens.isSpace(text.charAt(end)) ? fewest : FEWEST_PARTED;
            at = end + 1;
        }
    }

    private static boolean partsGroups(String text, int from, int separator) {
        char c = text.charAt(separator);
        boolean year = separator - from == YEAR && (text.startsWith("19", from) || text.startsWith("20", from));
        return Tokens.isSpace(c) || c == '+' || (c == '/' && !year);
    }

    private static int ipv4End(String text, int from) {
        int at = from;
        for (int part = 0; part < 4; part++) {
            int end = at;
            while (end < text.length() && end < at + 3 && Tokens.isDigit(text.charAt(end))) {
                end++;
            }
            if (end == at || Integer.parseInt(text.substring(at, end)) > 255) {
                return from;
            }
            boolean dot = end < text.length() && text.charAt(end) == '.';
            if (part < 3 && !dot) {
                return from;
            }
            at = end + (part < 3 ? 1 : 0);
        }
        boolean goesOn = at < text.length() && (Tokens.isTokenChar(text.charAt(at))
                || (text.charAt(at) == '.' && at + 1 < text.length() && Tokens.isDigit(text.charAt(at + 1))));
        return goesOn ? from : at;
    }

    /** Eight groups, or a double colon; anything less is a time of day or a hash of some kind. */
    private static int ipv6End(String text, int from) {
        int at = from;
        int colons = 0;
        boolean doubled = false;
        int most = Math.min(text.length(), from + LONGEST_IPV6 + 1);
        while (at < most && (text.charAt(at) == ':' || (text.charAt(at) < 0x80 && Character.digit(text.charAt(at), 16) >= 0))) {
            if (text.charAt(at) == ':') {
                colons++;
                doubled |= at > from && text.charAt(at - 1) == ':';
            }
            at++;
        }
        boolean ends = at >= text.length() || !Tokens.isTokenChar(text.charAt(at));
        boolean address = colons == 7 || (doubled && colons >= 2 && colons < 7 && at - from > 6);
        return ends && address ? at : from;
    }

    /** {@code arn:partition:service:region:ACCOUNT:resource}. */
    private static void arnAccount(String text, int from, List<Found> all) {
        int at = from;
        for (int colon = 0; colon < 4; colon++) {
            at = text.indexOf(':', at) + 1;
            if (at == 0) {
                return;
            }
        }
        int end = at + 12;
        if (end <= text.length() && StandardAccounts.isAccount(text.substring(at, end))
                && (end == text.length() || text.charAt(end) == ':')) {
            all.add(new Found(Kind.ACCOUNT, at, end));
        }
    }
}
