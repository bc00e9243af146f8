package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** An interpreter in a closed home, as root has it: copied, and only then. To anyone else nothing is closed. */
class BinaryCopyTest {

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    @TempDir
    private Path home;

    private Path reachable(Path file) {
        return BinaryCopy.in(TestBench.state()).reachable(file);
    }

    private Path program(String permissions) throws IOException {
        Path file = Files.writeString(home.resolve("node"), "one");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString(permissions));
        return file;
    }

    @Test
    void reachable_openDirectory_isTheFileItself() throws IOException {
        Path file = program("rwxr-xr-x");

        assertThat(reachable(file)).isEqualTo(file);
    }

    @Test
    void reachable_closedDirectory_isOneCopyThatAnybodyMayRun() throws IOException {
        Path file = program("rwx------");
        Path copy = reachable(file);

        assertThat(copy.equals(file)).isEqualTo(!ROOT);
        assertThat(copy).hasContent("one");
        assertThat(reachable(file)).isEqualTo(copy);
        if (ROOT) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy))).isEqualTo("r-xr-xr-x");
            assertThat(StateDirectory.closedToTheFence(copy)).isEmpty();
        }
    }

    @Test
    void reachable_anotherFileInItsPlace_isAnotherCopy() throws IOException {
        Path file = program("rwx------");
        reachable(file);
        Files.delete(file);
        Files.writeString(file, "two, longer");

        assertThat(reachable(file)).hasContent("two, longer");
    }
}
