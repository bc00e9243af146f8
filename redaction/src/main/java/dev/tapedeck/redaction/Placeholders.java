package dev.tapedeck.redaction;

/** What stands where something was dropped: of the same type, and easy to recognise. */
final class Placeholders {
    static final String TEXT = "redacted text ";
    static final String VALUE = "redacted";
    /** Header {@code {"alg":"none"}}, claims {@code {"sub":"redacted"}}. */
    static final String JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJyZWRhY3RlZCJ9.redacted";
    /** The documentation's own example. */
    static final String ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE";
    /** {@code redacted} in base64. */
    static final String BASE64 = "cmVkYWN0ZWQ=";
    /** {@code redacted:redacted} in base64. */
    private static final String BASIC = "cmVkYWN0ZWQ6cmVkYWN0ZWQ=";
    private static final int LONGEST = 64;

    private Placeholders() {}

    /** Whether {@code text} is what {@link #secret} makes of a secret without a scheme, or of the credentials after one. */
    static boolean isSecret(String text) {
        return text.equals(BASIC) || text.equals(JWT) || text.equals(ACCESS_KEY) || text.startsWith(VALUE)
                || (!text.isEmpty() && text.chars().allMatch(c -> c == '0'));
    }

    /** For a secret: digits for digits, a token for a token, the scheme of a header kept. */
    static String secret(String secret) {
        int blank = secret.indexOf(' ');
        String scheme = blank < 0 ? "" : secret.substring(0, blank);
        if (scheme.equalsIgnoreCase("bearer") || scheme.equalsIgnoreCase("basic") || scheme.equalsIgnoreCase("token")) {
            return scheme + " " + (scheme.equalsIgnoreCase("basic") ? BASIC : secret(secret.substring(blank + 1)));
        }
        if (Shapes.isJwt(secret)) {
            return JWT;
        }
        if (Tokens.isAllDigits(secret)) {
            return "0".repeat(secret.length());
        }
        if (secret.length() == ACCESS_KEY.length() && (secret.startsWith("AKIA") || secret.startsWith("ASIA"))) {
            return ACCESS_KEY;
        }
        int length = Math.min(Math.max(secret.length(), VALUE.length()), LONGEST);
        return (VALUE + "-").repeat(length / VALUE.length() + 1).substring(0, length);
    }
}
