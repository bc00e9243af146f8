package dev.tapedeck.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command line as people see it: each file of {@code transcripts} is typed again and compared. {@code -Dtranscripts.update=true} writes what is
 * printed now into the files, for somebody to read in the diff.
 */
class TranscriptTest {

    private static final Path ROOT = Path.of(System.getProperty("tapedeck.root"));
    private static final Path FILES = ROOT.resolve("cli/src/test/resources/dev/tapedeck/cli/transcripts");
    private static final boolean UPDATE = Boolean.getBoolean("transcripts.update");
    private static final String ONLY = System.getProperty("transcripts.only", ".*");

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> transcripts() throws IOException {
        new Example();
        return Transcript.in(FILES).stream().filter(file -> file.getFileName().toString().matches(ONLY))
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> typed(file)));
    }

    private void typed(Path file) throws IOException, InterruptedException {
        Transcript transcript = new Transcript(file);
        Path home = Files.createDirectory(directory.resolve(file.getFileName() + ".d"));
        Files.createSymbolicLink(home.resolve("scripts"), FILES);
        Files.createSymbolicLink(home.resolve("vectors"), ROOT.resolve("cartridge/src/test/resources/dev/tapedeck/cartridge/vectors"));
        Files.createSymbolicLink(home.resolve("launcher"), ROOT.resolve("tapedeck"));
        String now = transcript.typed(new Checkout(home));
        if (UPDATE) {
            Files.writeString(file, now);
        }
        assertThat(now).as("%s, typed in a fresh checkout (-Dtranscripts.update=true to accept)", file.getFileName())
                .isEqualTo(UPDATE ? now : transcript.text());
    }
}
