package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.mesh.Guest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * An answer of the kernel's as the bytes of an HTTP/1.1 response. The {@code Date} header is virtual, since SDKs correct their clocks by it; length
 * and connection headers are the sandbox's own.
 */
final class HttpResponse {

    static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    /** How a body that is not UTF-8 is spelled in a {@code String}. */
    static final String BINARY = "data:application/octet-stream;base64,";

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final List<String> OURS = List.of("content-length", "connection", "date", "keep-alive", "transfer-encoding");
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HttpResponse() {}

    static byte[] bytes(Completion.Answered answer, Guest.Clock clock, String method, boolean closes) {
        boolean binary = answer.body().startsWith(BINARY);
        byte[] body = decoded(answer.body());
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ").append(answer.status()).append(' ').append(reason(answer.status())).append("\r\n");
        answer.headers().forEach((name, value) -> {
            // a body given as text is not compressed any more
            boolean stale = name.equals("content-encoding") && !binary;
            if (!OURS.contains(name) && !stale) {
                line(head, name, value);
            }
        });
        line(head, "date", date(clock));
        if (mayHaveBody(answer.status())) {
            line(head, "content-length", Integer.toString(body.length));
        }
        line(head, "connection", closes ? "close" : "keep-alive");
        head.append("\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + body.length);
        out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        if (mayHaveBody(answer.status()) && !method.equals("HEAD")) {
            out.writeBytes(body);
        }
        return out.toByteArray();
    }

    /** The body of a message as the rest of the house spells it. */
    static String spelled(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            return BINARY + Base64.getEncoder().encodeToString(body);
        }
    }

    private static byte[] decoded(String body) {
        return body.startsWith(BINARY)
                ? Base64.getDecoder().decode(body.substring(BINARY.length()))
                : body.getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value.replace('\r', ' ').replace('\n', ' ')).append("\r\n");
    }

    private static String date(Guest.Clock clock) {
        return IMF_FIXDATE.format(Instant.ofEpochSecond(Math.floorDiv(clock.wallEpochNanos(), NANOS_PER_SECOND)));
    }

    private static boolean mayHaveBody(int status) {
        return status >= 200 && status != 204 && status != 304;
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 409 -> "Conflict";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "Status " + status;
        };
    }
}
