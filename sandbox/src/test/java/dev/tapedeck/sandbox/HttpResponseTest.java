package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Completion;
import dev.tapedeck.mesh.Guest;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers as bytes: dated by the virtual clock, with a length of their own. */
class HttpResponseTest {

    private static final Guest.Clock CLOCK = new Guest.Clock(0, 1_763_650_000_999_000_000L, 0);

    private static String rendered(int status, String body, String method, String... headers) {
        SortedMap<String, String> map = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], headers[i + 1]);
        }
        byte[] bytes = HttpResponse.bytes(new Completion.Answered(0, status, map, body), CLOCK, method, false);
        return new String(bytes, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    }

    @Test
    void bytes_plainAnswer_isDatedAndMeasured() {
        assertThat(rendered(200, "{}", "POST", "content-type", "application/json")).isEqualTo("""
                HTTP/1.1 200 OK
                content-type: application/json
                date: Thu, 20 Nov 2025 14:46:40 GMT
                content-length: 2
                connection: keep-alive

                {}""");
    }

    @Test
    void bytes_recordedFraming_isReplaced() {
        assertThat(rendered(200, "ab", "GET", "content-length", "99", "date", "yesterday", "transfer-encoding", "chunked", "connection",
                "close"))
                .doesNotContain("99", "yesterday", "chunked", "close").contains("content-length: 2");
    }

    @Test
    void bytes_textOfWhatWasCompressed_isNotCalledCompressed() {
        assertThat(rendered(200, "text", "GET", "content-encoding", "gzip")).doesNotContain("gzip");
        assertThat(rendered(200, "data:application/octet-stream;base64,H4s=", "GET", "content-encoding", "gzip")).contains("gzip")
                .endsWith("\u001f\u008b");
    }

    @Test
    void bytes_headOfAFile_hasLengthButNoBody() {
        assertThat(rendered(200, "four", "HEAD")).contains("content-length: 4").endsWith("\n\n");
    }

    @Test
    void bytes_noContent_hasNeither() {
        assertThat(rendered(204, "", "DELETE")).doesNotContain("content-length").endsWith("\n\n");
    }

    @Test
    void bytes_headerWithALineBreak_staysOneHeader() {
        assertThat(rendered(200, "", "GET", "x", "a\r\nset-cookie: b")).contains("x: a  set-cookie: b\n");
    }

    @Test
    void bytes_statusBeyondTheTable_hasAReason() {
        assertThat(rendered(418, "", "GET")).startsWith("HTTP/1.1 418 Status 418\n");
    }
}
