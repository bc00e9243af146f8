package dev.tapedeck.cartridge;

import dev.tapedeck.cartridge.CartridgeException.Code;
import dev.tapedeck.cartridge.CartridgeException.Place;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How much is too much, and that what the house itself writes never is; and that other tools read what it writes. */
class LimitsTest {
    private static final Place FILE = Place.file("x.cartridge");

    private final byte[] sample = ZipWriter.write(HostileCartridges.sample());
    private final int entries = HostileCartridges.sample().size();
    private final long largest = HostileCartridges.sample().values().stream().mapToLong(content -> content.length).max().orElseThrow();
    private final long total = HostileCartridges.sample().values().stream().mapToLong(content -> content.length).sum();

    @Test
    void read_exactlyAtTheLimits_isAllowed_andOneBelowIsNot() {
        assertThat(read(new Limits(sample.length, entries, largest, total, 1)).headers()).hasSize(entries);
        tooLarge(new Limits(sample.length, entries - 1, largest, total, 1), entries + " entries; " + (entries - 1) + " are allowed");
        tooLarge(new Limits(sample.length, entries, largest - 1, total, 1), "unpacks to " + largest + " bytes; ");
        tooLarge(new Limits(sample.length, entries, largest, total - 1, 1), "unpacks to " + total + " bytes; ");
    }

    @Test
    void open_largerFile_isRefusedBeforeItIsRead(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("x.cartridge"), sample);
        CartridgeTest.refused(Code.TOO_LARGE, () -> Cartridge.open(file, Sample.trust(), Sample.NOW,
                new Limits(sample.length - 1, entries, largest, total, 1))).hasMessageContaining("larger than the");
        assertThat(Cartridge.open(file, Sample.trust(), Sample.NOW, new Limits(sample.length, entries, largest, total, 1)).identity())
                .isNotEmpty();
    }

    /** A telemetry file may well repeat itself a thousandfold; then it is stored, not deflated to what looks like a bomb. */
    @Test
    void write_veryRepetitiveEntry_isReadUnderTheDefaultLimits() {
        SortedMap<String, byte[]> repetitive = new TreeMap<>();
        repetitive.put("telemetry/logs.jsonl", "{}\n".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));
        ZipReader reader = ZipReader.of(FILE, ZipWriter.write(repetitive), Limits.DEFAULT);
        assertThat(reader.headers().get("telemetry/logs.jsonl").method()).isEqualTo(Zip.STORED);
        assertThat(reader.content("telemetry/logs.jsonl")).isEqualTo(repetitive.get("telemetry/logs.jsonl"));
    }

    @Test
    void write_isAZipToOtherTools() throws IOException {
        SortedMap<String, byte[]> read = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(sample))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                read.put(entry.getName(), zip.readAllBytes());
            }
        }
        assertThat(read.keySet()).isEqualTo(HostileCartridges.sample().keySet());
        assertThat(read).allSatisfy((name, content) -> assertThat(content).isEqualTo(HostileCartridges.sample().get(name)));
    }

    @Test
    void read_packedAgainByAnotherTool_isRefusedWithAdvice() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (var entry : HostileCartridges.sample().entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        assertThatThrownBy(() -> ZipReader.of(FILE, out.toByteArray(), Limits.DEFAULT)).hasMessageContaining("data descriptor");
    }

    @Test
    void limits_thatAreNone_cannotBeMade() {
        assertThatThrownBy(() -> new Limits(0, 1, 1, 1, 1)).hasMessageContaining("positive");
        assertThatThrownBy(() -> new Limits(1L << 40, 1, 1, 1, 1)).hasMessageContaining("2 GiB");
    }

    private ZipReader read(Limits limits) {
        return ZipReader.of(FILE, sample, limits);
    }

    private void tooLarge(Limits limits, String message) {
        CartridgeTest.refused(Code.TOO_LARGE, () -> read(limits)).hasMessageContaining(message);
    }
}
