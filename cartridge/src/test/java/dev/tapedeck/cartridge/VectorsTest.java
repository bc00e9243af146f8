package dev.tapedeck.cartridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Frozen files of format version 1: what was a cartridge stays one, with the identity that it had, and what was refused stays refused with the
 * same words. {@code -Dtapedeck.update=true} makes the files anew from {@link HostileCartridges}; a change of any is a change of the format.
 */
class VectorsTest {
    private static final Path VECTORS = Path.of("src/test/resources/dev/tapedeck/cartridge/vectors");
    private static final Path VALID = VECTORS.resolve("valid.cartridge");
    private static final Path SHAPED = VECTORS.resolve("valid-shapes.cartridge");
    private static final String ENDING = ".cartridge";

    @BeforeAll
    static void updateWhereAsked() throws IOException {
        if (Boolean.getBoolean("tapedeck.update")) {
            Files.createDirectories(VECTORS.resolve("hostile"));
            Cartridge.seal(Sample.request(), Sample.KEY, VALID);
            Files.writeString(VECTORS.resolve("valid.identity"), open(VALID).identity() + "\n");
            Cartridge.seal(shaped(), Sample.KEY, SHAPED);
            Files.writeString(VECTORS.resolve("valid-shapes.identity"), open(SHAPED).identity() + "\n");
            for (Map.Entry<String, byte[]> hostile : HostileCartridges.all().entrySet()) {
                Path file = VECTORS.resolve("hostile").resolve(hostile.getKey() + ENDING);
                Files.write(file, hostile.getValue());
                Files.writeString(complaintFile(file), complaint(file));
            }
        }
    }

    static Stream<Path> hostile() throws IOException {
        try (Stream<Path> files = Files.list(VECTORS.resolve("hostile"))) {
            return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList().stream();
        }
    }

    @Test
    void open_frozenCartridge_isTheSampleStill() throws IOException {
        Cartridge cartridge = open(VALID);
        assertThat(cartridge.identity() + "\n").isEqualTo(Files.readString(VECTORS.resolve("valid.identity")));
        assertThat(cartridge.recording()).isEqualTo(Sample.recording());
        assertThat(cartridge.statement()).isEqualTo(Sample.statement());
    }

    @Test
    void seal_sample_hasTheFrozenIdentity() throws IOException {
        assertThat(Cartridge.of(Sample.request(), Sample.OTHER_KEY).identity() + "\n").isEqualTo(Files.readString(VECTORS.resolve(
                "valid.identity")));
    }

    private static SealRequest shaped() {
        return new SealRequest(Sample.shaped(), Sample.redaction(), Sample.statement());
    }

    @Test
    void open_frozenCartridgeWithShapes_isTheSampleStill() throws IOException {
        assertThat(open(SHAPED).recording()).isEqualTo(Sample.shaped());
        assertThat(Cartridge.of(shaped(), Sample.OTHER_KEY).identity() + "\n").isEqualTo(Files.readString(VECTORS.resolve(
                "valid-shapes.identity")));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void open_hostileFile_isRefusedInTheSameWords(Path file) throws IOException {
        assertThat(complaint(file)).isEqualTo(Files.readString(complaintFile(file)));
    }

    @Test
    void hostile_everyKindIsFrozen() throws IOException {
        List<String> frozen = hostile().map(file -> file.getFileName().toString().replace(ENDING, "")).sorted().toList();
        assertThat(frozen).containsExactlyElementsOf(HostileCartridges.all().keySet()).hasSizeGreaterThan(70);
    }

    /** What is built today is refused as what was frozen: for the same reason, at the same entry. */
    @Test
    void hostile_builtAnew_isRefusedAlike(@TempDir Path directory) throws IOException {
        SortedMap<String, CartridgeException.Code> codes = new TreeMap<>();
        SortedMap<String, CartridgeException.Code> frozen = new TreeMap<>();
        for (Map.Entry<String, byte[]> hostile : HostileCartridges.all().entrySet()) {
            Path file = Files.write(directory.resolve(hostile.getKey() + ENDING), hostile.getValue());
            codes.put(hostile.getKey(), refusal(file).code());
            frozen.put(hostile.getKey(), refusal(VECTORS.resolve("hostile").resolve(file.getFileName())).code());
        }
        assertThat(codes).isEqualTo(frozen);
    }

    private static Path complaintFile(Path file) {
        return file.resolveSibling(file.getFileName().toString().replace(ENDING, ".txt"));
    }

    private static String complaint(Path file) {
        CartridgeException refusal = refusal(file);
        return refusal.code() + " " + refusal.getMessage().replace(file.toString(), "FILE") + "\n"
                + (refusal.hint().isEmpty() ? "" : "hint: " + refusal.hint() + "\n");
    }

    private static CartridgeException refusal(Path file) {
        return catchThrowableOfType(CartridgeException.class, () -> open(file).recording());
    }

    private static Cartridge open(Path file) {
        return Cartridge.open(file, Sample.trust(), Sample.NOW, Limits.DEFAULT);
    }
}
