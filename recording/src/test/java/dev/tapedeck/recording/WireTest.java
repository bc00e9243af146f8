package dev.tapedeck.recording;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is volatile by protocol must not tell two runs apart; what the program said must. */
class WireTest {

    private static Wire.TypedCall aws(String target, String body) {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("x-amz-target", target);
        headers.put("authorization", "AWS4-HMAC-SHA256 …");
        return Wire.typed(new Wire.Request("POST", "sqs.eu-west-1.amazonaws.com", "/", headers, body));
    }

    private static Wire.TypedCall http(String method, String target, String body, String... headers) {
        TreeMap<String, String> map = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], headers[i + 1]);
        }
        return Wire.typed(new Wire.Request(method, "ledger-api.internal", target, map, body));
    }

    @Test
    void typed_sendMessage_addressesTheQueueByNameWithoutAccount() {
        Wire.TypedCall call = aws("AmazonSQS.SendMessage",
                "{\"QueueUrl\":\"https://sqs.eu-west-1.amazonaws.com/123456789012/closing.fifo\",\"MessageBody\":\"x\"}");
        assertThat(call.service()).isEqualTo("sqs");
        assertThat(call.operation()).isEqualTo("SendMessage");
        assertThat(call.resource()).isEqualTo("closing.fifo");
        assertThat(call.input().path("QueueUrl").asString()).isEqualTo("closing.fifo");
    }

    @Test
    void typed_traceContextInMessageAttributes_isDroppedAndOtherAttributesStay() {
        Wire.TypedCall traced = aws("AmazonSQS.SendMessage", "{\"QueueUrl\":\"q\",\"MessageAttributes\":{\"traceparent\":{}}}");
        assertThat(traced.input().has("MessageAttributes")).isFalse();
        Wire.TypedCall own = aws("AmazonSQS.SendMessage", "{\"QueueUrl\":\"q\",\"MessageAttributes\":{\"traceparent\":{},\"kind\":{}}}");
        assertThat(own.input().path("MessageAttributes").has("kind")).isTrue();
    }

    @Test
    void typed_putEvents_addressesTheBusAndDropsTheTraceHeader() {
        Wire.TypedCall call = aws("AWSEvents.PutEvents",
                "{\"Entries\":[{\"EventBusName\":\"arn:aws:events:eu-west-1:1:event-bus/billing\",\"TraceHeader\":\"Root=1\",\"Detail\":\"{}\"}]}");
        assertThat(call.resource()).isEqualTo("billing");
        assertThat(call.input().path("Entries").get(0).has("TraceHeader")).isFalse();
    }

    @Test
    void typed_table_addressesItByNameOrArn() {
        assertThat(aws("DynamoDB_20120810.GetItem", "{\"TableName\":\"invoices\"}").resource()).isEqualTo("invoices");
        assertThat(aws("DynamoDB_20120810.GetItem", "{\"TableName\":\"arn:aws:dynamodb:eu-west-1:1:table/invoices\"}").resource())
                .isEqualTo("invoices");
    }

    @Test
    void typed_http_keepsWhatTheProgramSaidAndDropsWhatTheProtocolDid() {
        Wire.TypedCall call = http("POST", "/entries?dry=1&note=a%20b", "{\"amount\":1.10}", "idempotency-key", "k", "traceparent", "00-…",
                "user-agent", "node", "content-type", "application/json", "x-amz-date", "…");
        assertThat(call.operation()).isEqualTo("POST /entries");
        assertThat(call.input().path("headers").propertyNames()).containsExactlyInAnyOrder("idempotency-key", "content-type");
        assertThat(call.input().path("query").path("note").asString()).isEqualTo("a b");
        assertThat(call.input().path("body").path("amount").decimalValue()).isEqualByComparingTo("1.10");
    }

    @Test
    void typed_pathsWithIds_shareAnOperation() {
        assertThat(http("GET", "/tenants/acme/invoices/7f3a2c1d-aaaa-4bbb-8ccc-000000000001", "").operation())
                .isEqualTo("GET /tenants/acme/invoices/{}");
        assertThat(http("GET", "/entries/12345", "").operation()).isEqualTo("GET /entries/{}");
        assertThat(http("GET", "/", "").operation()).isEqualTo("GET /");
    }

    @Test
    void typed_bodyThatIsNotJson_staysText() {
        assertThat(http("POST", "/x", "{not json").input().path("body").asString()).isEqualTo("{not json");
    }
}
