package dev.tapedeck.cartridge;

import dev.tapedeck.recording.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The format's reference says what the code does, wherever the two can be compared. */
class ReferenceTest {
    private final String page = Files.readString(Path.of(System.getProperty("tapedeck.root"), "docs/reference/cartridge-format.md"));

    ReferenceTest() throws IOException {}

    @Test
    void refusals_areAllThere_withTheirExitCodes() {
        assertThat(CartridgeException.Code.values())
                .allSatisfy(code -> assertThat(page).contains("| `" + code + "` | " + code.exitCode() + " |"));
    }

    @Test
    void limits_areTheDefault() {
        assertThat(Limits.DEFAULT).isEqualTo(new Limits(256L << 20, 4096, 256L << 20, 512L << 20, 200));
        assertThat(page).contains("256 MiB for the file and for an entry, 512 MiB for all entries,\n  4096 entries, 200 times");
    }

    @Test
    void manifest_countsAndClassifications_areNamed() {
        assertThat(Manifest.counts(Sample.recording()).keySet()).allSatisfy(count -> assertThat(page).contains("`" + count + "`"));
        assertThat(Stream.of(Statement.Classification.values()).map(Fields::word)).allSatisfy(word -> assertThat(page).contains("`" + word
                + "`"));
    }

    @Test
    void entries_ofTheSample_areNamed() {
        assertThat(HostileCartridges.sample().keySet()).filteredOn(name -> !name.startsWith("events/")).allSatisfy(
                name -> assertThat(page).contains("`" + name + "`"));
    }
}
