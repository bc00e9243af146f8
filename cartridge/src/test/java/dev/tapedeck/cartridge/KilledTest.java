package dev.tapedeck.cartridge;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A process killed while it seals leaves a whole cartridge or none, and at most a part that the next seal removes. */
class KilledTest {
    private static final String PART = ".x.cartridge.0123456789abcdef.tapedeck-part";

    @TempDir
    Path directory;

    @Test
    void seal_killedAtAnyPoint_leavesAWholeCartridge() throws Exception {
        Random random = new Random(3);
        Path file = directory.resolve("x.cartridge");
        for (int round = 0; round < 4; round++) {
            Process process = ChildProcess.start(ChildProcess.class, "seal", file.toString());
            assertThat(process.getInputStream().read()).isEqualTo('s');
            boolean ended = process.waitFor(random.nextInt(40_000), TimeUnit.MICROSECONDS);
            process.destroyForcibly().waitFor();
            assertThat(ended).isFalse();
            assertThat(Cartridge.open(file, Sample.trust(), Sample.NOW, Limits.DEFAULT).recording()).isEqualTo(Sample.recording());
            assertThat(names()).allMatch(name -> name.equals("x.cartridge") || name.endsWith(".tapedeck-part")).hasSizeLessThanOrEqualTo(2);
        }
        Cartridge.seal(Sample.request(), Sample.KEY, file);
        assertThat(names()).containsExactly("x.cartridge");
    }

    @Test
    void seal_removesWhatKilledProcessesLeft_butNotWhatIsBeingWritten() throws IOException {
        Path held = Files.writeString(directory.resolve(PART.replace("0123", "4567")), "half");
        Files.writeString(directory.resolve(PART), "half");
        Files.writeString(directory.resolve(".notes.part"), "somebody else's");
        try (FileChannel channel = FileChannel.open(held, StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            Cartridge.seal(Sample.request(), Sample.KEY, directory.resolve("y.cartridge"));
            assertThat(names()).containsExactly(".notes.part", held.getFileName().toString(), "y.cartridge");
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
