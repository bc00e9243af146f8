package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Step;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Connections as the kernel sees them: calls, what is given up, what is answered without it. */
class ConnectionsTest {

    private final Connections connections = new Connections();

    private static ByteBuffer request(String head) {
        return ByteBuffer.wrap((head.replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private void open(int id) {
        try {
            connections.open(id, true, 443, "api.example.com");
        } catch (FrameReader.Breach e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 443, h", "true, 8443, h:8443", "false, 80, h", "false, 443, h:443"})
    void authority_usualPort_isLeftOut(boolean tls, int port, String authority) {
        assertThat(Connections.authority(tls, port, "h")).isEqualTo(authority);
    }

    private List<Connections.Pending> answered(int callId) {
        return connections.answered(callId, Answers.json(callId, 200, "{}")).stream().map(Connections.Due::call).toList();
    }

    @Test
    void data_request_isACallToTheAuthority() {
        open(1);

        assertThat(connections.data(1, request("GET /x HTTP/1.1\nHost: elsewhere"))).singleElement().isInstanceOfSatisfying(Step.Call.class,
                call -> {
                    assertThat(call.call().resource()).isEqualTo("api.example.com");
                    assertThat(call.call().operation()).isEqualTo("GET /x");
                });
        assertThat(answered(0)).containsExactly(new Connections.Pending(1, "GET", false));
    }

    @Test
    void answered_pipelinedOutOfOrder_goesBackInTheOrderOfAsking() {
        open(1);
        for (String path : List.of("/0", "/1", "/2")) {
            connections.data(1, request("GET " + path + " HTTP/1.1"));
        }

        assertThat(answered(1)).isEmpty();
        assertThat(answered(0)).hasSize(2);
        assertThat(answered(2)).hasSize(1);
        assertThat(connections.close(1)).isEmpty();
    }

    @Test
    void close_pipelinedAndAnsweredInPart_abandonsWhatTheKernelHasNotAnswered() {
        open(1);
        connections.data(1, request("GET /0 HTTP/1.1"));
        connections.data(1, request("GET /1 HTTP/1.1"));
        answered(1);

        assertThat(connections.close(1)).containsExactly(new Step.Abandon(0));
    }

    @Test
    void data_upgrade_isRefusedByName() {
        open(1);

        assertThat(connections.data(1, request("GET / HTTP/1.1\nConnection: upgrade\nUpgrade: websocket"))).containsExactly(
                Step.Uncontrolled
                        .refused("the connection to api.example.com asks to go over to `websocket`, and only HTTP/1.1 is understood"));
        assertThat(connections.nextReply()).isEqualTo(new Connections.Reply.Failure(1, "ECONNRESET"));
    }

    @Test
    void data_afterARefusal_isIgnored() {
        open(1);
        connections.data(1, ByteBuffer.wrap(new byte[]{0, 1, 2}));

        assertThat(connections.data(1, request("GET / HTTP/1.1"))).isEmpty();
    }

    @Test
    void close_callOutstanding_abandonsIt() {
        open(1);
        connections.data(1, request("GET / HTTP/1.1"));

        assertThat(connections.close(1)).containsExactly(new Step.Abandon(0));
        assertThatThrownBy(() -> answered(0)).hasMessage("call 0 is not outstanding: it was answered, abandoned or never made");
    }

    @Test
    void close_nothingOutstanding_isSilent() {
        open(1);
        connections.data(1, request("GET / HTTP/1.1"));
        answered(0);

        assertThat(connections.close(1)).isEmpty();
    }

    @Test
    void fin_nothingOutstanding_isAnsweredInKind() {
        open(1);
        connections.fin(1);

        assertThat(connections.nextReply()).isEqualTo(new Connections.Reply.End(1));
        assertThat(connections.nextReply()).isNull();
    }

    @Test
    void fin_callOutstanding_closesAfterTheAnswer() {
        open(1);
        connections.data(1, request("GET / HTTP/1.1"));
        connections.fin(1);

        assertThat(connections.nextReply()).isNull();
        assertThat(answered(0).getFirst().closes()).isTrue();
    }

    @Test
    void close_replyWaiting_isNotSent() {
        open(1);
        connections.fin(1);
        connections.close(1);

        assertThat(connections.nextReply()).isNull();
    }

    @Test
    void data_expectContinue_getsLeave() {
        open(1);

        assertThat(connections.data(1, request("PUT /o HTTP/1.1\nExpect: 100-continue\nContent-Length: 3"))).isEmpty();
        assertThat(connections.nextReply()).isEqualTo(new Connections.Reply.Continue(1));
    }

    @Test
    void atRest_nothingSaidOnAnUnusualPort_isRefusedByName() throws FrameReader.Breach {
        connections.open(1, false, 3306, "db.example.com");

        assertThat(connections.atRest()).containsExactly(Step.Uncontrolled
                .refused("the connection to db.example.com:3306 waits for the other side to speak first, as HTTP/1.1 does not"));
        assertThat(connections.nextReply()).isEqualTo(new Connections.Reply.Failure(1, "ECONNRESET"));
        assertThat(connections.atRest()).isEmpty();
    }

    @Test
    void atRest_whereTheGuestMayYetSpeak_isSilent() throws FrameReader.Breach {
        open(1);
        connections.open(2, false, 8080, "api.example.com");
        connections.data(2, request("GET / HTTP/1.1"));
        connections.open(3, false, 3306, "db.example.com");

        assertThat(connections.atRest()).as("a call is out").isEmpty();
        answered(0);
        connections.fin(2);
        assertThat(connections.atRest()).as("it has yet to hear of an end").isEmpty();
        connections.close(3);
        assertThat(connections.atRest()).as("the ports of HTTP, and one that has spoken").isEmpty();
    }

    @Test
    void open_twice_isABreach() {
        open(1);

        assertThatThrownBy(() -> connections.open(1, false, 80, "x")).isInstanceOf(FrameReader.Breach.class)
                .hasMessage("opened connection 1 twice");
    }
}
