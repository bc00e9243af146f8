package dev.tapedeck.redaction;

/** Luhn (ISO 7812) and modulo 97 (ISO 7064, as IBANs use it): to tell real numbers from chance, and to make pseudonyms that pass. */
final class CheckDigits {
    private CheckDigits() {}

    static boolean passesLuhn(String digits) {
        return luhnSum(digits) % 10 == 0;
    }

    /** The digit that has to follow {@code digits}. */
    static char luhnDigit(String digits) {
        return (char) ('0' + (10 - luhnSum(digits + "0") % 10) % 10);
    }

    private static int luhnSum(String digits) {
        int sum = 0;
        boolean doubled = false;
        for (int i = digits.length() - 1; i >= 0; i--) {
            int digit = digits.charAt(i) - '0';
            int value = doubled ? digit * 2 : digit;
            sum += value > 9 ? value - 9 : value;
            doubled = !doubled;
        }
        return sum;
    }

    /** {@code iban} compact and in upper case. */
    static boolean passesMod97(String iban) {
        return mod97(iban.substring(4) + iban.substring(0, 4)) == 1;
    }

    /** The two digits between country and account. */
    static String ibanDigits(String country, String account) {
        int check = 98 - mod97(account + country + "00");
        return (check < 10 ? "0" : "") + check;
    }

    private static int mod97(String text) {
        int rest = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = Character.digit(text.charAt(i), 36);
            rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
        }
        return rest;
    }
}
