package dev.tapedeck.redaction;

import dev.tapedeck.redaction.Found.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds secrets and personal data that have a shape. One pass over the text; each rule wakes at a character that it cannot do without, so that
 * text without such characters costs next to nothing. Redaction and the leak gate use this same code: what the gate knows, redaction replaces.
 */
final class Shapes {
    private static final int SHORTEST_TOKEN = 8;
    private static final int LONGEST_KEY_HEADER = 52;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int MOST_CARD_DIGITS = 19;
    private static final int FEWEST_CARD_DIGITS = 13;
    /** What people and forms (where a blank is a plus) write between two groups of a number. */
    private static final String SEPARATORS = " -./_+";
    private static final String[] VENDOR_PREFIXES = {"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxb-", "xoxp-",
            "xoxa-", "xoxr-", "xoxs-", "sk_live_", "sk_test_",
            "rk_live_", "rk_test_", "pk_live_", "npm_", "AIza", "SG.", "sk-", "shpat_", "dop_v1_", "hvs.", "ya29."};
    private static final boolean[] VENDOR_STARTS = vendorStarts();
    private static final int SHORTEST_VENDOR_SECRET = 16;

    private final String text;
    private final List<Found> found = new ArrayList<>(2);
    /** What comes after is the same for all that start within one run, so one look is enough. */
    private int noJwtBefore;
    private int noVendorTokenBefore;

    private Shapes(String text) {
        this.text = text;
    }

    /** All of them, from left to right, without overlaps. */
    static List<Found> find(String text) {
        Shapes shapes = new Shapes(text);
        int at = 0;
        while (at < text.length()) {
            int next = shapes.at(at);
            at = next > at ? next : shapes.afterToken(at);
        }
        return shapes.found;
    }

    /** The end of the run of ASCII letters and digits at {@code i}: inside one, nothing starts; the next place where there is none. */
    private int afterToken(int i) {
        int at = i;
        while (at < text.length() && isAsciiToken(text.charAt(at))) {
            at++;
        }
        return Math.max(at, i + 1);
    }

    /** Whether a finding is one of ours, or stands in everybody's documentation. */
    static boolean isFictional(Found finding, String text) {
        String value = finding.in(text);
        return switch (finding.kind()) {
            case EMAIL -> value.toLowerCase(Locale.ROOT).endsWith(".invalid");
            case CARD_NUMBER -> Cards.isTest(Shape.digitsOf(value));
            case IBAN -> Ibans.isFictional(Ibans.compact(value));
            case JSON_WEB_TOKEN -> value.equals(Placeholders.JWT);
            case ACCESS_KEY -> value.equals(Placeholders.ACCESS_KEY);
            case BEARER_TOKEN, BASIC_CREDENTIALS ->
                value.contains("redacted") || Placeholders.isSecret(value.substring(value.indexOf(' ') + 1));
            case URL_CREDENTIALS -> value.startsWith("redacted");
            case PRIVATE_KEY, VENDOR_TOKEN, TRACK_DATA -> false;
            case UUID, IP_ADDRESS, DATE, ACCOUNT, DIGIT_GROUPS -> true;
        };
    }

    static boolean isJwt(String value) {
        List<Found> all = value.startsWith("eyJ") ? find(value) : List.of();
        return all.size() == 1 && all.getFirst().kind() == Kind.JSON_WEB_TOKEN && all.getFirst().isWhole(value);
    }

    /** Looks for what starts (or, for addresses, has its sign) at {@code i}; returns where to go on. */
    private int at(int i) {
        char c = text.charAt(i);
        return switch (c) {
            case '@' -> email(i);
            case '-' -> text.startsWith("-----BEGIN ", i) ? privateKey(i) : i;
            case ':' -> text.startsWith("://", i) ? credentials(i + 3) : i;
            case '%', ';' -> track(i);
            default -> c < 0x80 && Tokens.isTokenChar(c) && startsToken(i) ? token(i, c) : i;
        };
    }

    private boolean startsToken(int i) {
        return i == 0 || !Tokens.isTokenChar(text.charAt(i - 1));
    }

    private int token(int i, char c) {
        if (Tokens.isDigit(c)) {
            return card(i);
        }
        int end = switch (c) {
            case 'e' -> jwt(i);
            case 'A' -> accessKey(i);
            case 'B', 'b' -> authorization(i);
            default -> i;
        };
        end = end > i ? end : vendor(i);
        return end > i ? end : iban(i);
    }

    private int add(Kind kind, int start, int end) {
        while (!found.isEmpty() && found.getLast().start() >= start) {
            found.removeLast();
        }
        if (found.isEmpty() || found.getLast().end() <= start) {
            found.add(new Found(kind, start, end));
        }
        return end;
    }

    private int email(int at) {
        int start = at;
        while (start > 0 && at - start < LONGEST_LOCAL_PART && isLocalPart(text.charAt(start - 1))) {
            start--;
        }
        while (start < at && !Tokens.isTokenChar(text.charAt(start))) {
            start++;
        }
        int end = Tokens.segmentEnd(text, at + 1, text.length());
        int dot = end - 1;
        while (dot > at && text.charAt(dot) != '.') {
            dot--;
        }
        boolean topLevel = dot > at + 1 && end - dot > 2 && Tokens.isAllLetters(text.substring(dot + 1, end));
        return start < at && topLevel ? add(Kind.EMAIL, start, end) : at;
    }

    private static boolean isLocalPart(char c) {
        return Tokens.isTokenChar(c) || "._%+-'".indexOf(c) >= 0;
    }

    private int privateKey(int i) {
        int header = text.indexOf("PRIVATE KEY", i, Math.min(text.length(), i + LONGEST_KEY_HEADER));
        if (header < 0) {
            return i;
        }
        int footer = text.indexOf("-----END", header);
        int end = footer < 0 ? text.length() : text.indexOf("-----", footer + 8);
        return add(Kind.PRIVATE_KEY, i, end < 0 ? text.length() : Math.min(text.length(), end + 5));
    }

    /** {@code user:password@} after {@code ://}. */
    private int credentials(int start) {
        int at = start;
        int colon = -1;
        while (at < text.length() && "/?#\"'<> \\".indexOf(text.charAt(at)) < 0 && text.charAt(at) != '@') {
            colon = text.charAt(at) == ':' ? at : colon;
            at++;
        }
        boolean credentials = at < text.length() && text.charAt(at) == '@' && colon > start - 1;
        return credentials ? add(Kind.URL_CREDENTIALS, start, at) : start;
    }

    /** {@code %B4111…^} and {@code ;4111…=}: what a magnetic stripe holds. */
    private int track(int i) {
        int digits = text.startsWith("%B", i) ? i + 2 : i + 1;
        int end = digitsEnd(digits);
        char closing = text.charAt(i) == '%' ? '^' : '=';
        boolean track = end - digits >= FEWEST_CARD_DIGITS && end - digits <= MOST_CARD_DIGITS && end < text.length()
                && text.charAt(end) == closing;
        if (!track) {
            return i;
        }
        int last = text.indexOf('?', end);
        return add(Kind.TRACK_DATA, i, last < 0 ? text.length() : last + 1);
    }

    private int jwt(int i) {
        if (!text.startsWith("eyJ", i) || i < noJwtBefore) {
            return i;
        }
        int first = base64UrlEnd(i);
        int second = dotted(first);
        int third = second < 0 ? -1 : dotted(second);
        boolean token = third >= 0 && first - i >= SHORTEST_TOKEN;
        noJwtBefore = token ? i : first;
        return token ? add(Kind.JSON_WEB_TOKEN, i, third) : i;
    }

    private int dotted(int dot) {
        if (dot >= text.length() || text.charAt(dot) != '.') {
            return -1;
        }
        int end = base64UrlEnd(dot + 1);
        return end > dot + 4 ? end : -1;
    }

    private int base64UrlEnd(int from) {
        int at = from;
        while (at < text.length() && (isAsciiToken(text.charAt(at)) || text.charAt(at) == '-' || text.charAt(at) == '_')) {
            at++;
        }
        return at;
    }

    private static boolean isAsciiToken(char c) {
        return c < 0x80 && Tokens.isTokenChar(c);
    }

    private int accessKey(int i) {
        boolean prefix = text.startsWith("AKIA", i) || text.startsWith("ASIA", i) || text.startsWith("AROA", i)
                || text.startsWith("AIDA", i);
        int end = Tokens.runEnd(text, i);
        boolean upper = prefix && end - i == 20 && text.substring(i, end).equals(text.substring(i, end).toUpperCase(Locale.ROOT));
        return upper ? add(Kind.ACCESS_KEY, i, end) : i;
    }

    private int authorization(int i) {
        boolean bearer = text.regionMatches(true, i, "bearer ", 0, 7);
        boolean basic = text.regionMatches(true, i, "basic ", 0, 6);
        if (!bearer && !basic) {
            return i;
        }
        int start = i + (bearer ? 7 : 6);
        int end = start;
        while (end < text.length() && (isAsciiToken(text.charAt(end)) || "-._~+/=".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        boolean secret = end - start >= SHORTEST_TOKEN
                && text.substring(start, end).chars().anyMatch(c -> Character.isDigit(c) || Character.isUpperCase(c) || c == '=');
        return secret ? add(bearer ? Kind.BEARER_TOKEN : Kind.BASIC_CREDENTIALS, i, end) : i;
    }

    private int vendor(int i) {
        if (!VENDOR_STARTS[text.charAt(i)] || i < noVendorTokenBefore) {
            return i;
        }
        for (String prefix : VENDOR_PREFIXES) {
            if (text.startsWith(prefix, i)) {
                int end = base64UrlEnd(i + prefix.length());
                boolean mixed = text.substring(i + prefix.length(), end).chars().anyMatch(Character::isDigit);
                boolean secret = end - i - prefix.length() >= SHORTEST_VENDOR_SECRET && mixed;
                noVendorTokenBefore = mixed ? i : end;
                return secret ? add(Kind.VENDOR_TOKEN, i, end) : i;
            }
        }
        return i;
    }

    private static boolean[] vendorStarts() {
        boolean[] starts = new boolean[0x80];
        for (String prefix : VENDOR_PREFIXES) {
            starts[prefix.charAt(0)] = true;
        }
        return starts;
    }

    /** Groups of digits with a separator between each two that make the number of a card. */
    private int card(int i) {
        if (i > 1 && text.charAt(i - 1) == '.' && Tokens.isDigit(text.charAt(i - 2))) {
            return digitsEnd(i);
        }
        int digits = 0;
        int at = i;
        while (true) {
            int end = digitsEnd(at);
            digits += end - at;
            if (digits > MOST_CARD_DIGITS) {
                break;
            }
            if (digits >= FEWEST_CARD_DIGITS && endsNumber(end) && Cards.isCard(Shape.digitsOf(text.substring(i, end)))) {
                return add(Kind.CARD_NUMBER, i, end);
            }
            if (end + 1 >= text.length() || SEPARATORS.indexOf(text.charAt(end)) < 0 || !Tokens.isDigit(text.charAt(end + 1))) {
                break;
            }
            at = end + 1;
        }
        return digitsEnd(i);
    }

    private boolean endsNumber(int end) {
        if (end >= text.length()) {
            return true;
        }
        char after = text.charAt(end);
        boolean hyphenated = (after == '-' || after == '.') && end + 1 < text.length() && Tokens.isTokenChar(text.charAt(end + 1));
        return !Tokens.isTokenChar(after) && !hyphenated;
    }

    private int digitsEnd(int from) {
        int at = from;
        while (at < text.length() && Tokens.isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Upper or lower case, in one piece or in groups with a separator between each two. */
    private int iban(int i) {
        int length = i + 15 > text.length() || !Tokens.isDigit(text.charAt(i + 2)) || !Tokens.isDigit(text.charAt(i + 3))
                ? 0
                : Ibans.length(text.charAt(i), text.charAt(i + 1));
        if (length == 0) {
            return i;
        }
        StringBuilder compact = new StringBuilder(34);
        int at = i;
        while (at < text.length() && compact.length() < length) {
            char c = text.charAt(at);
            boolean separator = SEPARATORS.indexOf(c) >= 0 && at > i && isAsciiToken(text.charAt(at - 1));
            if (!isAsciiToken(c) && !separator) {
                return i;
            }
            if (!separator) {
                compact.append(Character.toUpperCase(c));
            }
            at++;
        }
        boolean ends = at >= text.length() || !Tokens.isTokenChar(text.charAt(at));
        return ends && compact.length() == length && Ibans.isIban(compact.toString()) ? add(Kind.IBAN, i, at) : i;
    }
}
