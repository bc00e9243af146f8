package dev.tapedeck.capture;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Damaged telemetry: a line that is broken costs itself and nothing else, and is named. */
class DamageTest {

    private static final String LOG = "{\"level\":\"INFO\",\"requestId\":\"r-%d\",\"functionName\":\"pay\",\"message\":\"said: {\\\"a\\\": [1]}\","
            + "\"more\":{\"list\":[true, null, 1.5e3, \"é\"]}}";

    private static TelemetryIndex read(byte[] bytes, boolean strict) {
        return Capture.read(List.of(Source.of("made.jsonl", bytes)), ReadOptions.DEFAULT.withStrict(strict), Progress.NONE);
    }

    private static byte[] lines(String... lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] cut(String line, int length) {
        return Arrays.copyOf(line.getBytes(StandardCharsets.UTF_8), length);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @Test
    void jsonLine_cutAtEveryByte_costsItselfAlone() {
        String line = LOG.formatted(2);
        int length = line.getBytes(StandardCharsets.UTF_8).length;
        for (int at = 1; at < length; at++) {
            TelemetryIndex index = read(join(lines(LOG.formatted(1)), cut(line, at), lines("", LOG.formatted(3))), false);
            assertThat(index.logs()).as("cut at %d", at).extracting(LogEntry::requestId).containsExactly("r-1", "r-3");
            assertThat(index.report().damage()).as("cut at %d", at).extracting(ReadReport.Damage::line).containsExactly(2L);
        }
    }

    @Test
    void otlpLine_cutAtEveryByte_costsNoOtherLine() {
        Made made = new Made();
        made.run("pay", 1, 1, "{\"correlationId\":\"order-1\"}");
        made.run("pay", 2, 2, "{\"text\":\"a \\\"quoted\\\" one\"}").link(1, 1);
        made.run("pay", 3, 3, "{}");
        String[] lines = made.text().split("\n", -1);
        int length = lines[1].getBytes(StandardCharsets.UTF_8).length;
        for (int at = 1; at < length; at++) {
            TelemetryIndex index = read(join(lines(lines[0]), cut(lines[1], at), lines("", lines[2])), false);
            assertThat(index.spans()).as("cut at %d", at).extracting(SpanEntry::traceId).contains(Made.traceId(1), Made.traceId(3));
            assertThat(index.report().damage()).as("cut at %d", at).extracting(ReadReport.Damage::line).containsExactly(2L);
        }
    }

    @Test
    void lastLine_cutAtEveryByte_isDamagedOrWhole() {
        byte[] whole = lines(LOG.formatted(1), LOG.formatted(2));
        int first = lines(LOG.formatted(1)).length;
        for (int at = first + 1; at < whole.length - 1; at++) {
            TelemetryIndex index = read(Arrays.copyOf(whole, at), false);
            assertThat(index.logs()).as("cut at %d", at).hasSize(1);
            assertThat(index.report().damagedLines()).as("cut at %d", at).isEqualTo(1);
        }
    }

    @Test
    void prettyObject_brokenInTheMiddle_isOneDamage() {
        String broken = "{\n  \"level\": \"INFO\",\n  \"requestId\" \"r-2\",\n  \"message\": {\n    \"a\": 1\n  }\n}";
        TelemetryIndex index = read(lines(LOG.formatted(1), broken, LOG.formatted(3)), false);
        assertThat(index.logs()).extracting(LogEntry::requestId).containsExactly("r-1", "r-3");
        assertThat(index.report().damage()).hasSize(1);
        assertThat(index.report().unknown()).isEmpty();
    }

    @Test
    void line_notUtf8_isDamagedAndNamed() {
        byte[] bytes = join(lines(LOG.formatted(1)), lines(LOG.formatted(2)).clone(), lines(LOG.formatted(3)));
        bytes[lines(LOG.formatted(1)).length + 60] = (byte) 0xff;
        TelemetryIndex index = read(bytes, false);
        assertThat(index.logs()).extracting(LogEntry::requestId).containsExactly("r-1", "r-3");
        assertThat(index.report().damage().getFirst()).hasToString("made.jsonl:2: not UTF-8");
    }

    @Test
    void line_withNulBytes_isDamaged() {
        byte[] zeros = new byte[500];
        TelemetryIndex index = read(join(lines(LOG.formatted(1)), zeros, lines("", LOG.formatted(3))), false);
        assertThat(index.logs()).hasSize(2);
        assertThat(index.report().damagedLines()).isEqualTo(1);
        assertThat(index.report().damage().getFirst().line()).isEqualTo(2);
        byte[] inside = lines(LOG.formatted(1), LOG.formatted(2), LOG.formatted(3));
        inside[lines(LOG.formatted(1)).length + 60] = 0;
        assertThat(read(inside, false).logs()).extracting(LogEntry::requestId).containsExactly("r-1", "r-3");
    }

    @Test
    void strict_refusesTheFirstDamagedLine_byFileAndLine() {
        byte[] bytes = join(lines(LOG.formatted(1), LOG.formatted(2)), cut(LOG, 40), lines(""));
        assertThatThrownBy(() -> read(bytes, true)).isInstanceOf(CaptureException.class).hasMessageContaining("`made.jsonl`, line 3,");
    }

    @Test
    void file_inWhichNothingCanBeRead_isRefused() {
        for (String content : List.of("", "\n\n", "hello\nworld\n", "{\"a\":", "[1,2,3]", "\0\0\0", "{}", "[]", "[[[[", "\u001f\u008b")) {
            assertThatThrownBy(() -> read(content.getBytes(StandardCharsets.UTF_8), false)).as("`%s`", content)
                    .isInstanceOf(CaptureException.class).hasMessageContaining("nothing can be read in `made.jsonl`");
        }
    }

    @Test
    void longLines_areDroppedWithoutBeingHeld() {
        int megabytes = 100;
        byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        for (String opening : List.of("", "{\"level\":\"INFO\",\"message\":\"", "{\"resourceSpans\":[{\"resource\":{\"a\":\"")) {
            InputStream in = lines(LOG.formatted(1)).length == 0 ? InputStream.nullInputStream() : long100(opening, block, megabytes);
            TelemetryIndex index = Capture.read(List.of(Source.of("made.jsonl", in)), ReadOptions.DEFAULT, Progress.NONE);
            assertThat(index.logs()).as(opening).extracting(LogEntry::requestId).containsExactly("r-1", "r-3");
            assertThat(index.report().bytes()).isGreaterThan(100 << 20);
            assertThat(index.report().damage()).as(opening).isNotEmpty().allMatch(d -> d.line() == 2);
        }
    }

    private static InputStream long100(String opening, byte[] block, int megabytes) {
        List<InputStream> parts = new java.util.ArrayList<>(List.of(new ByteArrayInputStream(lines(LOG.formatted(1))),
                new ByteArrayInputStream(opening.getBytes(StandardCharsets.UTF_8))));
        for (int i = 0; i < megabytes; i++) {
            parts.add(new ByteArrayInputStream(block));
        }
        String closing = opening.isEmpty() ? "\n" : opening.contains("resource\"") ? "\"},\"scopeSpans\":[]}]}\n" : "\"}\n";
        parts.add(new ByteArrayInputStream(closing.getBytes(StandardCharsets.UTF_8)));
        parts.add(new ByteArrayInputStream(lines(LOG.formatted(3))));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(plain);
        }
        return out.toByteArray();
    }

    @Test
    void gzip_cutAtEveryByte_keepsWhatWasWholeAndNamesTheLine() throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            text.append(LOG.formatted(random.nextInt(1_000_000))).append('\n');
        }
        byte[] whole = gzip(text.toString().getBytes(StandardCharsets.UTF_8));
        for (int at = 2; at < whole.length; at += at < 20 ? 1 : 37) {
            byte[] part = Arrays.copyOf(whole, at);
            try {
                TelemetryIndex index = read(part, false);
                assertThat(index.report().damage()).as("cut at %d", at)
                        .anySatisfy(d -> assertThat(d.reason()).startsWith("cannot be read further: "));
            } catch (CaptureException refused) {
                assertThat(refused).as("cut at %d", at).hasMessageContaining("nothing can be read in `made.jsonl`");
                assertThat(refused.getMessage()).doesNotContain("null");
            }
        }
    }

    @Test
    void gzip_anyByteChanged_isSaidAndNeverThrown() throws IOException {
        byte[] whole = gzip(lines(LOG.formatted(1), LOG.formatted(2), LOG.formatted(3)));
        for (int at = 2; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x55;
            try {
                read(changed, false);
            } catch (CaptureException refused) {
                assertThat(refused.hint()).isNotEmpty();
            }
        }
    }

    @Test
    void gzip_somethingElseAfterIt_isSaid() throws IOException {
        byte[] bytes = join(gzip(lines(LOG.formatted(1))), lines(LOG.formatted(2)));
        assertThat(read(bytes, false).report().damage()).anySatisfy(d -> assertThat(d.reason()).contains("not gzip"));
        assertThatThrownBy(() -> read(bytes, true)).isInstanceOf(CaptureException.class);
    }

    @Test
    void gzip_bomb_isNotFollowed() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(lines(LOG.formatted(1)));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                zip.write(zeros);
            }
        }
        assertThatThrownBy(() -> read(out.toByteArray(), false)).isInstanceOf(CaptureException.class).hasMessageContaining("-fold");
    }

    private static TelemetryIndex withPayloads(Path directory, boolean strict) {
        return Capture.read(List.of(Source.of("made.jsonl", lines(LOG.formatted(1)))), ReadOptions.DEFAULT.withStrict(strict).withPayloads(
                List.of(directory)), Progress.NONE);
    }

    @Test
    void payloads_thatAreNone_areDamageAndNamed(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("good.json"), "{\"Messages\":[{\"MessageId\":\"m\",\"Body\":\"{}\"}]}\n{\"a\":1}\n");
        Files.writeString(directory.resolve("empty.json"), "");
        Files.writeString(directory.resolve("cut.json"), "{\n\"a\":");
        Files.write(directory.resolve("binary.json"), new byte[]{0, 1, 2, (byte) 0xff});
        Files.writeString(directory.resolve("deep.json"), "[".repeat(100_000));
        Files.write(directory.resolve("cut.json.gz"), Arrays.copyOf(gzip(lines(LOG.formatted(1))), 30));
        Files.write(directory.resolve("large.json"), new byte[(16 << 20) + 1]);
        Files.writeString(directory.resolve(".hidden"), "nothing");
        TelemetryIndex index = withPayloads(directory, false);
        assertThat(index.payloads()).hasSize(2);
        assertThat(index.report().damage()).extracting(d -> Path.of(d.source()).getFileName().toString()).containsExactlyInAnyOrder(
                "empty.json", "cut.json", "binary.json", "deep.json", "cut.json.gz", "large.json");
        assertThatThrownBy(() -> withPayloads(directory, true)).isInstanceOf(CaptureException.class).hasMessageContaining("is damaged");
    }

    @Test
    void payloads_ofWhichNoneCanBeRead_areRefused(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("x.json"), "nothing");
        assertThatThrownBy(() -> withPayloads(directory, false)).isInstanceOf(CaptureException.class).hasMessageContaining(
                "no payload can be read under");
        assertThatThrownBy(() -> withPayloads(directory.resolve("gone"), false)).isInstanceOf(CaptureException.class).hasMessageContaining(
                "cannot be read");
    }
}
