package dev.tapedeck.redaction;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Values made less exact. */
final class Generalised {
    private Generalised() {}

    /** One digit that counts: 4711 becomes 4000, 52.520008 becomes 50. */
    static BigDecimal number(BigDecimal exact) {
        return new BigDecimal(exact.round(new MathContext(1, RoundingMode.DOWN)).toPlainString());
    }

    /** Degrees of latitude or longitude to the tenth: some ten kilometres. */
    static BigDecimal degrees(BigDecimal exact) {
        return exact.setScale(1, RoundingMode.DOWN);
    }

    /** A date by its month, a number by its first digit, an address by its network; of any other text its length class. */
    static String text(String raw) {
        if (Dates.isDate(raw) && raw.charAt(4) == '-') {
            return raw.substring(0, 8) + "01" + (raw.length() > 10 ? "T00:00:00Z" : "");
        }
        if (StandardCodes.isSmallNumber(raw)) {
            return number(new BigDecimal(raw)).toPlainString();
        }
        if (Tokens.isAllDigits(raw)) {
            return raw.charAt(0) + "0".repeat(raw.length() - 1);
        }
        return raw.length() < 16 ? "short text" : raw.length() < 128 ? "medium text" : "long text";
    }
}
