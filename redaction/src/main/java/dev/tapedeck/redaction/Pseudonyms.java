package dev.tapedeck.redaction;

import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Values that stand for others: one to one, of the same shape, from ranges that reach nobody. A pseudonym depends on the key and the value
 * alone, never on the field, and letters keep their case, so that what code lower-cases, cuts at a separator or pastes together still meets.
 * No pseudonym equals a value that the recording holds ({@code avoided}), nor looks like a secret.
 */
final class Pseudonyms {
    private static final int MOST_TRIES = 256;
    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final String CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";

    private final KeyedBytes keyed;
    private final Set<String> avoided;
    private final Map<String, String> made = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final Map<String, String> accounts = new HashMap<>();
    private final boolean survey;

    /** @param avoided values of the recording in lower case, which are never given to another value */
    Pseudonyms(KeyedBytes keyed, Set<String> avoided) {
        this(keyed, avoided, false);
    }

    private Pseudonyms(KeyedBytes keyed, Set<String> avoided, boolean survey) {
        this.keyed = keyed;
        this.avoided = avoided;
        this.survey = survey;
    }

    /** For the walk that only learns: anything that differs from the value will do. */
    static Pseudonyms survey(KeyedBytes keyed) {
        return new Pseudonyms(keyed, Set.of(), true);
    }

    private static char other(char c) {
        return Tokens.isDigit(c) ? (c == '9' ? '1' : '9') : Character.isLetter(c) ? (c == 'x' ? 'y' : 'x') : c;
    }

    /** For a run of letters and digits. */
    String run(String run) {
        String lower = run.toLowerCase(Locale.ROOT);
        if (lower.length() != run.length()) {
            lower = run;
        }
        String key = lower;
        String pseudonym = remembered("run", key, attempt -> shaped(key, attempt));
        return Shape.isUlid(key) && run.equals(run.toUpperCase(Locale.ROOT))
                ? pseudonym.toUpperCase(Locale.ROOT)
                : Shape.casedAs(run, pseudonym);
    }

    private String shaped(String run, int attempt) {
        KeyedBytes.Draws draws = keyed.draws("run" + attempt, run);
        if (Tokens.isAllDigits(run)) {
            return digits(run, attempt, draws);
        }
        if (Tokens.isAllLetters(run)) {
            return word(run, attempt, draws);
        }
        if (Shape.isHex(run)) {
            return Shape.each(run, c -> Tokens.isDigit(c) ? draws.of("0123456789") : draws.of("abcdef"));
        }
        if (Shape.isUlid(run)) {
            return draws.of("01234567") + Shape.each(run.substring(1), c -> draws.of(CROCKFORD));
        }
        return Shape.each(run, c -> Character.isDigit(c) ? draws.of("0123456789") : draws.of("abcdefghijklmnopqrstuvwxyz"));
    }

    /** As many digits, as many leading zeros; never by chance the number of a card. */
    private String digits(String run, int attempt, KeyedBytes.Draws draws) {
        int zeros = 0;
        while (zeros < run.length() - 1 && run.charAt(zeros) == '0') {
            zeros++;
        }
        String rest = run.substring(zeros);
        String drawn = rest.length() >= KeyedBytes.FEWEST_FF1_DIGITS && rest.length() <= 40 && attempt < 100
                ? keyed.ff1(rest, attempt)
                : Shape.each(rest, c -> draws.of("0123456789"));
        boolean unfit = drawn.charAt(0) == '0' && rest.length() > 1;
        String whole = run.substring(0, zeros) + drawn;
        return (unfit || Cards.isCard(whole)) && attempt < MOST_TRIES ? "" : whole;
    }

    /** Letters that can be said aloud; for one or two letters and many tries simply the next in the alphabet. */
    private String word(String run, int attempt, KeyedBytes.Draws draws) {
        if (attempt >= MOST_TRIES) {
            int number = attempt - MOST_TRIES;
            return Shape.each(run, new Shape.Counting(number)::next);
        }
        int[] vowelNext = {draws.next(2)};
        return Shape.each(run, c -> draws.of(vowelNext[0]++ % 2 == 0 ? CONSONANTS : VOWELS));
    }

    String uuid(String uuid) {
        String lower = uuid.toLowerCase(Locale.ROOT);
        String made = remembered("uuid", lower, attempt -> {
            KeyedBytes.Draws draws = keyed.draws("uuid" + attempt, lower);
            StringBuilder out = new StringBuilder(Shape.each(lower, c -> c == '-' ? '-' : draws.of("0123456789abcdef")));
            out.setCharAt(14, lower.charAt(14));
            out.setCharAt(19, "89ab".indexOf(lower.charAt(19)) >= 0 ? draws.of("89ab") : lower.charAt(19));
            return out.toString();
        });
        return uuid.equals(lower) ? made : made.toUpperCase(Locale.ROOT);
    }

    /** The labels of a host name, each by its own pseudonym; the top level becomes {@code invalid} unless it is reserved already. */
    String host(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return remembered("host", lower, attempt -> hostLabels(lower, attempt));
    }

    private String hostLabels(String host, int attempt) {
        int dot = host.lastIndexOf('.');
        String top = dot < 0 ? "" : host.substring(dot + 1);
        String labels = dot < 0 ? host : host.substring(0, dot);
        boolean reserved = List.of("example", "test", "local", "internal", "localhost").contains(top) && attempt == 0;
        String collision = attempt == 0 ? "" : "-" + (char) ('a' + attempt % 26);
        return runs(labels) + collision + (dot < 0 ? "" : "." + (reserved ? top : "invalid"));
    }

    String email(String address) {
        int at = address.lastIndexOf('@');
        String host = host(address.substring(at + 1));
        String domain = host.endsWith(".invalid") ? host : host.substring(0, Math.max(0, host.lastIndexOf('.'))) + ".invalid";
        return runs(address.substring(0, at)) + "@" + (domain.startsWith(".") ? "host" + domain : domain);
    }

    /** Every run of {@code text} replaced, what stands between them kept. */
    String runs(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int end = Tokens.runEnd(text, at);
            if (end > at) {
                out.append(run(text.substring(at, end)));
                at = end;
            } else {
                out.append(text.charAt(at++));
            }
        }
        return out.toString();
    }

    String iban(String text) {
        String compact = Ibans.compact(text);
        String made = remembered("iban", compact, attempt -> Ibans.pseudonym(compact, keyed.draws("iban" + attempt, compact)));
        return Shape.groupedAs(text, made);
    }

    String card(String text) {
        String digits = Shape.digitsOf(text);
        String made = remembered("card", digits, attempt -> {
            KeyedBytes.Draws draws = keyed.draws("card" + attempt, digits);
            String range = Cards.testRange(digits);
            String body = range + Shape.each(digits.substring(range.length(), digits.length() - 1), c -> draws.of("0123456789"));
            return body + CheckDigits.luhnDigit(body);
        });
        return Shape.groupedAs(text, made);
    }

    String phone(PhoneNumber number, String text) {
        String canonical = number.getCountryCode() + " " + number.getNationalNumber();
        String e164 = remembered("phone", canonical, attempt -> Phones.pseudonym(number, keyed.draws("phone" + attempt, canonical)));
        return Phones.formattedAs(text, e164);
    }

    /** Addresses of the documentation networks (RFC 5737, RFC 3849), then of the benchmarking one (RFC 2544). */
    String ip(String address) {
        if (address.indexOf(':') >= 0) {
            return remembered("ip", address.toLowerCase(Locale.ROOT), attempt -> "2001:db8::" + keyed.hex("ip" + attempt, address, 4));
        }
        return remembered("ip", address, attempt -> {
            KeyedBytes.Draws draws = keyed.draws("ip" + attempt, address);
            String network = attempt < 64 ? List.of("192.0.2", "198.51.100", "203.0.113").get(draws.next(3)) : "198.18." + draws.next(256);
            return network + "." + (1 + draws.next(254));
        });
    }

    /** Account numbers of the provider's documentation, in the order in which accounts turn up. */
    String account(String account) {
        return accounts.computeIfAbsent(account, a -> StandardAccounts.nth(accounts.size()));
    }

    /** Told from other dropped texts, so that two of them stay two. */
    String text(String text) {
        return remembered("text", text, attempt -> Placeholders.TEXT + keyed.hex("text" + attempt, text, 8));
    }

    private String remembered(String kind, String value, IntFunction<String> make) {
        if (survey) {
            return Shape.each(value, Pseudonyms::other);
        }
        String slot = kind + ' ' + value;
        String known = made.get(slot);
        if (known != null) {
            return known;
        }
        for (int attempt = 0;; attempt++) {
            String candidate = make.apply(attempt);
            boolean forced = attempt >= MOST_TRIES * 2;
            boolean free = !candidate.isEmpty() && (forced || !looksSecret(candidate)) && !taken.contains(kind + ' ' + candidate)
                    && (forced || (!avoided.contains(candidate) && !candidate.equals(value)));
            if (free || attempt > MOST_TRIES * 8) {
                taken.add(kind + ' ' + candidate);
                made.put(slot, candidate);
                return candidate;
            }
        }
    }

    /** By chance: the leak gate, which cannot know what was made here, would refuse it. */
    private static boolean looksSecret(String candidate) {
        return Shapes.find(candidate).stream().anyMatch(found -> !Shapes.isFictional(found, candidate));
    }
}
