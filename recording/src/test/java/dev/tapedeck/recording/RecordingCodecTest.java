package dev.tapedeck.recording;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whatever a recording holds comes back from its entries, byte for byte the same each time; whatever is no recording is named by its place. */
class RecordingCodecTest {

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void roundTrip_randomRecording_losesNothing(long seed) {
        Recording recording = RandomRecording.of(seed);
        SortedMap<String, byte[]> entries = RecordingCodec.encode(recording);
        Recording decoded = RecordingCodec.decode(entries);
        assertThat(decoded).as("seed %d", seed).isEqualTo(recording);
        assertThat(text(RecordingCodec.encode(decoded))).as("seed %d", seed).isEqualTo(text(entries));
        assertThat(entries.keySet()).allMatch(RecordingCodec::isEntry);
    }

    @Test
    void decode_shapeOfNoType_isNamedByEntryAndLine() {
        java.util.SortedMap<String, byte[]> entries = RecordingCodec.encode(RandomRecording.of(1).withShapes(List.of()));
        entries.put("shapes.jsonl", ("{\"function\":\"f\",\"channel\":\"q\",\"type\":\"\",\"samples\":3,\"body\":{\"type\":\"value\"},"
                + "\"attributes\":{}}\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThatThrownBy(() -> RecordingCodec.decode(entries)).isInstanceOf(RecordingFormatException.class)
                .hasMessageContaining("shapes.jsonl").hasMessageContaining("`type` must be one of boolean, integer");
    }

    @Test
    void payload_ofAnyNumberKind_equalsWhatWasRead() {
        JsonNode built = Json.object().put("long", 5L).put("double", 12.5).put("big", new java.math.BigInteger("7"));
        JsonNode read = Json.parse("{\"long\":5,\"double\":12.5,\"big\":7}");
        assertThat(Payload.whole(built)).isEqualTo(Payload.whole(read));
        assertThat(Payload.whole(read).value()).isSameAs(read);
        assertThat(Payload.whole(Json.object().put("n", Double.NEGATIVE_INFINITY)).value()).isEqualTo(Json.parse("{\"n\":\"-Infinity\"}"));
    }

    @Test
    void encode_channelsThatDifferInCase_getFilesThatDifferInMore() {
        SortedMap<String, byte[]> entries = encodeMessagesOn("Billing", "billing", "BILLING");
        assertThat(entries.keySet().stream().filter(e -> e.startsWith("events/")).map(e -> e.toLowerCase(java.util.Locale.ROOT)))
                .hasSize(3).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"billing,events/billing.jsonl", "closing.fifo,events/closing.fifo.jsonl", "POST /a,events/POST%20%2Fa.jsonl",
            "../../x,events/%2E.%2F..%2Fx.jsonl", "é,events/%C3%A9.jsonl", "'',events/%.jsonl"})
    void encode_channel_isAFileThatStaysInItsFolder(String channel, String entry) {
        assertThat(encodeMessagesOn(channel)).containsKey(entry);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_095, 4_096, 4_097, 300_000, 600_000})
    void write_linesOfAnyLength_areWhole(int length) {
        List<JsonNode> lines = Stream.of("x".repeat(length), "", "y").map(text -> (JsonNode) Json.object().put("a", text)).toList();
        String expected = lines.stream().map(line -> Json.write(line) + "\n").reduce("", String::concat);
        assertThat(new String(JsonLines.write(lines, line -> line), StandardCharsets.UTF_8)).isEqualTo(expected);
        assertThat(JsonLines.write(List.<JsonNode>of(), line -> line)).isEmpty();
    }

    @Test
    void encode_message_isACloudEvent() {
        JsonNode event = Json.parse(text(encodeMessagesOn("billing")).get("events/billing.jsonl"));
        assertThat(event.get("specversion").stringValue()).isEqualTo("1.0");
        assertThat(Stream.of("id", "source", "type", "time")).allSatisfy(field -> assertThat(event.get(field).stringValue()).isNotEmpty());
        assertThat(event.propertyNames()).allSatisfy(name -> assertThat(name).matches("[a-z0-9]{1,20}"));
        assertThat(event.properties()).filteredOn(e -> !e.getKey().equals("data")).allSatisfy(
                e -> assertThat(e.getValue().isValueNode() && !e.getValue().isNull()).as(e.getKey()).isTrue());
    }

    @Test
    void encode_spans_areOtlpAsTheCollectorWritesIt() {
        Telemetry.Span span = new Telemetry.Span("5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b174", "", "close-invoice",
                Telemetry.SpanKind.SERVER, new Moment(1), new Moment(2), (tools.jackson.databind.node.ObjectNode) Json.parse(
                        "{\"service.name\":\"close-invoice\"}"),
                (tools.jackson.databind.node.ObjectNode) Json.parse("{\"n\":7,\"ok\":true,\"list\":[\"a\"]}"), List.of(), List.of(), "boom",
                null);
        assertThat(new String(TelemetryEntries.writeSpans(List.of(span)), StandardCharsets.UTF_8)).isEqualTo("""
                {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"close-invoice"}}]},\
                "scopeSpans":[{"scope":{},"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174",\
                "parentSpanId":"","name":"close-invoice","kind":2,"startTimeUnixNano":"1","endTimeUnixNano":"2","attributes":[\
                {"key":"n","value":{"intValue":"7"}},{"key":"ok","value":{"boolValue":true}},\
                {"key":"list","value":{"arrayValue":{"values":[{"stringValue":"a"}]}}}],"events":[],"links":[],\
                "status":{"code":2,"message":"boom"}}]}]}]}
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "recording.jsonl | | `recording.jsonl`: expected a header line first, found no line",
            "recording.jsonl | {\"record\":\"component\"} | `recording.jsonl`, line 1: expected the header line first, not `component`",
            "recording.jsonl | HEADER{\"record\":\"tape\"} | `recording.jsonl`, line 2: `record` must be one of header, component,",
            "recording.jsonl | HEADER{\"record\":\"link\",\"from\":\"x\"} | `recording.jsonl`, line 2: `from` must be a name of 32 hexadecimal",
            "recording.jsonl | HEADERHEADER | `recording.jsonl`, line 2: a second header line",
            "recording.jsonl | HEADER{\"record\":\"component\",\"record\":\"x\"} | `recording.jsonl`, line 2: expected one JSON object, but at",
            "recording.jsonl | HEADER[] | `recording.jsonl`, line 2: this must be an object, not an array",
            "recording.jsonl | HEADER{\"record\":\"component\",\"name\":\"a\",\"kind\":\"tape\",\"attributes\":{}} | line 2: `kind` must be one of function,",
            "recording.jsonl | HEADER{\"record\":\"component\",\"name\":\"a\",\"kind\":\"queue\",\"attributes\":{},\"x\":1} | `x` is not a field of this",
            "environment.json | {\"region\":7,\"functions\":[]} | `environment.json`, line 1: `region` must be a string, not a number",
            "environment.json | {\"region\":\"\",\"functions\":[ | `environment.json`, line 1: expected one JSON object, but at column",
            "events/a.jsonl | {\"specversion\":\"0.3\"} | `events/a.jsonl`, line 1: `specversion` must be `1.0`, not `0.3`",
            "state/items.jsonl | {\"table\":null} | `state/items.jsonl`, line 1: `table` must be a string, not null",
            "telemetry/traces.jsonl | {\"resourceSpans\":{}} | `telemetry/traces.jsonl`, line 1: `resourceSpans` must be an array, not an object",
            "telemetry/metrics.jsonl | {} | `telemetry/metrics.jsonl`: not an entry of a recording"})
    void decode_malformedEntry_saysWhereAndWhat(String entry, String lines, String expected) {
        SortedMap<String, byte[]> entries = RecordingCodec.encode(empty());
        String header = text(entries).get("recording.jsonl");
        String content = lines == null ? "" : lines.replace("HEADER", header) + (lines.endsWith("HEADER") ? "" : "\n");
        entries.put(entry, content.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> RecordingCodec.decode(entries)).isInstanceOf(RecordingFormatException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void decode_deepNesting_isRefused() {
        SortedMap<String, byte[]> entries = RecordingCodec.encode(empty());
        entries.put("environment.json", ("[".repeat(100_000) + "\n").getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> RecordingCodec.decode(entries)).isInstanceOf(RecordingFormatException.class)
                .hasMessageContaining("`environment.json`, line 1: expected one JSON object, but: ");
    }

    @Test
    void decode_notUtf8OrCut_isRefused() {
        SortedMap<String, byte[]> entries = RecordingCodec.encode(empty());
        entries.put("environment.json", new byte[]{'{', '"', (byte) 0xc0, (byte) 0x80, '"', '}', '\n'});
        assertThatThrownBy(() -> RecordingCodec.decode(entries)).hasMessage("`environment.json`, line 1: expected UTF-8");
        entries.put("environment.json", "{\"region\":\"\",\"functions\":[]}".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> RecordingCodec.decode(entries)).hasMessageContaining("does not end in a line feed");
        entries.remove("environment.json");
        assertThatThrownBy(() -> RecordingCodec.decode(entries)).hasMessage("`environment.json`: the entry is missing");
    }

    /** Every entry cut at every byte, and every byte of it changed: a recording or a complaint with a place, never another exception. */
    @Test
    void decode_anyDamage_isARecordingOrAComplaint() {
        SortedMap<String, byte[]> entries = RecordingCodec.encode(RandomRecording.of(7));
        int refused = 0;
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            byte[] good = entry.getValue();
            for (int at = 0; at < good.length; at += Math.max(1, good.length / 300)) {
                refused += refused(entries, entry.getKey(), java.util.Arrays.copyOf(good, at)) ? 1 : 0;
                byte[] flipped = good.clone();
                flipped[at] ^= (byte) (1 << (at % 8));
                refused += refused(entries, entry.getKey(), flipped) ? 1 : 0;
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    private static boolean refused(SortedMap<String, byte[]> entries, String name, byte[] damaged) {
        SortedMap<String, byte[]> changed = new TreeMap<>(entries);
        changed.put(name, damaged);
        try {
            RecordingCodec.decode(changed);
            return false;
        } catch (RecordingFormatException complaint) {
            assertThat(complaint.entry()).isEqualTo(name);
            return true;
        }
    }

    private static SortedMap<String, byte[]> encodeMessagesOn(String... channels) {
        List<Message> messages = Stream.of(channels).map(channel -> new Message(Naming.root(channel, "1"), channel,
                new Message.External("1"), null, "", Payload.whole(Json.parse("{\"b\":1,\"a\":2}")), new TreeMap<>(Map.of("group", "7")),
                new Moment(5))).toList();
        Recording empty = empty();
        return RecordingCodec.encode(new Recording(empty.labels(), empty.from(), empty.to(), List.of(), messages, List.of(), List.of(),
                List.of(), List.of(), List.of(), List.of(), empty.state(), empty.environment(), List.of(), List.of()));
    }

    private static Recording empty() {
        return new Recording(new TreeMap<>(), new Moment(0), new Moment(1), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of(),
                List.of(), List.of(), InitialState.EMPTY, Environment.UNKNOWN, List.of(), List.of());
    }

    private static SortedMap<String, String> text(SortedMap<String, byte[]> entries) {
        SortedMap<String, String> text = new TreeMap<>();
        entries.forEach((name, bytes) -> text.put(name, new String(bytes, StandardCharsets.UTF_8)));
        return text;
    }
}
