package dev.tapedeck.capture;

import dev.tapedeck.recording.Shape.Format;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Tells by its form what a text is: enough that code which parses it can parse another one of the kind. */
final class TextFormats {

    private static final Map<Format, Pattern> FORMS = new LinkedHashMap<>();
    private static final Pattern CARD = Pattern.compile("\\d{13,19}");
    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}\\d{2}[A-Z0-9]{11,30}");
    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

    static {
        FORMS.put(Format.UUID, Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"));
        FORMS.put(Format.DATE_TIME, Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:?\\d\\d)"));
        FORMS.put(Format.DATE, Pattern.compile("\\d{4}-\\d\\d-\\d\\d"));
        FORMS.put(Format.EMAIL, Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+"));
        FORMS.put(Format.URI, Pattern.compile("[a-z][a-z0-9+.-]*://\\S+"));
        FORMS.put(Format.IPV4, Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}"));
        FORMS.put(Format.DIGITS, Pattern.compile("\\d+"));
        FORMS.put(Format.DECIMAL, Pattern.compile("-?\\d+\\.\\d+"));
        FORMS.put(Format.HEX, Pattern.compile("(?i)(?=.*\\d)[0-9a-f]{16,}"));
    }

    private TextFormats() {}

    static Format of(String text) {
        if (CARD.matcher(text).matches() && hasCheckDigit(text)) {
            return Format.CARD_NUMBER;
        }
        if (IBAN.matcher(text).matches() && isIban(text)) {
            return Format.IBAN;
        }
        return FORMS.entrySet().stream().filter(form -> form.getValue().matcher(text).matches()).map(Map.Entry::getKey).findFirst()
                .orElse(Format.PLAIN);
    }

    /** ISO/IEC 7812, annex B. */
    private static boolean hasCheckDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit : digit * 2;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }

    /** ISO 13616: rearranged, the number is 1 modulo 97. */
    private static boolean isIban(String text) {
        StringBuilder digits = new StringBuilder();
        (text.substring(4) + text.substring(0, 4)).toUpperCase(Locale.ROOT).chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(NINETY_SEVEN).equals(BigInteger.ONE);
    }
}
