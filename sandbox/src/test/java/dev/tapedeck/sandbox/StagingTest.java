package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Code copied once, named by its content, changed by nobody. */
class StagingTest {

    @TempDir
    private Path directory;
    private Path code;
    private StateDirectory state;
    private Staging staging;

    @BeforeEach
    void code() throws IOException {
        // as root the fence's user has to be able to enter, and temporary directories are private
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        code = Files.createDirectories(directory.resolve("code"));
        write("index.js", "exports.handler = () => 1;");
        write("node_modules/dep/index.js", "module.exports = 2;");
        write("node_modules/dep/cli.js", "#!/usr/bin/env node");
        Files.setPosixFilePermissions(code.resolve("node_modules/dep/cli.js"), PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(code.resolve("node_modules/.bin"));
        Files.createSymbolicLink(code.resolve("node_modules/.bin/dep"), Path.of("../dep/cli.js"));
        write(".git/config", "not code");
        state = StateDirectory.open(directory.resolve("state"));
        staging = new Staging(state);
    }

    private void write(String path, String text) throws IOException {
        Path file = code.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String staged(StagedCode staged, String path) throws IOException {
        return Files.readString(staged.directory().resolve(path));
    }

    @Test
    void stage_tree_isCopiedReadOnlyWithFixedTimes() throws IOException {
        StagedCode staged = staging.stage(code);

        assertThat(staged(staged, "index.js")).isEqualTo("exports.handler = () => 1;");
        assertThat(staged.directory().getFileName()).hasToString(staged.digest());
        assertThat(Files.getPosixFilePermissions(staged.directory().resolve("index.js")))
                .isEqualTo(PosixFilePermissions.fromString("r--r--r--"));
        assertThat(Files.getPosixFilePermissions(staged.directory().resolve("node_modules/dep/cli.js")))
                .isEqualTo(PosixFilePermissions.fromString("r-xr-xr-x"));
        assertThat(Files.readSymbolicLink(staged.directory().resolve("node_modules/.bin/dep"))).isEqualTo(Path.of("../dep/cli.js"));
        assertThat(Files.getLastModifiedTime(staged.directory().resolve("index.js"))).isEqualTo(Staging.FIXED_TIME);
        assertThat(Files.getLastModifiedTime(staged.directory().resolve("node_modules/dep"))).isEqualTo(Staging.FIXED_TIME);
        assertThat(staged.directory().resolve(".git")).doesNotExist();
    }

    @Test
    void stage_sameCodeElsewhere_isTheSame() throws IOException {
        StagedCode first = staging.stage(code);
        Path moved = Files.move(code, directory.resolve("moved"));
        Files.setLastModifiedTime(moved.resolve("index.js"), FileTime.fromMillis(0));

        assertThat(staging.stage(moved)).isEqualTo(first);
    }

    @Test
    void stage_oneByteChanged_isAnother() throws IOException {
        StagedCode first = staging.stage(code);
        write("index.js", "exports.handler = () => 2;");
        StagedCode second = new Staging(state).stage(code);

        assertThat(second.digest()).isNotEqualTo(first.digest());
        assertThat(staged(first, "index.js")).contains("=> 1");
        assertThat(staged(second, "index.js")).contains("=> 2");
    }

    /** The same size and the same time: only the content tells, since the file is too fresh to be remembered. */
    @Test
    void stage_changedWithinTheSameInstant_isAnother() throws IOException {
        FileTime time = Files.getLastModifiedTime(code.resolve("index.js"));
        StagedCode first = staging.stage(code);
        write("index.js", "exports.handler = () => 2;");
        Files.setLastModifiedTime(code.resolve("index.js"), time);

        assertThat(new Staging(state).stage(code).digest()).isNotEqualTo(first.digest());
    }

    @Test
    void stage_changedWhileStaging_isTheStateFirstSeenOrRefused() throws IOException {
        StagedCode first = staging.stage(code);
        write("index.js", "exports.handler = () => 2;");
        Path overlay = Files.createDirectories(directory.resolve("fixed"));
        Files.writeString(overlay.resolve("added.js"), "added");

        assertThat(staging.stage(code)).isEqualTo(first);
        assertThatThrownBy(() -> staging.stage(code, List.of(overlay))).isInstanceOf(SandboxException.class)
                .hasMessageContaining("changed while it was being staged");
    }

    @Test
    void stage_executableBit_counts() throws IOException {
        StagedCode first = staging.stage(code);
        Files.setPosixFilePermissions(code.resolve("index.js"), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(new Staging(state).stage(code).digest()).isNotEqualTo(first.digest());
    }

    @Test
    void stage_overlay_takesThePlaceOfFiles() throws IOException {
        Path overlay = Files.createDirectories(directory.resolve("fixed/lib"));
        Files.writeString(overlay.resolveSibling("index.js"), "fixed");
        Files.writeString(overlay.resolve("added.js"), "added");
        StagedCode staged = staging.stage(code, List.of(directory.resolve("fixed")));

        assertThat(staged(staged, "index.js")).isEqualTo("fixed");
        assertThat(staged(staged, "lib/added.js")).isEqualTo("added");
        assertThat(staged(staged, "node_modules/dep/index.js")).isEqualTo("module.exports = 2;");
    }

    @Test
    void stage_overlayFileOverDirectory_isRefused() throws IOException {
        Path overlay = Files.createDirectories(directory.resolve("fixed"));
        Files.writeString(overlay.resolve("node_modules"), "a file");

        assertThatThrownBy(() -> staging.stage(code, List.of(overlay))).isInstanceOf(SandboxException.class)
                .hasMessageContaining("the overlay's `node_modules` is a file where the code has a directory");
    }

    @Test
    void stage_linkLeadsOut_isRefusedByName() throws IOException {
        Files.createSymbolicLink(code.resolve("escape"), Path.of("../../etc/passwd"));

        assertThatThrownBy(() -> staging.stage(code)).isInstanceOf(SandboxException.class)
                .hasMessageContaining(
                        "the link `" + code.toRealPath().resolve("escape") + "` leads out of the code directory, to `../../etc/passwd`");
    }

    @Test
    void stage_absoluteLink_isRefused() throws IOException {
        Files.createSymbolicLink(code.resolve("inside"), code.resolve("index.js").toAbsolutePath());

        assertThatThrownBy(() -> staging.stage(code)).isInstanceOf(SandboxException.class).hasMessageContaining("leads out");
    }

    @Test
    void stage_noDirectory_saysWhatToName() {
        assertThatThrownBy(() -> staging.stage(code.resolve("index.js"))).isInstanceOf(SandboxException.class)
                .hasMessageEndingWith("is not a directory");
    }

    @Test
    void stage_damagedCache_isNoHarm() throws IOException {
        Files.setLastModifiedTime(code.resolve("index.js"), FileTime.fromMillis(1_000_000));
        StagedCode first = staging.stage(code);
        try (Stream<Path> caches = Files.list(state.digests())) {
            for (Path cache : caches.toList()) {
                Files.write(cache, new byte[]{(byte) 0xff, 0, 1});
            }
        }
        assertThat(new Staging(state).stage(code)).isEqualTo(first);
    }

    @Test
    void stage_manyAtOnce_agree() throws Exception {
        Callable<StagedCode> stage = () -> new Staging(StateDirectory.open(directory.resolve("state"))).stage(code);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<StagedCode>> all = threads.invokeAll(java.util.Collections.nCopies(16, stage));
            for (Future<StagedCode> one : all) {
                assertThat(staged(one.get(), "index.js")).contains("handler");
            }
        }
        try (Stream<Path> left = Files.list(directory.resolve("state/building"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void open_leftOverOfADeadProcess_isRemoved() throws IOException {
        Path abandoned = Files.createDirectories(directory.resolve("state/building/999999999-0/deep"));
        Path living = Files.createDirectories(directory.resolve("state/building/" + ProcessHandle.current().pid() + "-77"));
        StateDirectory.open(directory.resolve("state"));

        assertThat(abandoned.getParent()).doesNotExist();
        assertThat(living).exists();
    }

    /** As root the fence's user is another, who cannot enter a private directory; anyone else is the fence's user themselves. */
    @Test
    void open_privateDirectoryOnTheWay_isRefusedByName() throws IOException {
        Path closed = Files.createDirectories(directory.resolve("private"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));

        if (System.getProperty("user.name").equals("root")) {
            assertThatThrownBy(() -> StateDirectory.open(closed.resolve("state"))).isInstanceOf(SandboxException.class)
                    .hasMessageContaining("the fence's user cannot enter `" + closed.toRealPath() + "`");
        } else {
            assertThat(StateDirectory.open(closed.resolve("state")).root()).isDirectory();
        }
    }
}
