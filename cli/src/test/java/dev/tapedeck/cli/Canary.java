package dev.tapedeck.cli;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;

/**
 * A value that nobody has, of a kind that people and systems have, put where it must not come out again.
 *
 * @param text as it is planted
 * @param parts none of which may be found, in whichever case; each tells of the value by itself
 */
record Canary(String text, List<String> parts) {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final int SYLLABLES = 5;
    private static final String DIGITS = "0123456789";
    private static final String MIXED = LETTERS + LETTERS.toUpperCase(Locale.ROOT) + DIGITS;

    private static final Map<String, Function<Random, Canary>> KINDS = makers();

    static List<String> kinds() {
        return List.copyOf(KINDS.keySet());
    }

    /** One that was not there before. */
    static Canary of(String kind, Random random) {
        return Objects.requireNonNull(KINDS.get(kind)).apply(random);
    }

    private static Map<String, Function<Random, Canary>> makers() {
        Map<String, Function<Random, Canary>> kinds = new LinkedHashMap<>();
        kinds.put("name", random -> several(capital(word(random)) + " " + capital(word(random))));
        kinds.put("e-mail", random -> several(word(random) + "." + word(random) + "@" + word(random) + ".example"));
        kinds.put("IBAN", Canary::iban);
        kinds.put("card", Canary::card);
        kinds.put("phone", Canary::phone);
        kinds.put("JSON web token", Canary::token);
        kinds.put("API key", random -> one("sk_live_" + drawn(MIXED, 23, random) + "7"));
        kinds.put("access key", random -> one("AKIA" + drawn("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16, random)));
        kinds.put("password", random -> one(word(random) + "!" + drawn(DIGITS, 4, random) + word(random)));
        kinds.put("address", random -> several(capital(word(random)) + "gasse 47, 81739 " + capital(word(random))));
        kinds.put("free text", random -> several("please call " + word(random) + " about the " + word(random) + " before noon"));
        kinds.put("social security number", random -> one(drawn("12345678", 3, random) + "-" + drawn("123456789", 2, random) + "-"
                + drawn("123456789", 4, random)));
        kinds.put("tax number", random -> one(drawn("123456789", 11, random)));
        kinds.put("tenant", random -> several(word(random) + "-" + word(random) + "-7"));
        return kinds;
    }

    private static Canary one(String text) {
        return new Canary(text, List.of(text));
    }

    /** Of words that say something each by itself: the long ones. */
    private static Canary several(String text) {
        return new Canary(text,
                List.of(text.split("[^A-Za-z]+", -1)).stream().filter(word -> word.startsWith("qx") || word.startsWith("Qx"))
                        .toList());
    }

    /** That begins as no word does, and is drawn once. */
    private static String word(Random random) {
        StringBuilder word = new StringBuilder("qx");
        for (int i = 0; i < SYLLABLES; i++) {
            word.append(drawn("aeiou", 1, random)).append(drawn("bdfgklmnprstvz", 1, random));
        }
        return word.toString();
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static Canary iban(Random random) {
        String account = drawn("123456789", 18, random);
        BigInteger rest = new BigInteger(account + "131400").mod(BigInteger.valueOf(97));
        return one("DE" + String.format(Locale.ROOT, "%02d", 98 - rest.intValue()) + account);
    }

    private static Canary card(Random random) {
        String digits = "4929" + drawn(DIGITS, 11, random);
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            sum += i % 2 == 0 ? (digit * 2) / 10 + (digit * 2) % 10 : digit;
        }
        String whole = digits + (10 - sum % 10) % 10;
        String grouped = whole.replaceAll("(.{4})(?!$)", "$1 ");
        return new Canary(random.nextBoolean() ? whole : grouped,
                List.of(whole, grouped, grouped.replace(' ', '-'), grouped.replace(' ', '+'), whole.substring(0, 12), whole.substring(6)));
    }

    private static Canary phone(Random random) {
        String number = drawn("23456789", 8, random);
        return new Canary("+49 30 " + number, List.of(number));
    }

    private static Canary token(Random random) {
        String claims = base64Url("{\"sub\":\"" + word(random) + "\"}");
        String signature = drawn(MIXED, 22, random);
        return new Canary("eyJhbGciOiJIUzI1NiJ9." + claims + "." + signature, List.of(claims.substring(8, claims.length() - 4), signature));
    }

    private static String base64Url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String drawn(String alphabet, int count, Random random) {
        StringBuilder drawn = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            drawn.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return drawn.toString();
    }
}
