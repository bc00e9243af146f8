package dev.tapedeck.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Requests as clients write them, cut anywhere; and bytes that are no request, each refused by name. */
class HttpRequestParserTest {

    private static final String TWO = """
            POST /a?b=c HTTP/1.1
            Host: example.com
            X-Twice: one
            x-twice: two
            Content-Length: 5

            hello""" + "\n" + """
            PUT /chunked HTTP/1.1
            Host: example.com
            Transfer-Encoding: chunked

            4;extension=1
            wiki
            A
            0123456789
            0
            Trailer: ignored

            """;

    private static byte[] wire(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static List<HttpRequestParser.Request> parse(byte[]... pieces) throws HttpRequestParser.Malformed {
        HttpRequestParser parser = new HttpRequestParser();
        List<HttpRequestParser.Request> requests = new ArrayList<>();
        for (byte[] piece : pieces) {
            ByteBuffer bytes = ByteBuffer.wrap(piece);
            while (bytes.hasRemaining()) {
                HttpRequestParser.Request request = parser.feed(bytes);
                if (request != null) {
                    requests.add(request);
                }
            }
        }
        assertThat(parser.betweenRequests()).isTrue();
        return requests;
    }

    @Test
    void feed_twoRequests_readsBoth() throws HttpRequestParser.Malformed {
        List<HttpRequestParser.Request> requests = parse(wire(TWO));

        assertThat(requests).extracting(HttpRequestParser.Request::method).containsExactly("POST", "PUT");
        assertThat(requests).extracting(HttpRequestParser.Request::target).containsExactly("/a?b=c", "/chunked");
        assertThat(requests).extracting(HttpRequestParser.Request::body).containsExactly("hello", "wiki0123456789");
        assertThat(requests.getFirst().headers()).containsEntry("x-twice", "one, two").containsEntry("host", "example.com");
    }

    @Test
    void feed_cutAtEveryByte_readsTheSame() throws HttpRequestParser.Malformed {
        byte[] whole = wire(TWO);
        List<HttpRequestParser.Request> expected = parse(whole);
        for (int cut = 0; cut <= whole.length; cut++) {
            byte[] head = java.util.Arrays.copyOfRange(whole, 0, cut);
            byte[] tail = java.util.Arrays.copyOfRange(whole, cut, whole.length);
            assertThat(parse(head, tail)).as("cut at %d", cut).isEqualTo(expected);
        }
    }

    @Test
    void feed_byteByByte_readsTheSame() throws HttpRequestParser.Malformed {
        byte[] whole = wire(TWO);
        byte[][] bytes = new byte[whole.length][];
        for (int i = 0; i < whole.length; i++) {
            bytes[i] = new byte[]{whole[i]};
        }
        assertThat(parse(bytes)).isEqualTo(parse(whole));
    }

    @Test
    void feed_bodyIsNotText_isSpelledInBase64() throws HttpRequestParser.Malformed {
        byte[] head = wire("POST / HTTP/1.1\ncontent-length: 3\n\n");
        byte[] body = {(byte) 0xff, 0, (byte) 0xfe};

        assertThat(parse(head, body).getFirst().body())
                .isEqualTo("data:application/octet-stream;base64," + Base64.getEncoder().encodeToString(body));
    }

    @Test
    void feed_valuesBeyondAscii_areUtf8() throws HttpRequestParser.Malformed {
        assertThat(parse(wire("GET / HTTP/1.1\nx-name: Zoë\n\n")).getFirst().headers()).containsEntry("x-name", "Zoë");
    }

    @Test
    void feed_expectContinue_isAskedForOnce() throws HttpRequestParser.Malformed {
        HttpRequestParser parser = new HttpRequestParser();

        assertThat(parser.feed(ByteBuffer.wrap(wire("PUT /o HTTP/1.1\nexpect: 100-continue\ncontent-length: 2\n\n")))).isNull();
        assertThat(parser.takeAwaitsContinue()).isTrue();
        assertThat(parser.takeAwaitsContinue()).isFalse();
        assertThat(parser.feed(ByteBuffer.wrap(wire("ok")))).isNotNull();
    }

    @Test
    void feed_connectionClose_isNoticed() throws HttpRequestParser.Malformed {
        assertThat(parse(wire("GET / HTTP/1.1\nConnection: close\n\n")).getFirst().closesConnection()).isTrue();
        assertThat(parse(wire("GET / HTTP/1.1\nConnection: keep-alive\n\n")).getFirst().closesConnection()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PRI * HTTP/2.0¶¶SM¶¶                                          | speaks HTTP/2
            CONNECT db:5432 HTTP/1.1¶¶                                    | asks a proxy for a tunnel to `db:5432`
            hello¶                                                        | its first line is `hello`
            GET /with space HTTP/1.1¶¶                                    | does not speak HTTP/1.1
            GET / HTTP/0.9¶¶                                              | does not speak HTTP/1.1
            GET / HTTP/1.1¶no colon¶¶                                     | sends a header line that is none: `no colon`
            GET / HTTP/1.1¶bad name: x¶¶                                  | sends a header line that is none
            GET / HTTP/1.1¶a: b¶ folded¶¶                                 | sends a header line that is none
            POST / HTTP/1.1¶content-length: 3x¶¶                          | gives `3x` as its content-length
            POST / HTTP/1.1¶content-length: -1¶¶                          | gives `-1` as its content-length
            POST / HTTP/1.1¶content-length: 1¶content-length: 2¶¶         | gives `1, 2` as its content-length
            POST / HTTP/1.1¶content-length: 999999999999¶¶                | sends a body of more than 33554432 bytes
            POST / HTTP/1.1¶content-length: 1¶transfer-encoding: chunked¶¶ | both a content-length and a transfer-encoding
            POST / HTTP/1.1¶transfer-encoding: gzip¶¶                     | uses the transfer-encoding `gzip`
            POST / HTTP/1.1¶transfer-encoding: chunked¶¶xyz¶              | gives `xyz` as the size of a chunk
            POST / HTTP/1.1¶transfer-encoding: chunked¶¶ffffffff¶         | sends a body of more than
            POST / HTTP/1.1¶transfer-encoding: chunked¶¶1¶ab¶             | sends more in a chunk than it announced
            """)
    void feed_notARequest_isRefusedByName(String text, String reason) {
        assertThatThrownBy(() -> parse(wire(text.replace('¶', '\n')))).isInstanceOf(HttpRequestParser.Malformed.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 3, 0x16, 0x2a, (byte) 0x80})
    void feed_binaryProtocol_isRefusedAtTheFirstByte(byte first) {
        assertThatThrownBy(() -> parse(new byte[]{first, 1, 2, 3})).isInstanceOf(HttpRequestParser.Malformed.class)
                .hasMessageContaining("first byte is 0x");
    }

    @Test
    void feed_binaryProtocolThatBeginsWithALetter_isRefusedForWhatItIs() {
        assertThatThrownBy(() -> parse("W\0\0\0\7\0\0\0admin.$cmd\0\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(HttpRequestParser.Malformed.class)
                .hasMessage("does not speak HTTP/1.1: what it sends is no text");
    }

    @Test
    void feed_bareLineFeed_isRefused() {
        assertThatThrownBy(() -> parse("GET / HTTP/1.1\n\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(HttpRequestParser.Malformed.class)
                .hasMessageContaining("without a carriage return");
    }

    @Test
    void feed_endlessHead_isRefused() {
        byte[] endless = wire("GET / HTTP/1.1\nx: " + "y".repeat(HttpRequestParser.MAX_HEAD) + "\n\n");

        assertThatThrownBy(() -> parse(endless)).isInstanceOf(HttpRequestParser.Malformed.class)
                .hasMessageContaining("a head of more than");
    }
}
