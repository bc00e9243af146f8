package dev.tapedeck.capture;

import dev.tapedeck.recording.Invocation;
import dev.tapedeck.recording.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The same telemetry in every shape in which people have it. */
class ReadingTest {

    private static final String ID = Made.requestId(1);

    private static Made two() {
        Made made = new Made();
        made.run("pay", 1, 1, "{\"correlationId\":\"order-1\"}").at(0, 50);
        made.call("pay", 1, 2, 1).at(10, 20);
        return made.log("pay", 1, 1, 15, "{\"level\":\"INFO\",\"message\":\"paid\",\"correlationId\":\"order-1\"}");
    }

    private static void isTwo(TelemetryIndex index) {
        assertThat(index.spans()).hasSize(2);
        assertThat(index.logs()).hasSize(1);
        assertThat(index.report().damagedLines()).isZero();
        assertThat(index.report().unknown()).isEmpty();
        Run run = index.analysis().runs().all().getFirst();
        assertThat(index.analysis().runs().all()).hasSize(1);
        assertThat(run.function()).isEqualTo("pay");
        assertThat(run.callSpans()).hasSize(1);
        assertThat(run.logs()).hasSize(1);
        assertThat(run.event().isWhole()).isTrue();
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static List<Run> runs(String text) {
        return Made.read(text).analysis().runs().all();
    }

    @Test
    void otlp_lines_areRead() {
        isTwo(Made.read(two().text()));
    }

    @Test
    void otlp_oneObject_isRead() {
        ObjectNode one = Json.object();
        two().text().lines().map(Json::parse).forEach(line -> line.properties().forEach(member -> {
            ArrayNode all = one.get(member.getKey()) instanceof ArrayNode known ? known : one.putArray(member.getKey());
            member.getValue().forEach(all::add);
        }));
        isTwo(Made.read(Json.write(one)));
        isTwo(Made.read(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(one)));
    }

    @Test
    void logLine_keyWithAQuoteAndABackslashInIt_isNoDamage() {
        TelemetryIndex index = Made.read("{\"level\":\"INFO\",\"message\":\"paid\",\"correlationId\":\"order-1\",\"{\\\"a\\\":\\\\\":1}\n");
        assertThat(index.report().damagedLines()).isZero();
        assertThat(index.logs()).hasSize(1);
    }

    @Test
    void otlp_topLevelArray_isRead() {
        ArrayNode array = Json.MAPPER.createArrayNode();
        two().text().lines().map(Json::parse).forEach(array::add);
        isTwo(Made.read(Json.write(array)));
        isTwo(Made.read(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(array)));
    }

    @Test
    void otlp_byteOrderMarkAndCarriageReturns_areRead() {
        isTwo(Made.read("\ufeff" + two().text().replace("\n", "\r\n")));
    }

    @Test
    void gzip_isRead_whateverItsName() {
        isTwo(Made.read(gzip(two().text().getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void gzip_severalMembers_areReadAsOne() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        two().text().lines().forEach(line -> out.writeBytes(gzip((line + "\n").getBytes(StandardCharsets.UTF_8))));
        isTwo(Made.read(out.toByteArray()));
    }

    @Test
    void filterLogEvents_wrapsEveryKindOfLine() {
        ObjectNode export = Json.object().put("logGroup", "/aws/lambda/pay");
        ArrayNode events = export.putArray("events");
        List.of("START RequestId: " + ID + " Version: $LATEST\n",
                "2026-11-21T12:00:00.010Z\t" + ID + "\tINFO\t{\"correlationId\":\"order-1\",\"message\":\"paid\"}\n",
                "[WARNING]\t2026-11-21T12:00:00.020Z\t" + ID + "\tslow\n",
                "{\"level\":\"INFO\",\"function_request_id\":\"" + ID + "\",\"message\":\"by Powertools\"}\n",
                "END RequestId: " + ID + "\n",
                "REPORT RequestId: " + ID + "\tDuration: 42.50 ms\tBilled Duration: 43 ms\tMemory Size: 256 MB\tMax Memory Used: 90 MB\t"
                        + "Init Duration: 210.00 ms\tXRAY TraceId: 1-5759e988-bd862e3fe1be46a994272793\tSegmentId: 1\tSampled: true\n")
                .forEach(message -> events.addObject().put("logStreamName", "2026/11/21/[$LATEST]aa").put("timestamp", Made.NOON_MILLIS)
                        .put("message", message));
        Run run = runs(Json.write(export)).getFirst();
        assertThat(run.function()).isEqualTo("pay");
        assertThat(run.instance()).isEqualTo("2026/11/21/[$LATEST]aa");
        assertThat(run.endNanos() - run.startNanos()).isEqualTo(42_500_000);
        assertThat(run.initNanos()).isEqualTo(210_000_000);
        assertThat(run.coldStart()).isTrue();
        assertThat(run.traceId()).isEqualTo("5759e988bd862e3fe1be46a994272793");
        assertThat(run.logs()).extracting(LogEntry::requestId).containsOnly(ID).hasSize(3);
        assertThat(run.result()).isInstanceOf(Invocation.Returned.class);
    }

    @Test
    void filterLogEvents_withoutItsGroup_isOfTheFunctionThatALineNames() {
        List<Run> runs = runs("{\"events\":[{\"logStreamName\":\"s1\",\"timestamp\":1795262400000,\"message\":\"START RequestId: " + ID
                + "\"},{\"logStreamName\":\"s1\",\"timestamp\":1795262400500,\"message\":\"{\\\"level\\\":\\\"INFO\\\",\\\"function_name\\\":\\\"pay\\\","
                + "\\\"function_request_id\\\":\\\"" + ID
                + "\\\"}\"},{\"logStreamName\":\"s1\",\"timestamp\":1795262401000,\"message\":\"START RequestId: "
                + Made.requestId(2) + "\"}],\"searchedLogStreams\":[]}");
        assertThat(runs).extracting(Run::function).containsExactly("pay", "pay");
    }

    @Test
    void filterLogEvents_withoutItsGroup_isAtLastOfTheFunctionThatTheFileIsCalled() {
        byte[] export = ("{\"events\":[{\"timestamp\":1795262400000,\"message\":\"START RequestId: " + ID + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        TelemetryIndex index = Capture.read(List.of(Source.of("exports/pay.json.gz", gzip(export))), ReadOptions.DEFAULT, Progress.NONE);
        assertThat(index.analysis().runs().all()).extracting(Run::function).containsExactly("pay");
    }

    @Test
    void payloads_ofAnInvocationWhoseEventNobodyRecorded_areJoinedThroughTheSender(@TempDir Path directory) throws IOException {
        Made made = new Made();
        made.run("pay", 1, 1, "").link(1, 9);
        made.send("order", 1, 9, 8, new Made.Sqs("jobs", "m-1", "{}"));
        made.run("order", 1, 8, "{\"correlationId\":\"order-1\"}");
        Files.writeString(directory.resolve("event.json"), Made.sqsEvent("jobs", "m-1", "{\"correlationId\":\"order-1\"}"));
        TelemetryIndex index = Capture.read(List.of(Source.of("made", made.text().getBytes(StandardCharsets.UTF_8))),
                ReadOptions.DEFAULT.withPayloads(List.of(directory)), Progress.NONE);
        Wiring wiring = index.analysis().wiring();
        Run run = wiring.runs().all().stream().filter(r -> r.function().equals("pay")).findFirst().orElseThrow();
        assertThat(run.event().isWhole()).isTrue();
        assertThat(wiring.of(run)).extracting(j -> j.received().recordedId()).containsExactly("m-1");
    }

    @Test
    void report_timeOut_isAFailure() {
        List<Run> runs = runs("2026-11-21T12:00:00Z START RequestId: " + ID + " Version: 3\n2026-11-21T12:00:03Z " + ID
                + " Task timed out after 3.00 seconds\n2026-11-21T12:00:03Z REPORT RequestId: " + ID
                + "\tDuration: 3000 ms\tStatus: timeout\n");
        assertThat(runs.getFirst().result()).isEqualTo(new Invocation.TimedOut());
    }

    @Test
    void platformJson_becomesAnInvocation() {
        Run run = runs("""
                {"time":"2026-11-21T12:00:00.000Z","type":"platform.start","record":{"requestId":"%1$s","version":"$LATEST"}}
                {"time":"2026-11-21T12:00:00.050Z","type":"platform.runtimeDone","record":{"requestId":"%1$s","status":"error",\
                "errorType":"Function.OOM","metrics":{"durationMs":49.5}}}
                {"time":"2026-11-21T12:00:00.051Z","type":"platform.report","record":{"requestId":"%1$s","status":"error",\
                "metrics":{"durationMs":49.5,"initDurationMs":120.5,"memorySizeMB":128},"tracing":{"type":"X-Amzn-Trace-Id",\
                "value":"Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"}}}
                """.formatted(ID)).getFirst();
        assertThat(run.requestId()).isEqualTo(ID);
        assertThat(run.endNanos() - run.startNanos()).isEqualTo(49_500_000);
        assertThat(run.initNanos()).isEqualTo(120_500_000);
        assertThat(run.traceId()).isEqualTo("5759e988bd862e3fe1be46a994272793");
        assertThat(run.result().failed()).isTrue();
    }

    @Test
    void powertools_eventLoggedWhole_isTheEvent() {
        String event = Made.sqsEvent("jobs", "m-1", "{\"correlationId\":\"order-1\"}");
        ObjectNode line = Json.object().put("level", "INFO").put("timestamp", "2026-11-21T12:00:00.000Z").put("service", "pay")
                .put("function_name", "pay").put("function_request_id", ID);
        line.set("message", Json.parse(event));
        Run run = runs(Json.write(line)).getFirst();
        assertThat(run.event().value()).isEqualTo(Json.parse(event));
        assertThat(run.received()).extracting(Received::recordedId).containsExactly("m-1");
    }

    @Test
    void faasEvent_isTheEvent() {
        Made made = new Made();
        made.run("pay", 1, 1, "").with("faas.event", "{\"correlationId\":\"order-1\"}");
        Run run = made.index().analysis().runs().all().getFirst();
        assertThat(run.event().value()).isEqualTo(Json.parse("{\"correlationId\":\"order-1\"}"));
        assertThat(run.event().isWhole()).isTrue();
    }

    @Test
    void functionRequest_spreadOverAttributes_hasLostItsTypes() {
        Made made = new Made();
        made.run("pay", 1, 1, "").with("function.request.Records.0.messageId", "m-1").with("function.request.Records.0.body", "{}")
                .with("function.request..", "odd").with("function.response", "{\"ok\":true}");
        Run run = made.index().analysis().runs().all().getFirst();
        assertThat(run.event().coverage()).isEqualTo(dev.tapedeck.recording.Payload.Coverage.FLATTENED);
        assertThat(run.event().value().path("Records").path(0).path("messageId").asString("")).isEqualTo("m-1");
        assertThat(run.result()).isInstanceOfSatisfying(Invocation.Returned.class,
                returned -> assertThat(returned.value().value().path("ok").asBoolean(false)).isTrue());
    }

    @Test
    void payloads_bareEventAndDeadLetters_areJoinedById(@TempDir Path directory) throws IOException {
        Made made = new Made();
        made.run("pay", 1, 1, "").with("tapedeck.event", "{\"Records\":[{\"messageId\":\"m-1\",\"eventSource\":\"aws:sqs\"}")
                .with("tapedeck.event.truncated", "90000").link(1, 9);
        made.send("order", 1, 9, 8, new Made.Sqs("jobs", "m-1", "{}"));
        made.run("order", 1, 8, "{\"correlationId\":\"order-1\"}");
        Files.writeString(directory.resolve("event.json"), Made.sqsEvent("jobs", "m-1", "{\"correlationId\":\"order-1\"}"));
        Files.writeString(directory.resolve("dlq.json"), "{\"Messages\":[{\"MessageId\":\"m-2\",\"Body\":\"{}\",\"Attributes\":{}}]}");
        TelemetryIndex index = Capture.read(List.of(Source.of("made", made.text().getBytes(StandardCharsets.UTF_8))),
                ReadOptions.DEFAULT.withPayloads(List.of(directory)), Progress.NONE);
        assertThat(index.payloads()).hasSize(2);
        Run run = index.analysis().runs().all().stream().filter(r -> r.function().equals("pay")).findFirst().orElseThrow();
        assertThat(run.event().isWhole()).isTrue();
        assertThat(run.received()).extracting(Received::recordedId).containsExactly("m-1");
    }

    @Test
    void lines_notUnderstood_areCountedByShape() {
        TelemetryIndex index = Made.read(two().text() + "{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\nhello 17 worlds\n");
        assertThat(index.report().unknown()).containsEntry("{a, b}", 2L).containsEntry("a 9 a", 1L).hasSize(2);
        assertThat(index.report().damagedLines()).isZero();
    }

    @Test
    void directory_filesOfNoUse_areNamed(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("a.jsonl"), two().text());
        Files.writeString(directory.resolve("package.json"), "{\"name\":\"x\"}");
        TelemetryIndex index = Capture.read(Source.of(List.of(directory)), ReadOptions.DEFAULT, Progress.NONE);
        assertThat(index.spans()).hasSize(2);
        assertThat(index.report().unread()).containsExactly(directory.resolve("package.json").toString());
    }
}
