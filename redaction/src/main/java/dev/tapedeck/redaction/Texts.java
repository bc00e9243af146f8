package dev.tapedeck.redaction;

import dev.tapedeck.redaction.Found.Kind;
import java.util.List;
import java.util.Locale;

/**
 * Rewrites a text token by token. Separators stay, runs of letters and digits are kept or replaced by themselves, and so an id keeps its
 * pseudonym inside whatever keys code makes of it:
 *
 * <pre>
 *   TENANT#acme-north|INVOICE#7f3c…       literal # token - token | literal # UUID
 *   TENANT#okum-fovel|INVOICE#b019…
 * </pre>
 */
final class Texts {
    private static final int MOST_COUNTER_DIGITS = 3;
    private static final int SHORTEST_NUMBER = 13;
    private static final int ANCHOR = 3;
    private static final int FEWEST_GROUPED = 8;
    private static final int LONGEST_NAME_RUN = 40;
    private static final int LONGEST_NAME = 6;

    /** How much of a text may stay. */
    enum Mode {
        /** Literals, names, public codes. */
        TOKENS,
        /** And whatever reads like words. */
        NAMES,
        /** Nothing. */
        PERSONAL,
        /** All but secrets, personal data, and what was replaced elsewhere. */
        KEPT
    }

    private final Vocabulary vocabulary;
    private final Ledger learned;
    private final Ledger ledger;
    private final Pseudonyms pseudonyms;
    private final Dates dates;

    Texts(Vocabulary vocabulary, Ledger learned, Ledger ledger, Pseudonyms pseudonyms, Dates dates) {
        this.vocabulary = vocabulary;
        this.learned = learned;
        this.ledger = ledger;
        this.pseudonyms = pseudonyms;
        this.dates = dates;
    }

    String rewrite(String text, Mode mode) {
        return rewrite(text, mode, Entities.find(text));
    }

    String rewrite(String text, Mode mode, List<Found> entities) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        int at = 0;
        for (Found entity : entities) {
            between(text, at, entity.start(), mode, out);
            out.append(entity(entity.kind(), entity.in(text), mode));
            at = entity.end();
        }
        between(text, at, text.length(), mode, out);
        String made = out.toString();
        return made.equals(text) ? text : withoutChanceFindings(made);
    }

    /** Replaced runs may by chance make the number of a card, a bank account or an address together; then it becomes one of ours. */
    private String withoutChanceFindings(String made) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (Found found : made.length() < SHORTEST_NUMBER ? List.<Found>of() : Shapes.find(made)) {
            String value = found.in(made);
            String other = Shapes.isFictional(found, made) ? value : switch (found.kind()) {
                case CARD_NUMBER -> pseudonyms.card(value);
                case IBAN -> pseudonyms.iban(value);
                case EMAIL -> pseudonyms.email(value);
                default -> value;
            };
            out.append(made, at, found.start()).append(other);
            at = found.end();
        }
        return at == 0 ? made : out.append(made, at, made.length()).toString();
    }

    private String entity(Kind kind, String value, Mode mode) {
        String made = switch (kind) {
            case EMAIL -> pseudonyms.email(value);
            case CARD_NUMBER -> pseudonyms.card(value);
            case IBAN -> pseudonyms.iban(value);
            case UUID -> learned.hasIdentity(value) || (mode == Mode.KEPT && !learned.hasToken(value)) ? value : pseudonyms.uuid(value);
            case IP_ADDRESS -> isNobody(value) ? value : pseudonyms.ip(value);
            case DATE -> mode == Mode.KEPT ? value : dates.rewritten(value);
            case ACCOUNT -> account(value);
            case DIGIT_GROUPS -> Shape.groupedAs(value, pseudonyms.run(Shape.digitsOf(value)));
            case JSON_WEB_TOKEN, ACCESS_KEY, PRIVATE_KEY, VENDOR_TOKEN, BEARER_TOKEN, BASIC_CREDENTIALS, URL_CREDENTIALS, TRACK_DATA ->
                Placeholders.secret(value);
        };
        if (!made.equals(value) && kind != Kind.DATE) {
            ledger.token(value, made);
        }
        return made;
    }

    String account(String account) {
        String made = account.equals("000000000000") ? account : pseudonyms.account(account);
        if (!made.equals(account)) {
            ledger.token(account, made);
        }
        return made;
    }

    /** Loopback and unspecified addresses are everybody's. */
    private static boolean isNobody(String ip) {
        return ip.startsWith("127.") || ip.equals("0.0.0.0") || ip.equals("::1");
    }

    /** What lies between two entities, or between one and an end of the text. */
    private void between(String text, int from, int to, Mode mode, StringBuilder out) {
        int at = from;
        while (at < to) {
            char c = text.charAt(at);
            if (!Tokens.isTokenChar(c)) {
                out.append(c);
                at++;
                continue;
            }
            int end = Tokens.segmentEnd(text, at, to);
            boolean besideEntity = (from > 0 && onlyJoiners(text, from, at)) || (to < text.length() && onlyJoiners(text, end, to));
            segment(text.substring(at, end), mode, besideEntity, out);
            at = end;
        }
    }

    private static boolean onlyJoiners(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Tokens.isJoiner(text.charAt(i))) {
                return false;
            }
        }
        return to > from;
    }

    private void segment(String segment, Mode mode, boolean besideEntity, StringBuilder out) {
        if ((mode == Mode.TOKENS || mode == Mode.NAMES) && !learned.hasName(segment) && staysWhole(segment)) {
            out.append(segment);
            return;
        }
        if (mode == Mode.TOKENS && StandardCodes.isProviderHost(segment.toLowerCase(Locale.ROOT))) {
            segment(segment, Mode.NAMES, besideEntity, out);
            return;
        }
        boolean anchored = !isGroupedNumber(segment) && (besideEntity || hasAnchor(segment, mode));
        String before = "";
        int at = 0;
        while (at < segment.length()) {
            int end = Tokens.runEnd(segment, at);
            int name = end > at && mode != Mode.PERSONAL ? nameEnd(segment, at) : at;
            if (end == at) {
                out.append(segment.charAt(at++));
            } else if (name > at) {
                segment(segment.substring(at, name), Mode.PERSONAL, besideEntity, out);
                at = name;
            } else {
                before = appendRun(segment.substring(at, end), before, anchored, mode, out);
                at = end;
            }
        }
    }

    /** Digits in groups, as people write the numbers of each other: no group of them counts anything. */
    private static boolean isGroupedNumber(String segment) {
        int digits = 0;
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (!Tokens.isDigit(c) && !Tokens.isJoiner(c)) {
                return false;
            }
            digits += Tokens.isDigit(c) ? 1 : 0;
        }
        return digits >= FEWEST_GROUPED;
    }

    private String appendRun(String run, String before, boolean anchored, Mode mode, StringBuilder out) {
        out.append(run(run, before, anchored, mode));
        return run;
    }

    /** Where the name of a tenant or a person ends that starts at {@code from}, inside a longer key; {@code from} if none does. */
    private int nameEnd(String segment, int from) {
        int end = from;
        int at = from;
        for (int runs = 0; runs < LONGEST_NAME && at < segment.length(); runs++) {
            at = Tokens.runEnd(segment, at);
            if (learned.hasName(segment.substring(from, at))) {
                end = at;
            }
            while (at < segment.length() && Tokens.isJoiner(segment.charAt(at))) {
                at++;
            }
        }
        return end;
    }

    private boolean staysWhole(String segment) {
        if (StandardCodes.isSmallNumber(segment)) {
            ledger.keptNumber(segment);
            return true;
        }
        return vocabulary.hasValue(segment) || vocabulary.hasHost(segment.toLowerCase(Locale.ROOT)) || learned.hasIdentity(segment)
                || StandardCodes.isStandard(segment)
                || (Tokens.isAllDigits(segment) && dates.isInstantInWindow(segment));
    }

    private boolean hasAnchor(String segment, Mode mode) {
        return Tokens.runs(segment).stream().anyMatch(run -> run.length() >= ANCHOR && !stays(run, mode));
    }

    private String run(String run, String before, boolean anchored, Mode mode) {
        if (stays(run, mode)) {
            return run;
        }
        int letters = leadingLetters(run);
        if (letters > 0 && Tokens.isAllDigits(run.substring(letters)) && !Shape.isHex(run.toLowerCase(Locale.ROOT))) {
            return run(run.substring(0, letters), before, anchored, mode)
                    + digits(run.substring(letters), run.substring(0, letters), anchored, mode);
        }
        return Tokens.isAllDigits(run) ? digits(run, before, anchored, mode) : replaced(run);
    }

    private String digits(String digits, String before, boolean anchored, Mode mode) {
        if (stays(digits, mode)) {
            return digits;
        }
        boolean counter = mode == Mode.TOKENS && anchored && digits.length() <= MOST_COUNTER_DIGITS && !learned.hasCounted(before, digits);
        if (counter || (mode == Mode.TOKENS && learned.hasIntegerId(digits))) {
            return digits;
        }
        ledger.counted(before, digits);
        return replaced(digits);
    }

    private String replaced(String run) {
        String made = pseudonyms.run(run);
        if (!made.equals(run)) {
            ledger.token(run, made);
        }
        return made;
    }

    private boolean stays(String run, Mode mode) {
        return switch (mode) {
            case PERSONAL -> false;
            case KEPT -> !learned.hasToken(run) || vocabulary.hasRun(run.toLowerCase(Locale.ROOT));
            case TOKENS -> vocabulary.hasRun(run.toLowerCase(Locale.ROOT)) || learned.hasIdentity(run);
            case NAMES -> vocabulary.hasRun(run.toLowerCase(Locale.ROOT)) || learned.hasIdentity(run)
                    || (readsLikeName(run) && !learned.hasToken(run));
        };
    }

    private static boolean readsLikeName(String run) {
        if (run.length() > LONGEST_NAME_RUN) {
            return false;
        }
        List<String> words = Words.of(run);
        long numbers = words.stream().filter(Tokens::isAllDigits).count();
        long real = words.stream().filter(word -> word.length() > 1 && Tokens.isAllLetters(word)).count();
        boolean legible = words.stream()
                .allMatch(word -> Tokens.isAllDigits(word) ? word.length() <= MOST_COUNTER_DIGITS : Tokens.isAllLetters(word));
        return legible && (run.length() <= MOST_COUNTER_DIGITS || (numbers <= 2 && real * 2 >= words.size()));
    }

    private static int leadingLetters(String run) {
        int letters = 0;
        while (letters < run.length() && Character.isLetter(run.charAt(letters))) {
            letters++;
        }
        return letters;
    }
}
