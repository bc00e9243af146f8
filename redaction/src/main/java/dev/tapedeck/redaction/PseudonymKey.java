package dev.tapedeck.redaction;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The secret behind the pseudonyms of one cartridge. By default it is random and destroyed with the extraction, so that nobody can go back, and
 * pseudonyms of two cartridges cannot be linked.
 */
public final class PseudonymKey implements AutoCloseable {
    public static final int BYTES = 32;

    private final byte[] bytes;
    private boolean destroyed;

    private PseudonymKey(byte[] bytes) {
        this.bytes = bytes;
    }

    public static PseudonymKey random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new PseudonymKey(bytes);
    }

    /** A key kept elsewhere; the bytes are copied. */
    public static PseudonymKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a pseudonym key has " + BYTES + " bytes, not " + bytes.length);
        }
        return new PseudonymKey(bytes.clone());
    }

    byte[] bytes() {
        if (destroyed) {
            throw new IllegalStateException("the pseudonym key is destroyed already");
        }
        return bytes;
    }

    /** Overwrites the key; what was made with it stays. */
    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
        destroyed = true;
    }

    @Override
    public String toString() {
        return "PseudonymKey[" + (destroyed ? "destroyed" : "secret") + "]";
    }
}
