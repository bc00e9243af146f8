package dev.tapedeck.capture;

import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Link.Rule;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Each rule by which a received message is joined to the call that sent it, alone and against those before and after it. */
class JoinsTest {

    private static final String BODY = "{\"correlationId\":\"order-1\",\"n\":1}";

    private static Made sender(String messageId) {
        Made made = new Made();
        made.run("order", 1, 1, BODY).at(0, 50);
        made.send("order", 1, 2, 1, new Made.Sqs("jobs", messageId, BODY)).at(10, 20);
        return made;
    }

    private static Wiring.Cause cause(Made made) {
        Wiring wiring = made.index().analysis().wiring();
        Run pay = wiring.runs().all().stream().filter(r -> r.function().equals("pay")).findFirst().orElseThrow();
        return wiring.of(pay).getFirst().cause();
    }

    private static void isBy(Wiring.Cause cause, Rule rule) {
        assertThat(cause).isNotNull();
        assertThat(cause.rule()).isEqualTo(rule);
        assertThat(cause.send().call().spanId()).isEqualTo(Made.spanId(2));
        assertThat(cause.ambiguous()).isFalse();
    }

    @Test
    void spanLink_joins() {
        Made made = sender("m-1");
        made.run("pay", 2, 3, Made.sqsEvent("jobs", "m-1", BODY)).link(1, 2).at(100, 150);
        isBy(cause(made), Rule.SPAN_LINK);
    }

    @Test
    void spanParent_joins() {
        Made made = sender("m-1");
        made.run("pay", 1, 3, Made.sqsEvent("jobs", "m-1", BODY)).parent(2).at(100, 150);
        isBy(cause(made), Rule.SPAN_PARENT);
    }

    @Test
    void messageId_joins() {
        Made made = sender("m-1");
        made.run("pay", 2, 3, Made.sqsEvent("jobs", "m-1", BODY)).at(100, 150);
        isBy(cause(made), Rule.MESSAGE_ID);
    }

    @Test
    void eventIdWithinAMessage_joinsThroughTheBus() {
        Made made = new Made();
        made.run("order", 1, 1, BODY).at(0, 50);
        String entry = "{\"Entries\":[{\"EventBusName\":\"shop\",\"DetailType\":\"Ordered\",\"Source\":\"order\",\"Detail\":"
                + Json.write(Json.MAPPER
                        .getNodeFactory().stringNode(BODY))
                + "}]}";
        Made.aws(made.call("order", 1, 2, 1), "AWSEvents", "PutEvents", entry, "{\"Entries\":[{\"EventId\":\"e-1\"}]}").at(10, 20);
        String event = "{\"id\":\"e-1\",\"detail-type\":\"Ordered\",\"source\":\"order\",\"detail\":" + BODY + "}";
        made.run("pay", 2, 3, Made.sqsEvent("jobs", "m-7", event)).at(100, 150);
        Wiring.Cause cause = cause(made);
        isBy(cause, Rule.MESSAGE_ID);
        assertThat(cause.forwarded()).isTrue();
    }

    @Test
    void traceHeader_joins_whateverItsSampledFlag() {
        Made made = sender("");
        String trace = Made.traceId(1);
        ObjectNode attributes = Json.object().put("AWSTraceHeader",
                "Root=1-" + trace.substring(0, 8) + "-" + trace.substring(8) + ";Parent="
                        + Made.spanId(2) + ";Sampled=0");
        made.run("pay", 2, 3, Made.sqsEvent("jobs", "m-1", "{}", attributes)).at(100, 150);
        isBy(cause(made), Rule.TRACE_HEADER);
    }

    @Test
    void traceHeader_withoutAParent_joinsByRootAndChannel() {
        Made made = sender("");
        String trace = Made.traceId(1);
        ObjectNode attributes = Json.object().put("AWSTraceHeader", "Root=1-" + trace.substring(0, 8) + "-" + trace.substring(8));
        made.run("pay", 2, 3, Made.sqsEvent("jobs", "m-1", "{}", attributes)).at(100, 150);
        isBy(cause(made), Rule.TRACE_HEADER);
    }

    @Test
    void requestId_joinsWhatWasInvokedAsynchronously_alsoFromReportLines() {
        Made made = new Made();
        made.run("order", 1, 1, BODY).at(0, 50);
        made.send("order", 1, 2, 1, new Made.Sqs("jobs", "", BODY)).at(10, 20).with("aws.request_id", Made.requestId(3));
        String text = made.text()
                + "{\"logGroup\":\"/aws/lambda/pay\",\"events\":[{\"timestamp\":1795262400100,\"message\":\"REPORT RequestId: "
                + Made.requestId(3) + "\\tDuration: 5.00 ms\"}]}\n";
        Wiring wiring = Made.read(text).analysis().wiring();
        Run pay = wiring.runs().all().stream().filter(r -> r.function().equals("pay")).findFirst().orElseThrow();
        isBy(wiring.of(pay).getFirst().cause(), Rule.REQUEST_ID);
    }

    @Test
    void correlationField_joinsWhereBodiesDiffer() {
        Made made = sender("");
        made.run("pay", 2, 3, Made.sqsEvent("jobs", "m-1", "{\"correlationId\":\"order-1\",\"changed\":true}")).at(100, 150);
        Wiring.Cause cause = cause(made);
        isBy(cause, Rule.CORRELATION_FIELD);
        assertThat(cause.confidence()).isLessThan(1);
    }

    @Test
    void correlationField_ofAnotherWorkflow_joinsNothing() {
        Made made = sender("");
        made.run("pay", 2, 3, Made.sqsEvent("jobs", "m-1", "{\"correlationId\":\"order-2\"}")).at(100, 150);
        assertThat(cause(made)).isNull();
    }

    @Test
    void correlationField_andSeveralSendsThatFit_isAmbiguous() {
        Made made = sender("");
        made.send("order", 1, 4, 1, new Made.Sqs("jobs", "", "{\"correlationId\":\"order-1\",\"n\":2}")).at(30, 40);
        made.run("pay", 2, 3, Made.sqsEvent("jobs", "m-1", "{\"correlationId\":\"order-1\",\"n\":3}")).at(100, 150);
        assertThat(cause(made)).isNotNull().matches(Wiring.Cause::ambiguous);
    }

    @Test
    void equalBody_joinsWithinAWindow() {
        String body = "{\"plain\":\"body\"}";
        Made made = new Made();
        made.run("order", 1, 1, "{}").at(0, 50);
        made.send("order", 1, 2, 1, new Made.Sqs("jobs", "", body)).at(10, 20);
        made.run("pay", 2, 3, Made.sqsEvent("jobs", "m-1", body)).at(100, 150);
        isBy(cause(made), Rule.EQUAL_BODY);
        Made late = new Made();
        late.run("order", 1, 1, "{}").at(0, 50);
        late.send("order", 1, 2, 1, new Made.Sqs("jobs", "", body)).at(10, 20);
        late.run("pay", 2, 3, Made.sqsEvent("jobs", "m-1", body)).at(3_600_000, 3_600_050);
        assertThat(cause(late)).isNull();
    }

    @Test
    void twoEqualSends_areTwoMessages_eachJoinedOnce() {
        Made made = sender("");
        made.send("order", 1, 4, 1, new Made.Sqs("jobs", "", BODY)).at(30, 40);
        made.run("pay", 2, 3, Made.sqsEvent("jobs", "m-1", BODY)).at(100, 150);
        made.run("pay", 3, 5, Made.sqsEvent("jobs", "m-2", BODY)).at(200, 250);
        Wiring wiring = made.index().analysis().wiring();
        assertThat(
                wiring.runs().all().stream().filter(r -> r.function().equals("pay")).map(r -> wiring.of(r).getFirst().cause().send().call()
                        .spanId()))
                .containsExactlyInAnyOrder(Made.spanId(2), Made.spanId(4));
    }

    @Test
    void foundField_tellsWorkflowsApart_whereNoUsualNameOccurs() {
        Made made = new Made();
        for (int i = 1; i <= 4; i++) {
            String body = "{\"orderNo\":\"A-2026-" + i + "\",\"shop\":\"shop-11\",\"day\":\"2026-11-21\"}";
            made.run("order", i, 10 * i, body).at(i * 1000L, i * 1000L + 50);
            made.send("order", i, 10 * i + 1, 10 * i, new Made.Sqs("jobs", "", body)).at(i * 1000L + 10, i * 1000L + 20);
            made.run("pay", 10 + i, 10 * i + 2, Made.sqsEvent("jobs", "m-" + i, body)).at(i * 1000L + 100, i * 1000L + 150);
        }
        Analysis analysis = made.index().analysis();
        assertThat(analysis.correlations().found()).isEqualTo("orderNo");
        assertThat(analysis.workflows()).extracting(w -> w.id).containsExactly("A-2026-1", "A-2026-2", "A-2026-3", "A-2026-4");
        assertThat(analysis.workflows()).allMatch(w -> w.runs.size() == 2);
    }
}
