package dev.tapedeck.redaction;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Text that somebody encoded in base64, perhaps after gzip: what it says, and how to say something else in the same way.
 *
 * @param urlSafe with {@code -} and {@code _}
 * @param padded with {@code =} at the end
 */
record Base64Text(String text, boolean urlSafe, boolean padded, boolean zipped) {
    private static final int SHORTEST = 12;
    private static final int LARGEST_UNZIPPED = 16 << 20;

    /** What {@code raw} holds, if it is base64 of text. Short words that happen to decode are told by what comes out. */
    static Optional<Base64Text> decode(String raw) {
        if (raw.length() < SHORTEST || !isAlphabet(raw)) {
            return Optional.empty();
        }
        boolean urlSafe = raw.indexOf('-') >= 0 || raw.indexOf('_') >= 0;
        Optional<byte[]> bytes = bytes(raw);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        boolean zipped = bytes.get().length > 2 && bytes.get()[0] == 0x1f && bytes.get()[1] == (byte) 0x8b;
        Optional<String> text = (zipped ? unzipped(bytes.get()) : bytes).flatMap(Base64Text::printable);
        return text.map(said -> new Base64Text(said, urlSafe, raw.endsWith("="), zipped));
    }

    /** Whether {@code raw} can be base64, of whatever. */
    static Optional<byte[]> bytes(String raw) {
        try {
            boolean urlSafe = raw.indexOf('-') >= 0 || raw.indexOf('_') >= 0;
            return Optional.of((urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(raw));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static boolean isAlphabet(String raw) {
        int padding = raw.endsWith("==") ? 2 : raw.endsWith("=") ? 1 : 0;
        if ((padding > 0 && raw.length() % 4 != 0) || raw.length() % 4 == 1) {
            return false;
        }
        for (int i = 0; i < raw.length() - padding; i++) {
            char c = raw.charAt(i);
            if (c >= 0x80 || !(Tokens.isTokenChar(c) || c == '+' || c == '/' || c == '-' || c == '_')) {
                return false;
            }
        }
        return true;
    }

    static Optional<byte[]> unzipped(byte[] bytes) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] all = in.readNBytes(LARGEST_UNZIPPED + 1);
            return all.length > LARGEST_UNZIPPED ? Optional.empty() : Optional.of(all);
        } catch (IOException notGzip) {
            return Optional.empty();
        }
    }

    private static Optional<String> printable(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(bytes))
                    .toString();
            boolean printable = text.length() >= SHORTEST / 2
                    && text.chars().allMatch(c -> (c >= ' ' && c != 0x7f) || c == '\n' || c == '\r' || c == '\t');
            return printable ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    String encode(String other) {
        byte[] bytes = other.getBytes(StandardCharsets.UTF_8);
        byte[] body = zipped ? zip(bytes) : bytes;
        Base64.Encoder encoder = urlSafe ? Base64.getUrlEncoder() : Base64.getEncoder();
        String encoded = encoder.encodeToString(body);
        boolean bare = !padded && text.getBytes(StandardCharsets.UTF_8).length % 3 != 0;
        return bare ? encoded.replace("=", "") : encoded;
    }

    private static byte[] zip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
