package dev.tapedeck.cli;

import dev.tapedeck.testkit.Needs;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Nothing here was fitted to the one recording that is committed: all of it holds of one that is made now, with another seed. */
class FreshRecordingTest extends RecordingContract {

    @TempDir
    private static Path directory;

    private static Example example;

    @BeforeAll
    static void record() throws IOException, InterruptedException {
        Needs.bubblewrap();
        Needs.node();
        Needs.program("npm");
        example = new Example(FreshRecording.make(directory));
    }

    @Override
    Example example() {
        return example;
    }
}
