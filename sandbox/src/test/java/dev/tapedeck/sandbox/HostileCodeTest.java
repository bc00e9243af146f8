package dev.tapedeck.sandbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Code directories that want more staged than code, or something else: refused by name, or robbed of what is dangerous in them. */
class HostileCodeTest {

    private static final String SECRET = "the host's secret";

    @TempDir
    private Path directory;
    private Path code;
    private Path secret;
    private StateDirectory state;

    @BeforeEach
    void code() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        code = Files.createDirectories(directory.resolve("code/lib")).getParent();
        Files.writeString(code.resolve("lib/own.js"), "own");
        secret = Files.createDirectories(directory.resolve("host")).resolve("own.js");
        Files.writeString(secret, SECRET);
        state = StateDirectory.open(directory.resolve("state"));
    }

    private StagedCode staged() {
        return new Staging(state).stage(code);
    }

    private void assertRefused(String saying) {
        assertThatThrownBy(this::staged).isInstanceOf(SandboxException.class).hasMessageContaining(saying);
    }

    @Test
    void fifo_isRefused() throws IOException {
        World.run("mkfifo", code.resolve("fifo").toString());

        assertRefused("fifo` is neither a file nor a link");
    }

    @Test
    void socket_isRefused() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(code.resolve("socket")));

            assertRefused("socket` is neither a file nor a link");
        }
    }

    @Test
    void device_isRefused() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can make a device");
        World.run("mknod", code.resolve("zero").toString(), "c", "1", "5");

        assertRefused("zero` is neither a file nor a link");
    }

    @Test
    void setUserIdBit_isNotStaged() throws IOException {
        World.run("sh", "-c", "cp /usr/bin/id \"$0\" && chmod 6755 \"$0\"", code.resolve("identity").toString());

        assertThat((int) Files.getAttribute(staged().directory().resolve("identity"), "unix:mode") & 07777).isEqualTo(0555);
    }

    @Test
    void hardLink_isACopyOfItsOwn() throws IOException {
        Files.createLink(code.resolve("again.js"), code.resolve("lib/own.js"));

        StagedCode staged = staged();
        assertThat(Files.getAttribute(staged.directory().resolve("again.js"), "unix:nlink")).isEqualTo(1);
        assertThat(Files.getAttribute(staged.directory().resolve("again.js"), "unix:ino"))
                .isNotEqualTo(Files.getAttribute(code.resolve("again.js"), "unix:ino"));
    }

    /** Nothing of it is read: it says that it is a terabyte, and holds nothing. */
    @Test
    void hugeFile_isRefusedUnread() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(code.resolve("huge").toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        assertRefused("huge` is larger than 2048 MB");
    }

    @Test
    void manyLargeFiles_areRefusedTogether() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (RandomAccessFile file = new RandomAccessFile(code.resolve("large" + i).toFile(), "rw")) {
                file.setLength(900L << 20);
            }
        }
        assertRefused("holds more than 2048 MB");
    }

    /** Otherwise two trees could be written down alike, as one link `x` to `t⏎f y` beside `z`, and one to `t` beside `y⏎f z`. */
    @Test
    void nameWithNewline_isRefused() throws IOException {
        Files.writeString(code.resolve("y\nf z"), "two lines");

        assertRefused("the name `y\\x0af z`");
    }

    @Test
    void linkWithNewline_isRefused() throws IOException {
        Files.createSymbolicLink(code.resolve("x"), Path.of("t\nf y"));

        assertRefused("the name `t\\x0af y`");
    }

    @Test
    void linkToItself_isStagedAsItIs() throws IOException {
        Files.createSymbolicLink(code.resolve("loop"), Path.of("loop"));

        assertThat(staged().directory().resolve("loop")).isSymbolicLink();
    }

    /** The control: who looks first and then reads by the path gets what the link leads to. */
    @Test
    void linkSwappedInAfterTheLook_isNotFollowed() throws IOException {
        CodeTree seen = CodeTree.of(code);
        swap(code.resolve("lib"), secret.getParent());

        assertThat(Files.readString(code.resolve("lib/own.js"))).isEqualTo(SECRET);
        assertThatThrownBy(() -> CodeFiles.open((CodeTree.Node.File) seen.nodes().get("lib/own.js")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void fileSwappedForAFifoAfterTheLook_isNotWaitedFor() throws IOException {
        CodeTree seen = CodeTree.of(code);
        Files.delete(code.resolve("lib/own.js"));
        World.run("mkfifo", code.resolve("lib/own.js").toString());

        assertThatThrownBy(() -> CodeFiles.open((CodeTree.Node.File) seen.nodes().get("lib/own.js")))
                .isInstanceOf(IOException.class).hasMessageContaining("changed while it was being staged");
    }

    private static void swap(Path name, Path with) throws IOException {
        Path link = Files.createSymbolicLink(name.resolveSibling("swapped"), with);
        Files.move(name, name.resolveSibling("kept-" + System.identityHashCode(link)), StandardCopyOption.ATOMIC_MOVE);
        Files.move(link, name, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A directory and a link to the host's take turns under one name while the code is staged, again and again. */
    @Test
    void linkAndDirectoryTakingTurns_neverBringTheSecretIn() throws Exception {
        Path own = Files.move(code.resolve("lib"), directory.resolve("own"));
        AtomicBoolean ended = new AtomicBoolean();
        Thread swapper = Thread.ofPlatform().start(() -> {
            while (!ended.get()) {
                try {
                    Files.move(own, code.resolve("lib"));
                    Files.move(code.resolve("lib"), own);
                    Path link = Files.createSymbolicLink(code.resolve("lib"), secret.getParent());
                    Files.delete(link);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        });
        int outcomes = 0;
        for (int i = 0; i < 200; i++) {
            try {
                staged();
                outcomes++;
            } catch (SandboxException e) {
                assertThat(e).hasMessageMatching("(?s).*(changed while|leads out of|cannot be staged|neither a file).*");
                outcomes++;
            }
        }
        ended.set(true);
        swapper.join();
        assertThat(outcomes).isEqualTo(200);
        try (Stream<Path> files = Files.walk(state.staged())) {
            for (Path file : files.filter(path -> Files.isRegularFile(path)).toList()) {
                assertThat(file).content().isNotEqualTo(SECRET);
            }
        }
    }

    @Test
    void stateDirectory_thatIsALink_isRefused() throws IOException {
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(directory.resolve("linked"), elsewhere);

        assertThatThrownBy(() -> StateDirectory.open(link)).isInstanceOf(SandboxException.class)
                .hasMessageContaining("is not a directory that only you can write to");
    }

    @Test
    void stateDirectory_thatEverybodyCanWriteTo_isRefused() throws IOException {
        Path open = Files.createDirectories(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> StateDirectory.open(open)).isInstanceOf(SandboxException.class)
                .hasMessageContaining("is not a directory that only you can write to");
    }

    /** What is put where staged code should be is not taken for it. */
    @Test
    void stagedCode_replacedByALink_isNotUsed() throws IOException {
        StagedCode first = staged();
        StateDirectory.remove(first.directory());
        Files.createSymbolicLink(first.directory(), secret.getParent());

        assertThatThrownBy(this::staged).isInstanceOf(SandboxException.class);
    }
}
