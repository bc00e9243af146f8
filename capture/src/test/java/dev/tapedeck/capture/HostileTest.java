package dev.tapedeck.capture;

import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.RecordingCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Telemetry that is whole and makes no sense: it becomes findings, or is left out, and ends. */
class HostileTest {

    private static final String EVENT = "{\"correlationId\":\"order-1\"}";

    private static Recording extract(TelemetryIndex index) {
        Symptoms.of(index);
        Recording recording = Extraction.extract(index, Scope.correlation("order-1"), Scope.Hints.NONE);
        RecordingCodec.decode(RecordingCodec.encode(recording));
        return recording;
    }

    @Test
    void duplicateSpans_countOnce() {
        Made made = new Made();
        made.run("pay", 1, 1, EVENT);
        made.call("pay", 1, 2, 1);
        Recording recording = extract(Made.read(made.text() + made.text() + made.text()));
        assertThat(recording.invocations()).hasSize(1);
        assertThat(recording.calls()).hasSize(1);
    }

    @Test
    void oneRequestIdForManySpans_staysManyInvocations() {
        Made made = new Made();
        for (int i = 1; i <= 3; i++) {
            made.run("pay", i, i, EVENT).with("faas.invocation_id", "same");
        }
        assertThat(extract(made.index()).invocations()).extracting(Invocation::name).doesNotHaveDuplicates().hasSize(3);
    }

    @Test
    void oneMessageIdForManyMessages_isAmbiguous() {
        Made made = new Made();
        made.run("order", 1, 1, EVENT);
        made.send("order", 1, 2, 1, new Made.Sqs("jobs", "m-1", "{\"n\":1}"));
        made.send("order", 1, 3, 1, new Made.Sqs("jobs", "m-1", "{\"n\":2}"));
        made.run("pay", 2, 4, Made.sqsEvent("jobs", "m-1", EVENT));
        made.run("pay", 3, 5, Made.sqsEvent("jobs", "m-1", EVENT));
        List<Delivery> deliveries = extract(made.index()).deliveries();
        assertThat(deliveries).hasSize(3).extracting(Delivery::name).doesNotHaveDuplicates();
        assertThat(deliveries).filteredOn(d -> d.subscription().equals("pay")).allMatch(Delivery::ambiguous);
    }

    @Test
    void parentsInACircle_belongToNothing() {
        Made made = new Made();
        made.run("pay", 1, 1, EVENT).parent(3);
        made.call("pay", 1, 2, 3);
        made.call("pay", 1, 3, 2);
        made.call("pay", 1, 4, 4);
        assertThat(extract(made.index()).calls()).isEmpty();
    }

    @Test
    void causesInACircle_areCut() {
        Made made = new Made();
        for (int i = 0; i < 3; i++) {
            made.run("f" + i, i, 10 + i, Made.sqsEvent("q" + i, "m-" + i, EVENT)).link((i + 2) % 3, 20 + (i + 2) % 3);
            made.send("f" + i, i, 20 + i, 10 + i, new Made.Sqs("q" + (i + 1) % 3, "m-" + (i + 1) % 3, EVENT));
        }
        Recording recording = extract(made.index());
        assertThat(recording.invocations()).hasSize(3);
        assertThat(recording.deliveries()).anyMatch(Delivery::ambiguous);
    }

    @Test
    void payloadsNestedWithoutEnd_areText() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        Made made = new Made();
        made.run("pay", 1, 1, EVENT).with("x", deep);
        made.call("pay", 1, 2, 1).with("tapedeck.request.body", deep).with("url.full", "https://bank.example/x");
        made.log("pay", 1, 1, 5, "{\"a\":" + deep + "}");
        assertThat(extract(made.index()).invocations()).hasSize(1);
        String line = "{\"level\":\"INFO\",\"message\":\"x\",\"a\":" + deep + "}";
        assertThat(Made.read(made.text() + line + "\n").spans()).hasSize(2);
    }

    @Test
    void attributesNestedWithoutEnd_areLeftOut() {
        String deep = "{\"arrayValue\":{\"values\":[".repeat(5_000) + "{\"stringValue\":\"x\"}" + "]}}".repeat(5_000);
        Made made = new Made();
        made.run("pay", 1, 1, EVENT);
        String text = made.text().replace("{\"stringValue\":\"" + Made.requestId(1) + "\"}", deep);
        assertThat(extract(Made.read(text)).invocations()).hasSize(1);
        StringBuilder key = new StringBuilder("function.request");
        for (int i = 0; i < 20_000; i++) {
            key.append(".a");
        }
        Made spread = new Made();
        spread.run("pay", 1, 1, "").with(key.toString(), "x").with("function.request.correlationId", "order-1");
        assertThat(extract(spread.index()).invocations()).hasSize(1);
    }

    @Test
    void numbersOutOfBounds_countAsAbsent() {
        Made made = new Made();
        made.run("pay", 1, 1, EVENT).with("tapedeck.calls", "99999999999999999999").with("tapedeck.invocation.attempt", "-5");
        made.http("pay", 1, 2, 1, "{\"n\":1e999999999}").with("http.response.status_code", "many")
                .with("tapedeck.call.ordinal", "-9223372036854775808")
                .with("tapedeck.request.headers", "{\"amz-sdk-request\":\"attempt=99999999999\"}");
        String lines = "2026-11-21T12:00:00Z REPORT RequestId: " + Made.requestId(7)
                + "\tDuration: 1.2.3 ms\tMemory Size: 99999999999 MB\tInit Duration: ...... ms\n"
                + "{\"level\":\"INFO\",\"requestId\":\"r\",\"function\":\"pay\",\"time\":1e999999999,\"message\":\"x\"}\n"
                + "{\"level\":\"INFO\",\"requestId\":\"r\",\"function\":\"pay\",\"time\":" + "9".repeat(100_000) + ",\"message\":\"x\"}\n"
                + "{\"events\":[{\"timestamp\":9223372036854775807,\"message\":\"START RequestId: " + Made.requestId(8) + "\"}]}\n";
        TelemetryIndex index = Made.read(made.text() + lines);
        assertThat(extract(index).invocations()).hasSize(1);
        assertThat(index.report().damagedLines()).isZero();
    }

    @Test
    void linesThatPatternsCouldChokeOn_areRead() {
        int n = 400_000;
        String id = Made.requestId(1);
        String text = String.join("\n", "2026-11-21T12:00:00Z 2026/11/21/" + "[".repeat(n),
                "START RequestId: " + id + " Version: " + " ".repeat(n) + "x",
                "x".repeat(n) + " Task timed out after ", "2026-11-21T12:00:00Z " + "\t".repeat(n) + "x", "[" + "A".repeat(n),
                "{\"level\":\"INFO\",\"requestId\":\"r\",\"function\":\"pay\",\"message\":\"" + "ab".repeat(n) + "\"}",
                "{\"level\":\"INFO\",\"requestId\":\"r\",\"function\":\"pay\",\"message\":\"" + "#|".repeat(n / 10) + "\"}") + "\n";
        Made made = new Made();
        made.run("pay", 1, 2, EVENT).with("x", ";".repeat(n));
        made.put("pay", 1, 3, 2, "{\"pk\":{\"S\":\"" + "-".repeat(n) + "\"},\"sk\":{\"S\":\"" + "-a".repeat(n) + "\"}}");
        extract(Made.read(text + made.text()));
    }

    @Test
    void keysOfAllSizes_fillNoTable() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append("{\"").append("k".repeat(200)).append(i).append("\":1}\n{\"").append("long".repeat(50_000)).append(i)
                    .append("\":1}\n");
        }
        Made made = new Made();
        made.run("pay", 1, 1, EVENT);
        ReadReport report = Made.read(text + made.text()).report();
        assertThat(report.unknown()).hasSizeLessThanOrEqualTo(201);
        assertThat(Json.write(Json.MAPPER.valueToTree(report.unknown())).length()).isLessThan(100_000);
    }
}
