package dev.tapedeck.mesh;

import dev.tapedeck.mesh.Submission.Accepted;
import dev.tapedeck.mesh.Submission.Receipt;
import dev.tapedeck.mesh.Submission.Settled;
import dev.tapedeck.recording.Json;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BusApiTest {

    private final BusApi bus = new BusApi();

    @Test
    void putEvents_entriesFailOneByOne() {
        Accepted accepted = (Accepted) bus.submit("PutEvents", Json.parse("""
                {"Entries":[
                  {"Source":"billing","DetailType":"Settled","Detail":"{\\"id\\":1}","Time":1700000000,"Resources":["r"]},
                  {"DetailType":"Settled","Detail":"{}"},
                  {"Source":"billing","DetailType":"Settled","Detail":"[1]"}]}"""));
        SortedMap<Integer, Receipt> receipts = new TreeMap<>();
        receipts.put(0, new Receipt("e-0", ""));
        Reply reply = bus.reply(accepted, receipts);

        assertThat(accepted.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.type()).isEqualTo("Settled");
            assertThat(entry.body()).isEqualTo("{\"id\":1}");
            assertThat(entry.strings()).containsEntry("source", "billing");
        });
        assertThat(reply.headers()).containsEntry("content-type", "application/x-amz-json-1.1");
        assertThat(reply.body()).isEqualTo(Json.parse("""
                {"FailedEntryCount":2,"Entries":[{"EventId":"e-0"},
                  {"ErrorCode":"InvalidArgument","ErrorMessage":"Parameter Source is not valid. Reason: Source is a required argument."},
                  {"ErrorCode":"MalformedDetail","ErrorMessage":"Detail is malformed."}]}"""));
    }

    @Test
    void putEvents_tooManyOrTooLarge_isAValidationException() {
        ObjectNode many = Json.object();
        var entries = many.putArray("Entries");
        for (int i = 0; i < 11; i++) {
            entries.addObject().put("Source", "s").put("DetailType", "t").put("Detail", "{}");
        }
        ObjectNode large = Json.object();
        large.putArray("Entries").addObject().put("Source", "s").put("DetailType", "t").put("Detail",
                "{\"x\":\"" + "x".repeat(BusApi.MAX_BYTES) + "\"}");

        assertThat(((Settled) bus.submit("PutEvents", many)).reply().errorType()).isEqualTo("ValidationException");
        assertThat(((Settled) bus.submit("PutEvents", large)).reply().body().path("message").asString(""))
                .isEqualTo("Total size of the entries in the request is over the limit.");
    }

    @Test
    void submit_whatIsNotModelled_isRefusedByName() {
        assertThatThrownBy(() -> bus.submit("PutRule", Json.object())).isInstanceOf(NotModelled.class)
                .hasMessage("not modelled: `PutRule` of `events`");
    }
}
