package dev.tapedeck.redaction;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** All randomness of pseudonyms: HMAC-SHA256 and, for digits, FF1 (NIST SP 800-38G), under subkeys of the pseudonym key. Not thread-safe. */
final class KeyedBytes {
    /** FF1 wants a domain of a million at least. */
    static final int FEWEST_FF1_DIGITS = 6;
    private static final int MOST_FF1_DIGITS = 40;
    /** Longer values are hashed once, not once for each few numbers drawn. */
    private static final int LONGEST_DRAWN = 64;

    private final Mac mac;
    private final KeyParameter digitKey;

    KeyedBytes(PseudonymKey key) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
        digitKey = new KeyParameter(digest("ff1", ""));
    }

    byte[] digest(String purpose, String value) {
        mac.update(purpose.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        return mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code digits} hexadecimal digits, at most 64. */
    String hex(String purpose, String value, int digits) {
        return HexFormat.of().formatHex(digest(purpose, value)).substring(0, digits);
    }

    Draws draws(String purpose, String value) {
        return new Draws(purpose, value);
    }

    /** A permutation of the numbers of as many digits; {@code round} chooses which. */
    String ff1(String digits, int round) {
        if (digits.length() < FEWEST_FF1_DIGITS || digits.length() > MOST_FF1_DIGITS) {
            throw new IllegalArgumentException("FF1 over " + digits.length() + " digits");
        }
        byte[] block = new byte[digits.length()];
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) (digits.charAt(i) - '0');
        }
        FPEFF1Engine engine = new FPEFF1Engine();
        engine.init(true, new FPEParameters(digitKey, 10, new byte[]{(byte) round, (byte) block.length}));
        engine.processBlock(block, 0, block.length, block, 0);
        char[] out = new char[block.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (char) ('0' + block[i]);
        }
        return new String(out);
    }

    /** A stream of small numbers that depends on the key, a purpose and a value. */
    final class Draws {
        private final String purpose;
        private final String value;
        private byte[] block = new byte[0];
        private int at;
        private int blocks;

        private Draws(String purpose, String value) {
            this.purpose = purpose;
            this.value = value.length() > LONGEST_DRAWN ? hex(purpose, value, LONGEST_DRAWN) : value;
        }

        /** From 0 to {@code bound} - 1. */
        int next(int bound) {
            if (at + 2 > block.length) {
                block = digest(purpose + '/' + blocks++, value);
                at = 0;
            }
            int drawn = ((block[at] & 0xff) << 8) | (block[at + 1] & 0xff);
            at += 2;
            return drawn % bound;
        }

        char of(String alphabet) {
            return alphabet.charAt(next(alphabet.length()));
        }
    }
}
