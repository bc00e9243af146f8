package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What of an interpreter is copied, and when it is copied anew. */
class InterpreterCopyTest {

    private static final List<String> NEEDED = List.of("bin/python3.12", "lib/libpython3.12.so.1.0", "lib/libffi.so.8",
            "lib/python3.12/os.py",
            "lib/python3.12/lib-dynload/_json.so", "lib/python3.12/json/decoder.py");
    private static final List<String> NEEDLESS = List.of("bin/pip", "bin/python3.11", "lib/libother.so", "include/Python.h",
            "lib/python3.11/os.py", "lib/python3.12/test/support.py", "lib/python3.12/site-packages/requests.py",
            "lib/python3.12/idlelib/help.py", "lib/python3.12/ctypes/test/one.py");

    @TempDir
    private Path prefix;

    @BeforeEach
    void install() throws IOException {
        for (String name : Stream.concat(NEEDED.stream(), NEEDLESS.stream()).toList()) {
            Path file = prefix.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name + " of " + prefix);
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_123L));
        }
        Files.setPosixFilePermissions(prefix.resolve("bin/python3.12"), PosixFilePermissions.fromString("rwx------"));
        Files.createSymbolicLink(prefix.resolve("lib/python3.12/linked.py"), Path.of("os.py"));
    }

    private Path copy() {
        return new InterpreterCopy(TestBench.state()).of(prefix, "3.12");
    }

    private static SortedSet<String> files(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            return tree.filter(path -> !Files.isDirectory(path)).map(path -> root.relativize(path).toString())
                    .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void of_installation_copiesWhatProgramsNeedAndNoMore() throws IOException {
        TreeSet<String> wanted = new TreeSet<>(NEEDED);
        wanted.add("lib/python3.12/linked.py");

        assertThat(files(copy())).isEqualTo(wanted);
    }

    /** By the time of its source Python knows that a compiled module is current. */
    @Test
    void of_installation_keepsTimesAndIsReadOnlyForEveryone() throws IOException {
        Path copy = copy();

        assertThat(Files.getLastModifiedTime(copy.resolve("lib/python3.12/os.py")).toMillis()).isEqualTo(1_700_000_000_123L);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("bin/python3.12")))).isEqualTo("r-xr-xr-x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("lib/python3.12/os.py"))))
                .isEqualTo("r--r--r--");
        assertThat(Files.readSymbolicLink(copy.resolve("lib/python3.12/linked.py"))).isEqualTo(Path.of("os.py"));
    }

    @Test
    void of_unchanged_isTheSameCopy() {
        assertThat(copy()).isEqualTo(copy());
    }

    @Test
    void of_changedFile_isAnotherCopyAndLeavesTheFirst() throws IOException {
        Path before = copy();
        Files.writeString(prefix.resolve("lib/python3.12/os.py"), "patched");

        Path after = copy();

        assertThat(after).isNotEqualTo(before);
        assertThat(after.resolve("lib/python3.12/os.py")).hasContent("patched");
        assertThat(before.resolve("lib/python3.12/os.py")).hasContent("lib/python3.12/os.py of " + prefix);
    }

    @Test
    void of_changeInWhatIsNotCopied_isTheSameCopy() throws IOException {
        Path before = copy();
        Files.writeString(prefix.resolve("lib/python3.12/site-packages/requests.py"), "newer");

        assertThat(copy()).isEqualTo(before);
    }

    @Test
    void of_absent_isRefusedByName() {
        assertThatThrownBy(() -> new InterpreterCopy(TestBench.state()).of(prefix.resolve("nowhere"), "3.12"))
                .isInstanceOf(SandboxException.class).hasMessageContaining("nowhere");
    }
}
