package dev.tapedeck.cartridge;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Somebody's public key. Its id is the key itself, {@code ed25519:} and 43 characters of base64url, so that what a person compares, types and
 * trusts is the whole key: there is no digest to look up and no key to be fetched from the file it is to judge.
 */
public record VerifyingKey(String id) {
    private static final String PREFIX = "ed25519:";
    private static final int RAW_BYTES = 32;
    private static final int ID_LENGTH = PREFIX.length() + 43;
    /** A SubjectPublicKeyInfo of Ed25519 without the key (RFC 8410, section 4). */
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /** @throws IllegalArgumentException where {@code id} is not the id of a key */
    public VerifyingKey {
        if (!id.startsWith(PREFIX) || id.length() != ID_LENGTH || !id.equals(id(raw(id)))) {
            throw new IllegalArgumentException(
                    "a key is `ed25519:` and 43 characters of base64url, as `tapedeck trust` prints it, not `"
                            + id + "`");
        }
    }

    static VerifyingKey of(PublicKey key) {
        byte[] spki = key.getEncoded();
        byte[] raw = new byte[RAW_BYTES];
        System.arraycopy(spki, spki.length - RAW_BYTES, raw, 0, RAW_BYTES);
        return new VerifyingKey(id(raw));
    }

    /** Whether {@code signature} over {@code message} was made with this key's private half. */
    boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(publicKey());
            ed25519.update(message);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private PublicKey publicKey() throws GeneralSecurityException {
        byte[] spki = new byte[SPKI_PREFIX.length + RAW_BYTES];
        System.arraycopy(SPKI_PREFIX, 0, spki, 0, SPKI_PREFIX.length);
        System.arraycopy(raw(id), 0, spki, SPKI_PREFIX.length, RAW_BYTES);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
    }

    private static byte[] raw(String id) {
        return Base64.getUrlDecoder().decode(id.substring(PREFIX.length()));
    }

    private static String id(byte[] raw) {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
    }

    @Override
    public String toString() {
        return id;
    }
}
