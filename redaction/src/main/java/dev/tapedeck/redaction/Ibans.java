package dev.tapedeck.redaction;

import java.util.Locale;
import org.apache.commons.validator.routines.IBANValidator;

/** Bank account numbers. Ours have a bank code that no bank has: its first four places are zeros, or {@code TEST} where letters must stand. */
final class Ibans {
    private static final int SHORTEST = 15;
    private static final int LONGEST = 34;
    private static final int BANK = 4;
    private static final int LETTERS = 26;
    private static final byte[] LENGTHS = lengths();

    private Ibans() {}

    /** Without blanks and in upper case. */
    static String compact(String text) {
        StringBuilder compact = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Tokens.isTokenChar(c)) {
                compact.append(c);
            }
        }
        return compact.toString().toUpperCase(Locale.ROOT);
    }

    /** How long the numbers of a country are, given by two letters of either case; 0 if there is no such country. */
    static int length(char first, char second) {
        int row = (first | 0x20) - 'a';
        int column = (second | 0x20) - 'a';
        boolean letters = first < 0x80 && second < 0x80 && row >= 0 && row < LETTERS && column >= 0 && column < LETTERS;
        return letters ? LENGTHS[row * LETTERS + column] : 0;
    }

    private static byte[] lengths() {
        byte[] lengths = new byte[LETTERS * LETTERS];
        for (int i = 0; i < lengths.length; i++) {
            String country = "" + (char) ('A' + i / LETTERS) + (char) ('A' + i % LETTERS);
            IBANValidator.Validator validator = IBANValidator.getInstance().getValidator(country);
            lengths[i] = (byte) (validator == null ? 0 : validator.getIbanLength());
        }
        return lengths;
    }

    static boolean isIban(String compact) {
        if (compact.length() < SHORTEST || compact.length() > LONGEST) {
            return false;
        }
        return CheckDigits.passesMod97(compact)
                && (IBANValidator.getInstance().hasValidator(compact) ? IBANValidator.getInstance().isValid(compact) : true);
    }

    static boolean isFictional(String compact) {
        String bank = compact.substring(BANK, BANK + BANK);
        return bank.chars().allMatch(c -> c == '0' || c == 'X') || bank.equals("TEST") || bank.matches("[A-Z]0{3}");
    }

    /** A number of the same country, length and class at each place. */
    static String pseudonym(String compact, KeyedBytes.Draws draws) {
        StringBuilder account = new StringBuilder(compact.length());
        for (int i = BANK; i < compact.length(); i++) {
            boolean letter = Character.isLetter(compact.charAt(i));
            if (i < BANK + BANK) {
                account.append(letter ? letterOfBank(compact, i) : '0');
            } else {
                account.append(letter ? draws.of("ABCDEFGHJKLMNPQRSTUVWXYZ") : draws.of("0123456789"));
            }
        }
        String country = compact.substring(0, 2);
        return country + CheckDigits.ibanDigits(country, account.toString()) + account;
    }

    private static char letterOfBank(String compact, int i) {
        boolean allLetters = compact.substring(BANK, BANK + BANK).chars().allMatch(Character::isLetter);
        return allLetters ? "TEST".charAt(i - BANK) : 'X';
    }
}
