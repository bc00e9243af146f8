package dev.tapedeck.redaction;

/** Numbers of payment cards: which digits could be one, and which are of the ranges that schemes give out for tests. */
final class Cards {
    /** Ours begin with these; the schemes' own test numbers do too. */
    private static final String[] TEST_RANGES = {"411111", "555555", "378282", "601111", "305693", "353011", "620000", "675900"};

    private Cards() {}

    /** Whether {@code digits} are the number of a card: a known range, a fitting length, a right check digit. */
    static boolean isCard(String digits) {
        return hasRange(digits) && CheckDigits.passesLuhn(digits);
    }

    private static boolean hasRange(String digits) {
        int length = digits.length();
        if (length < 13 || length > 19) {
            return false;
        }
        int two = Integer.parseInt(digits.substring(0, 2));
        int four = Integer.parseInt(digits.substring(0, 4));
        return switch (digits.charAt(0)) {
            case '4' -> length == 13 || length == 16 || length == 19;
            case '5' -> two >= 51 && two <= 55 && length == 16;
            case '2' -> four >= 2221 && four <= 2720 && length == 16;
            case '3' -> ((two == 34 || two == 37) && length == 15) || ((two == 36 || two == 38 || two == 30) && length == 14)
                    || (two == 35 && length == 16);
            case '6' -> (four == 6011 || two == 65 || two == 62 || two == 67 || (four >= 6440 && four <= 6499)) && length >= 16;
            default -> false;
        };
    }

    static boolean isTest(String digits) {
        for (String range : TEST_RANGES) {
            if (digits.startsWith(range)) {
                return true;
            }
        }
        return false;
    }

    /** The test range of the same scheme, so that code that branches on the first digit goes on as it did. */
    static String testRange(String digits) {
        return switch (digits.charAt(0)) {
            case '4' -> "411111";
            case '3' -> digits.charAt(1) == '5' ? "353011" : digits.length() == 15 ? "378282" : "305693";
            case '6' -> digits.startsWith("62") ? "620000" : digits.startsWith("67") ? "675900" : "601111";
            default -> "555555";
        };
    }
}
