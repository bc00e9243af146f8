package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which Node is run. */
class NodeBinaryTest {

    @TempDir
    private Path programs;

    private NodeBinary located() {
        return NodeBinary.locate(new SearchPath(List.of(programs)));
    }

    private void script(String text) throws IOException {
        Path file = Files.writeString(programs.resolve("node"), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void locate_link_isFollowed() throws IOException {
        NodeBinary real = NodeBinary.locate();
        Files.createSymbolicLink(programs.resolve("node"), real.path());

        assertThat(located()).isEqualTo(real);
        assertThat(real.version()).startsWith("v");
    }

    @Test
    void locate_shimOfAVersionManager_isSeenThrough() throws IOException {
        NodeBinary real = NodeBinary.locate();
        script("exec " + real.path() + " \"$@\"");

        assertThat(located()).isEqualTo(real);
    }

    @Test
    void locate_nothing_saysWhatToInstall() {
        assertThatThrownBy(this::located)
                .isInstanceOfSatisfying(SandboxException.class, e -> assertThat(e.hint()).startsWith("install Node"))
                .hasMessage("`node` is not on the PATH");
    }

    @Test
    void locate_brokenShim_saysWhatWasTried() throws IOException {
        script("exit 1");

        assertThatThrownBy(this::located).hasMessageContaining("node -p process.execPath` did not work");
    }

    @Test
    void inside_binaryOfTheSystem_isWhereItIs() {
        assertThat(new NodeBinary(Path.of("/usr/bin/node"), "v20.1.0").inside()).isEqualTo(Path.of("/usr/bin/node"));
        assertThat(new NodeBinary(Path.of("/usr/bin/node"), "v20.1.0").binds()).isEmpty();
    }

    @Test
    void inside_binaryElsewhere_isBound() {
        NodeBinary node = new NodeBinary(Path.of("/opt/node/bin/node"), "v22.1.0");

        assertThat(node.inside()).isEqualTo(Path.of("/var/lang/bin/node"));
        assertThat(node.binds()).containsEntry(Path.of("/opt/node/bin"), Path.of("/var/lang/bin"));
        assertThat(node.major()).isEqualTo(22);
    }
}
