package dev.tapedeck.cartridge;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One's own Ed25519 key (RFC 8032). Kept as two PEM blocks, private and public, which other tools read as well. */
public final class SigningKey {
    private static final String ALGORITHM = "Ed25519";
    private static final int LINE = 64;

    private final PrivateKey privateKey;
    private final byte[] publicSpki;
    private final VerifyingKey verifyingKey;

    private SigningKey(PrivateKey privateKey, byte[] publicSpki, VerifyingKey verifyingKey) {
        this.privateKey = privateKey;
        this.publicSpki = publicSpki;
        this.verifyingKey = verifyingKey;
    }

    /** A fresh one, from the system's randomness. */
    public static SigningKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new SigningKey(pair.getPrivate(), pair.getPublic().getEncoded(), VerifyingKey.of(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /** @throws IllegalArgumentException where {@code pem} does not hold a private key and the public one that belongs to it */
    public static SigningKey parse(String pem) {
        try {
            KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
            byte[] spki = block(pem, "PUBLIC KEY");
            VerifyingKey verifyingKey = VerifyingKey.of(keys.generatePublic(new X509EncodedKeySpec(spki)));
            SigningKey key = new SigningKey(keys.generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE KEY"))), spki, verifyingKey);
            byte[] probe = "tapedeck".getBytes(StandardCharsets.UTF_8);
            if (!verifyingKey.verifies(probe, key.sign(probe))) {
                throw new IllegalArgumentException("its public key is not that of its private key");
            }
            return key;
        } catch (GeneralSecurityException malformed) {
            throw new IllegalArgumentException("expected an Ed25519 key", malformed);
        }
    }

    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs anything", e);
        }
    }

    String pem() {
        return block("PRIVATE KEY", privateKey.getEncoded()) + block("PUBLIC KEY", publicSpki);
    }

    private static String block(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE, new byte[]{'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static byte[] block(String pem, String label) {
        Matcher matcher = Pattern.compile("-----BEGIN " + label + "-----\\s([A-Za-z0-9+/=\\s]+)-----END " + label + "-----").matcher(pem);
        if (!matcher.find()) {
            throw new IllegalArgumentException("expected a PEM block `" + label + "`");
        }
        return Base64.getMimeDecoder().decode(matcher.group(1));
    }
}
