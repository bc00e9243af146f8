package dev.tapedeck.capture;

import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.RecordingCodec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Telemetry changed at random, seed by seed: it is read, compared and cut out, or refused with a sentence; nothing else. A failure names its seed;
 * {@code -Dtapedeck.fuzz.seed=N} runs that one alone, {@code -Dtapedeck.fuzz.rounds=N} more of them.
 */
class FuzzTest {

    private static final List<String> HOSTILE = List.of("\"\"", "null", "-1", "1e999999999", "9223372036854775807", "99999999999999999999",
            "{}",
            "[]", "[[]]", "{\"a\":", "\"\\ud800\"", "\"\\u0000\"", "true", "\n", "\"", "\\", "}", "]", ",", ":", "\0", "\u001f\u008b",
            "\ufeff",
            "{\"stringValue\":\"x\"}", "{\"stringValue\":null}", "{\"intValue\":\"x\"}", "{\"arrayValue\":{}}",
            "\"00000000000000000000000000000000\"");
    private static final byte[] SEED_TEXT = telemetry().getBytes(StandardCharsets.UTF_8);

    private static String telemetry() {
        Made made = new Made();
        String event = "{\"correlationId\":\"order-1\",\"tenantId\":\"acme\"}";
        made.run("order", 1, 1, event).with("tapedeck.calls", "3").at(0, 90);
        made.send("order", 1, 2, 1, new Made.Sqs("jobs", "m-1", event)).at(10, 20).with("tapedeck.call.ordinal", "1");
        made.put("order", 1, 3, 1, "{\"pk\":{\"S\":\"THING#1\"},\"state\":{\"S\":\"open\"},\"n\":{\"N\":\"1.50\"}}").at(30, 40);
        made.http("order", 1, 4, 1, "{\"amount\":12.5}").at(50, 60).failed("timeout");
        made.server("bank", 1, 5, 4).at(51, 59).with("http.response.status_code", "201");
        made.run("pay", 2, 6, Made.sqsEvent("jobs", "m-1", event)).link(1, 2).at(100, 150).failed("Error");
        made.log("pay", 2, 6, 110, "{\"level\":\"INFO\",\"message\":\"paid 12\",\"correlationId\":\"order-1\",\"status\":\"ok\"}");
        String id = Made.requestId(9);
        return made.text()
                + "{\"logGroup\":\"/aws/lambda/mail\",\"logStream\":\"s\",\"logEvents\":[{\"timestamp\":1795262400000,\"message\":\"START RequestId: "
                + id + " Version: 1\"},{\"timestamp\":1795262400010,\"message\":\"" + id + " Task timed out after 3.00 seconds\"}]}\n"
                + "2026-11-21T12:00:00.010Z\t" + id + "\tINFO\t{\"correlationId\":\"order-1\"}\n"
                + "{\"type\":\"platform.report\",\"time\":\"2026-11-21T12:00:00Z\",\"record\":{\"requestId\":\"" + id
                + "\",\"metrics\":{\"durationMs\":1.5}}}\n{\"Messages\":[{\"MessageId\":\"m-9\",\"Body\":\"{}\",\"Attributes\":{\"SentTimestamp\":\"1\"}}]}\n"
                + "{\"timestamp\":\"2026-11-21T12:00:00Z\",\"level\":\"WARN\",\"correlationId\":\"order-1\",\"step\":\"mail\",\"status\":\"failed\",\"latencyMs\":5}\n";
    }

    private static byte[] changed(Random random) {
        byte[] bytes = SEED_TEXT;
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = change(bytes, random);
        }
        return bytes;
    }

    private static byte[] change(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, at + random.nextInt(60));
        byte[] part = switch (random.nextInt(6)) {
            case 0 -> new byte[]{(byte) random.nextInt(256)};
            case 1 -> HOSTILE.get(random.nextInt(HOSTILE.size())).getBytes(StandardCharsets.UTF_8);
            case 2 -> Arrays.copyOfRange(bytes, at, to).length == 0 ? new byte[0] : twice(Arrays.copyOfRange(bytes, at, to));
            case 3 -> new byte[0];
            case 4 -> {
                int from = random.nextInt(bytes.length + 1);
                yield Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + random.nextInt(400)));
            }
            default -> {
                int[] value = value(bytes, at);
                at = value[0];
                to = value[1];
                yield HOSTILE.get(random.nextInt(HOSTILE.size())).getBytes(StandardCharsets.UTF_8);
            }
        };
        return spliced(bytes, at, to, part);
    }

    private static byte[] twice(byte[] part) {
        return spliced(part, part.length, part.length, part);
    }

    private static byte[] spliced(byte[] bytes, int at, int to, byte[] part) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.writeBytes(part);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    /** A whole string or number of the text near {@code at}, so that what is changed is often JSON still. */
    private static int[] value(byte[] bytes, int at) {
        int start = at;
        while (start < bytes.length && bytes[start] != ':') {
            start++;
        }
        start = Math.min(start + 1, bytes.length);
        int end = start;
        boolean string = start < bytes.length && bytes[start] == '"';
        end += string ? 1 : 0;
        while (end < bytes.length && (string ? bytes[end] != '"' || bytes[end - 1] == '\\' : ",}]\n".indexOf(bytes[end]) < 0)) {
            end++;
        }
        return new int[]{start, Math.min(bytes.length, end + (string ? 1 : 0))};
    }

    @Test
    void telemetry_changedAtRandom_isWorkedWithOrRefused() {
        long only = Long.getLong("tapedeck.fuzz.seed", -1);
        int rounds = Integer.getInteger("tapedeck.fuzz.rounds", 1500);
        for (long seed = only < 0 ? 0 : only; seed < (only < 0 ? rounds : only + 1); seed++) {
            byte[] bytes = changed(new Random(seed));
            try {
                work(bytes);
            } catch (CaptureException refused) {
                if (refused.hint().isEmpty()) {
                    throw new AssertionError("seed " + seed + ": refused without a hint", refused);
                }
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + "; -Dtapedeck.fuzz.seed=" + seed + " runs it alone", e);
            }
        }
    }

    private static void work(byte[] bytes) {
        TelemetryIndex index = Made.read(bytes);
        SymptomReport report = Symptoms.of(index);
        assert report.coverage().invocations() >= 0;
        for (Scope scope : List.of(Scope.correlation("order-1"), Scope.tenant("acme"), Scope.trace(Made.traceId(1)))) {
            try {
                Recording recording = Extraction.extract(index, scope, Scope.Hints.NONE);
                RecordingCodec.decode(RecordingCodec.encode(recording));
            } catch (CaptureException nothing) {
                assert !nothing.hint().isEmpty();
            }
        }
    }
}
