package dev.tapedeck.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One connection's bytes as HTTP/1.1 requests (RFC 9112), fed in pieces of any size. Strict where two readings are possible: a guest whose request
 * could be read in two ways is refused, by a message that says why.
 *
 * <pre>
 *   HEAD --blank line--> BODY (content-length) | SIZE -> CHUNK -> SIZE ... -> TRAILER --> a request, then HEAD
 * </pre>
 */
final class HttpRequestParser {

    static final int MAX_HEAD = 1 << 18;
    static final int MAX_BODY = 32 << 20;

    /** A request whole. {@code headers} have lower-case names; equal names are joined by a comma; {@code body} is spelled as
     * {@link HttpResponse#spelled} has it. */
    record Request(String method, String target, SortedMap<String, String> headers, String body) {

        boolean closesConnection() {
            return headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT).contains("close");
        }
    }

    /** Not HTTP/1.1, or ambiguous. The message completes "the connection ...". */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    private enum State {
        HEAD, BODY, SIZE, CHUNK, CHUNK_END, TRAILER
    }

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{1,8}");
    private static final String HTTP2_PREFACE = "PRI * HTTP/2.0";

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private State state = State.HEAD;
    private boolean awaitsContinue;
    private @Nullable String startLine;
    private SortedMap<String, String> headers = new TreeMap<>();
    private int headSize;
    private long missing;

    /**
     * Reads on until a request is whole or the bytes are used up.
     *
     * @return the request, or null where more bytes are needed
     */
    @Nullable
    Request feed(ByteBuffer bytes) throws Malformed {
        while (bytes.hasRemaining()) {
            Request whole = switch (state) {
                case HEAD -> completedLine(bytes) ? head(takeLine()) : null;
                case BODY, CHUNK -> content(bytes);
                case SIZE -> completedLine(bytes) ? size(takeLine()) : null;
                case CHUNK_END -> completedLine(bytes) ? chunkEnd(takeLine()) : null;
                case TRAILER -> completedLine(bytes) && takeLine().isEmpty() ? whole() : null;
            };
            if (whole != null) {
                return whole;
            }
        }
        return null;
    }

    /** Whether the guest waits for leave to send the body ({@code Expect: 100-continue}); asking takes the answer. */
    boolean takeAwaitsContinue() {
        boolean awaits = awaitsContinue;
        awaitsContinue = false;
        return awaits;
    }

    /** Whether nothing of a next request has come. */
    boolean betweenRequests() {
        return state == State.HEAD && startLine == null && line.size() == 0;
    }

    private boolean completedLine(ByteBuffer bytes) throws Malformed {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                return true;
            }
            line.write(next);
            if (++headSize > MAX_HEAD) {
                throw new Malformed("sends a head of more than " + MAX_HEAD + " bytes");
            }
            if (startLine == null && state == State.HEAD && line.size() == 1 && (next < 'A' || next > 'z') && next != '\r') {
                throw new Malformed("does not speak HTTP/1.1: its first byte is 0x" + Integer.toHexString(Byte.toUnsignedInt(next)));
            }
        }
        return false;
    }

    private String takeLine() throws Malformed {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        line.reset();
        if (!text.endsWith("\r")) {
            throw new Malformed(isNoText(text)
                    ? "does not speak HTTP/1.1: what it sends is no text"
                    : "ends a line of its head without a carriage return");
        }
        return text.substring(0, text.length() - 1);
    }

    /** As with protocols whose messages begin with their length, which may be a letter's number. */
    private static boolean isNoText(String line) {
        return line.chars().anyMatch(character -> character < ' ' && character != '\t');
    }

    private @Nullable Request head(String text) throws Malformed {
        if (startLine == null) {
            // RFC 9112 section 2.2: an empty line before the request line is ignored
            startLine = text.isEmpty() ? null : checkedStartLine(text);
            return null;
        }
        if (!text.isEmpty()) {
            header(text);
            return null;
        }
        return beginBody();
    }

    private static String checkedStartLine(String text) throws Malformed {
        if (text.equals(HTTP2_PREFACE)) {
            throw new Malformed("speaks HTTP/2, and only HTTP/1.1 is understood");
        }
        String[] parts = text.split(" ", -1);
        if (parts.length != 3 || !TOKEN.matcher(parts[0]).matches() || parts[1].isEmpty() || !parts[2].startsWith("HTTP/1.")) {
            throw new Malformed("does not speak HTTP/1.1: its first line is `" + abbreviated(text) + "`");
        }
        if (parts[0].equals("CONNECT")) {
            throw new Malformed("asks a proxy for a tunnel to `" + abbreviated(parts[1]) + "`, and there are no proxies here");
        }
        return text;
    }

    private void header(String text) throws Malformed {
        int colon = text.indexOf(':');
        if (colon < 1 || !TOKEN.matcher(text.substring(0, colon)).matches()) {
            throw new Malformed("sends a header line that is none: `" + abbreviated(text) + "`");
        }
        String name = text.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = new String(text.substring(colon + 1).strip().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        headers.merge(name, value, (a, b) -> a + ", " + b);
    }

    private @Nullable Request beginBody() throws Malformed {
        String encoding = headers.get("transfer-encoding");
        String length = headers.get("content-length");
        checkUpgrade();
        awaitsContinue = headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue");
        if (encoding != null) {
            if (length != null) {
                throw new Malformed("gives both a content-length and a transfer-encoding");
            }
            if (!encoding.equalsIgnoreCase("chunked")) {
                throw new Malformed("uses the transfer-encoding `" + abbreviated(encoding) + "`, and only `chunked` is understood");
            }
            state = State.SIZE;
            return null;
        }
        if (length != null && !DIGITS.matcher(length).matches()) {
            throw new Malformed("gives `" + abbreviated(length) + "` as its content-length");
        }
        missing = length == null ? 0 : Long.parseLong(length);
        if (missing == 0) {
            return whole();
        }
        checkBodySize();
        state = State.BODY;
        return null;
    }

    /** An offer to speak HTTP/2 may be passed over (RFC 9110 section 7.8); what else is asked for cannot be had. */
    private void checkUpgrade() throws Malformed {
        String upgrade = headers.getOrDefault("upgrade", "");
        if (!upgrade.isEmpty() && !upgrade.equalsIgnoreCase("h2c")) {
            throw new Malformed("asks to go over to `" + abbreviated(upgrade) + "`, and only HTTP/1.1 is understood");
        }
    }

    private @Nullable Request size(String text) throws Malformed {
        int semicolon = text.indexOf(';');
        String digits = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        if (!HEX.matcher(digits).matches()) {
            throw new Malformed("gives `" + abbreviated(text) + "` as the size of a chunk");
        }
        missing = Long.parseLong(digits, 16);
        checkBodySize();
        state = missing == 0 ? State.TRAILER : State.CHUNK;
        return null;
    }

    private @Nullable Request chunkEnd(String text) throws Malformed {
        if (!text.isEmpty()) {
            throw new Malformed("sends more in a chunk than it announced");
        }
        headSize = 0;
        state = State.SIZE;
        return null;
    }

    private @Nullable Request content(ByteBuffer bytes) {
        int count = (int) Math.min(missing, bytes.remaining());
        byte[] piece = new byte[count];
        bytes.get(piece);
        body.writeBytes(piece);
        missing -= count;
        if (missing > 0) {
            return null;
        }
        if (state == State.BODY) {
            return whole();
        }
        state = State.CHUNK_END;
        return null;
    }

    private void checkBodySize() throws Malformed {
        if (body.size() + missing > MAX_BODY) {
            throw new Malformed("sends a body of more than " + MAX_BODY + " bytes");
        }
    }

    private Request whole() {
        String[] parts = String.valueOf(startLine).split(" ", -1);
        Request request = new Request(parts[0], parts[1], headers, HttpResponse.spelled(body.toByteArray()));
        state = State.HEAD;
        startLine = null;
        headers = new TreeMap<>();
        headSize = 0;
        awaitsContinue = false;
        body.reset();
        return request;
    }

    private static String abbreviated(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() > 60 ? printable.substring(0, 60) + "…" : printable;
    }
}
