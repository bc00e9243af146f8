package dev.tapedeck.replay;

import dev.tapedeck.kernel.RandomBits;
import dev.tapedeck.recording.Shape;
import java.math.BigInteger;
import java.util.Locale;

/** Texts of each format, from random bits: of a form that code can parse, and from ranges that reach nobody. */
final class MadeUpText {

    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

    private MadeUpText() {}

    static String of(Shape.Format format, RandomBits bits) {
        return switch (format) {
            case PLAIN -> "synthetic-" + hex(bits, 8);
            case UUID, CORRELATION_ID -> uuid(bits);
            case TENANT -> "synthetic-" + hex(bits, 6);
            case DATE_TIME -> date(bits) + "T" + two(bits.below(24)) + ":" + two(bits.below(60)) + ":" + two(bits.below(60)) + ".000Z";
            case DATE -> date(bits);
            case EMAIL -> "synthetic-" + hex(bits, 8) + "@example.invalid";
            case IBAN -> iban(bits);
            case CARD_NUMBER -> card(bits);
            case URI -> "https://example.invalid/synthetic-" + hex(bits, 8);
            case IPV4 -> "192.0.2." + bits.below(256);
            case DIGITS -> Integer.toString(10_000_000 + bits.below(90_000_000));
            case DECIMAL -> bits.below(900) + 100 + "." + two(bits.below(100));
            case HEX -> hex(bits, 32);
        };
    }

    private static String hex(RandomBits bits, int digits) {
        StringBuilder out = new StringBuilder();
        while (out.length() < digits) {
            out.append(String.format(Locale.ROOT, "%016x", bits.next()));
        }
        return out.substring(0, digits);
    }

    /** Version 4 (RFC 9562). */
    private static String uuid(RandomBits bits) {
        String hex = hex(bits, 32);
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-4" + hex.substring(13, 16) + "-8" + hex.substring(17, 20) + "-"
                + hex.substring(20);
    }

    private static String date(RandomBits bits) {
        return 2001 + bits.below(20) + "-" + two(1 + bits.below(12)) + "-" + two(1 + bits.below(28));
    }

    private static String two(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }

    /** Germany's form with a bank code of zeros, which is no bank's; check digits by ISO 13616. */
    private static String iban(RandomBits bits) {
        String account = "00000000" + String.format(Locale.ROOT, "%010d", Math.floorMod(bits.next(), 10_000_000_000L));
        int rest = new BigInteger(account + "131400").mod(NINETY_SEVEN).intValue();
        return "DE" + two(98 - rest) + account;
    }

    /** From a range that issuers keep for tests, with a check digit (ISO/IEC 7812, annex B). */
    private static String card(RandomBits bits) {
        String digits = "411111" + String.format(Locale.ROOT, "%09d", bits.below(1_000_000_000));
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return digits + (10 - sum % 10) % 10;
    }
}
