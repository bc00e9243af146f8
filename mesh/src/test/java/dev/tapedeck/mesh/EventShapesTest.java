package dev.tapedeck.mesh;

import dev.tapedeck.mesh.EventShapes.Handover;
import dev.tapedeck.mesh.EventShapes.Received;
import dev.tapedeck.recording.Json;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class EventShapesTest {

    private final EventShapes shapes = new EventShapes(Profiles.REGION, Profiles.ACCOUNT);

    @Test
    void queue_fifoMessage_hasEveryDocumentedField() {
        ObjectNode attributes = (ObjectNode) Json.parse("{\"kind\":{\"DataType\":\"String\",\"StringValue\":\"parcel\"}}");
        Entry entry = new Entry(0, "", "", "{\"id\":7}", attributes, "customer-7", "d-7", Entry.CHANNELS_DELAY);
        Received received = new Received("parcels.fifo", entry, new Submission.Receipt("m-1", "18849496460467696128"), "AIDAEXAMPLE",
                1_700_000_000_000L, new Handover("rh-1", 2, 1_700_000_000_250L));

        assertThat(shapes.queue(List.of(received))).hasToString(Json.write(Json
                .parse("""
                        {"Records":[{"messageId":"m-1","receiptHandle":"rh-1","body":"{\\"id\\":7}",
                          "attributes":{"ApproximateReceiveCount":"2","SentTimestamp":"1700000000000","SequenceNumber":"18849496460467696128",
                            "MessageGroupId":"customer-7","SenderId":"AIDAEXAMPLE","MessageDeduplicationId":"d-7",
                            "ApproximateFirstReceiveTimestamp":"1700000000250"},
                          "messageAttributes":{"kind":{"stringValue":"parcel","stringListValues":[],"binaryListValues":[],"dataType":"String"}},
                          "md5OfBody":"f909686c4adf64f7a8c468b29e6e66aa","md5OfMessageAttributes":"e03c21ba4b578444b45b5ea749179a11",
                          "eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-central-1:123456789012:parcels.fifo","awsRegion":"eu-central-1"}]}
                        """)));
    }

    @Test
    void queue_standardMessage_hasNoFifoFields() {
        Entry entry = new Entry(0, "", "", "x", Json.object(), "", "", Entry.CHANNELS_DELAY);
        Received received = new Received("parcels", entry, new Submission.Receipt("m-1", ""), "AIDAEXAMPLE", 1, new Handover("rh", 1, 2));

        assertThat(shapes.record(received).path("attributes").propertyNames()).containsExactly("ApproximateReceiveCount", "SentTimestamp",
                "SenderId", "ApproximateFirstReceiveTimestamp");
        assertThat(shapes.record(received).has("md5OfMessageAttributes")).isFalse();
    }

    @Test
    void bus_event_isTheEnvelope() {
        ObjectNode attributes = Json.object().put("source", "billing");
        Entry entry = new Entry(0, "", "Settled", "{\"amount\":1.50}", attributes, "", "", 0);

        assertThat(shapes.bus(entry, "e-1", 1_700_000_000_999L))
                .hasToString("{\"version\":\"0\",\"id\":\"e-1\",\"detail-type\":\"Settled\","
                        + "\"source\":\"billing\",\"account\":\"123456789012\",\"time\":\"2023-11-14T22:13:20Z\",\"region\":\"eu-central-1\","
                        + "\"resources\":[],\"detail\":{\"amount\":1.50}}");
    }

    @Test
    void bus_givenTime_winsOverAcceptance() {
        ObjectNode attributes = Json.object().put("source", "billing").put("time", 1_600_000_000L);
        Entry entry = new Entry(0, "", "Settled", "{}", attributes, "", "", 0);

        assertThat(shapes.bus(entry, "e-1", 1_700_000_000_999L).path("time").asString("")).isEqualTo("2020-09-13T12:26:40Z");
    }

    @Test
    void route_request_isPayloadFormatTwo() {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/json");
        headers.put("cookie", "a=1; b=2");
        EventShapes.Request request = new EventShapes.Request("POST /invoices/{id}/{rest+}", "POST", "/invoices/17/a/b", "x=1&y=%20&x=2",
                headers, "{}", "r-1", 1_583_348_638_390L);

        assertThat(shapes.route(request, "api1")).isEqualTo(Json.parse("""
                {"version":"2.0","routeKey":"POST /invoices/{id}/{rest+}","rawPath":"/invoices/17/a/b","rawQueryString":"x=1&y=%20&x=2",
                 "cookies":["a=1","b=2"],"headers":{"content-type":"application/json"},"queryStringParameters":{"x":"1,2","y":" "},
                 "requestContext":{"accountId":"123456789012","apiId":"api1","domainName":"api1.execute-api.eu-central-1.amazonaws.com",
                   "domainPrefix":"api1","http":{"method":"POST","path":"/invoices/17/a/b","protocol":"HTTP/1.1","sourceIp":"192.0.2.1",
                   "userAgent":""},"requestId":"r-1","routeKey":"POST /invoices/{id}/{rest+}","stage":"$default",
                   "time":"04/Mar/2020:19:03:58 +0000","timeEpoch":1583348638390},
                 "pathParameters":{"id":"17","rest":"a/b"},"body":"{}","isBase64Encoded":false}"""));
    }

    @Test
    void invoke_payload_isTheEvent() {
        assertThat(shapes.invoke("{\"a\":1}")).isEqualTo(Json.parse("{\"a\":1}"));
        assertThat(shapes.invoke("").isNull()).isTrue();
    }
}
