package dev.tapedeck.redaction;

/** Account numbers as the provider's documentation uses them. */
final class StandardAccounts {
    private static final int DIGITS = 12;
    private static final String FIRST = "123456789012";

    private StandardAccounts() {}

    static boolean isAccount(String text) {
        return text.length() == DIGITS && Tokens.isAllDigits(text);
    }

    /** {@code 123456789012}, {@code 111122223333}, {@code 222233334444}, … */
    static String nth(int index) {
        if (index == 0) {
            return FIRST;
        }
        int start = (index - 1) % 9 + 1;
        int round = (index - 1) / 9;
        String group = String.valueOf(start).repeat(4) + String.valueOf(start % 9 + 1).repeat(4)
                + String.valueOf((start + 1) % 9 + 1).repeat(4);
        return round == 0 ? group : group.substring(0, DIGITS - 3) + String.format(java.util.Locale.ROOT, "%03d", round);
    }
}
