package dev.tapedeck.redaction;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Telephone numbers written internationally, and the ranges that regulators keep free for drama: Bundesnetzagentur (Mitteilung 148/2021), Ofcom,
 * ARCEP, PTS, ACMA, ComReg; for all other countries the North American 555-0100 to 555-0199.
 */
final class Phones {
    /** A {@code #} is any digit. */
    private static final Map<Integer, List<String>> FICTIONAL = Map.of(49,
            List.of("3023125###", "6990009###", "4066969###", "2214710###", "8999998###"), 44,
            List.of("7700900###", "2079460###", "1134960###", "1614960###"), 33,
            List.of("19900####", "26191####", "35301####", "46571####", "53649####", "63998####"), 46,
            List.of("31390060#", "40628####", "8465004##", "980319###", "7017406##"), 61,
            List.of("491570###", "255501####", "355501####", "755501####", "855501####"), 353,
            List.of("20911####"));
    private static final List<String> ELSEWHERE = List.of("20255501##", "21255501##", "31255501##", "41555501##", "61755501##",
            "30555501##", "20655501##", "40455501##", "71355501##",
            "50355501##", "61255501##", "31455501##", "21455501##", "91955501##", "80455501##", "60255501##");
    private static final int SHORTEST = 8;
    private static final int LONGEST = 24;

    private Phones() {}

    /** The number that {@code text} spells with its country code, if it spells nothing else. */
    static Optional<PhoneNumber> parse(String text) {
        boolean international = text.startsWith("+") || text.startsWith("00") || text.startsWith("tel:+");
        if (!international || text.length() < SHORTEST || text.length() > LONGEST || !spellsNumber(text)) {
            return Optional.empty();
        }
        String plus = text.startsWith("00") ? "+" + text.substring(2) : text;
        try {
            PhoneNumber number = PhoneNumberUtil.getInstance().parse(plus, "ZZ");
            return PhoneNumberUtil.getInstance().isPossibleNumber(number) ? Optional.of(number) : Optional.empty();
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }

    private static boolean spellsNumber(String text) {
        String rest = text.startsWith("tel:") ? text.substring(4) : text;
        int digits = 0;
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            digits += Tokens.isDigit(c) ? 1 : 0;
            if (!Tokens.isDigit(c) && "+ -()./\u00a0".indexOf(c) < 0) {
                return false;
            }
        }
        return digits >= SHORTEST - 1;
    }

    static String e164(PhoneNumber number) {
        return PhoneNumberUtil.getInstance().format(number, PhoneNumberFormat.E164);
    }

    /** A fictional number in the form {@code +49…}. */
    static String pseudonym(PhoneNumber number, KeyedBytes.Draws draws) {
        boolean known = FICTIONAL.containsKey(number.getCountryCode());
        int country = known ? number.getCountryCode() : 1;
        List<String> ranges = known ? FICTIONAL.getOrDefault(country, ELSEWHERE) : ELSEWHERE;
        StringBuilder national = new StringBuilder(ranges.get(draws.next(ranges.size())));
        for (int i = 0; i < national.length(); i++) {
            if (national.charAt(i) == '#') {
                national.setCharAt(i, draws.of("0123456789"));
            }
        }
        return "+" + country + national;
    }

    /** {@code e164} with blanks where {@code pattern} has some, so that code which strips them goes on doing so. */
    static String formattedAs(String pattern, String e164) {
        boolean grouped = !Tokens.isAllDigits(pattern.substring(1)) && !pattern.startsWith("tel:");
        String international = grouped ? grouped(e164) : e164;
        return pattern.startsWith("00")
                ? "00" + international.substring(1)
                : pattern.startsWith("tel:") ? "tel:" + international : international;
    }

    private static String grouped(String e164) {
        return parse(e164).map(number -> PhoneNumberUtil.getInstance().format(number, PhoneNumberFormat.INTERNATIONAL)).orElse(e164);
    }
}
