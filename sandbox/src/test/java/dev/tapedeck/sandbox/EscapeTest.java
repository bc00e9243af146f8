package dev.tapedeck.sandbox;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attempts to get out of the fence. Each is made twice by the same program: without the fence, where it has to succeed, and within, where something
 * has to stop it. So no attempt passes because it could not have worked.
 */
class EscapeTest {

    private static final Path ESCAPES = TestBench.GUESTS.resolveSibling("escapes");
    private static final String SECRET_VARIABLE = "TAPEDECK_TEST_SECRET";

    @TempDir
    private static Path host;
    private static Fence.Fenced fence;
    private static Sandbox sandbox;
    private static FenceCommand.Spec spec;

    @BeforeAll
    static void open() throws IOException {
        fence = TestBench.fence();
        StagedCode code = new Staging(TestBench.state()).stage(ESCAPES);
        Program program = new Program("escape", NodeBinary.locate(), code, "escape.handler", new java.util.TreeMap<>(), 128,
                Program.Kind.FUNCTION);
        sandbox = Sandbox.open(fence, SandboxOptions.of(TestBench.state(), List.of(program)));
        spec = sandbox.spec(program);
        Files.setPosixFilePermissions(host, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterAll
    static void close() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private static String outcome(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put(SECRET_VARIABLE, "secret");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String complaint = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return said.isEmpty() ? "ended with " + process.exitValue() + " " + complaint : said;
    }

    private static List<String> attempt(String directory, List<String> attempt) {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-B", directory + "/escape.py"));
        command.addAll(attempt);
        return command;
    }

    private static void assertContained(String... attempt) throws IOException, InterruptedException {
        List<String> open = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" 4>&1", "sh"));
        open.addAll(attempt(ESCAPES.toString(), List.of(attempt)));
        assertThat(outcome(open)).as("without the fence").isEqualTo("escaped");
        assertContainedWithin(attempt);
    }

    private static void assertContainedWithin(String... attempt) throws IOException, InterruptedException {
        String within = outcome(FenceCommand.around(fence, spec, attempt(FenceCommand.TASK_ROOT.toString(), List.of(attempt))));
        assertThat(within).as("within the fence").matches("(?s)(\\w*Error): .*");
    }

    @Test
    void tcp_listenerOnTheHost_isNotReached() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertContained("tcp", Integer.toString(listener.getLocalPort()));
        }
    }

    @Test
    void udp_receiverOnTheHost_isNotReached() throws Exception {
        try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            assertContained("udp", Integer.toString(receiver.getLocalPort()));
        }
    }

    @Test
    void unix_socketFileOnTheHost_isNotReached() throws Exception {
        Path path = host.resolve("host.sock");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            assertContained("unix", path.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"netlink", "socketpair", "trace", "keys"})
    void systemCall_thatWidensRights_isRefused(String call) throws Exception {
        assertContained(call);
    }

    /** What only root may do, and what a kernel may lack: without the fence there is nothing to compare with. */
    @ParameterizedTest
    @ValueSource(strings = {"namespace", "cloned_namespace", "clone3", "mount", "ring", "root"})
    void systemCall_thatNotEveryHostAllows_isRefused(String call) throws Exception {
        assertContainedWithin(call);
    }

    @Test
    void read_fileOfTheHost_isNotThere() throws Exception {
        Path secret = Files.writeString(host.resolve("secret"), "secret");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));

        assertContained("read", secret.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "/etc/hostname"})
    void read_placesEverybodyTriesFirst_areNotThere(String path) throws Exception {
        assertContainedWithin("read", path);
    }

    @Test
    void write_ownCode_isReadOnly() throws Exception {
        Path copy = Files.copy(ESCAPES.resolve("escape.py"), host.resolve("escape.py"));
        List<String> open = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" 4>&1", "sh"));
        open.addAll(attempt(ESCAPES.toString(), List.of("write", copy.toString())));

        assertThat(outcome(open)).isEqualTo("escaped");
        assertContainedWithin("write", "/var/task/escape.py");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/var/task", "/var/runtime", "/usr", "/dev", "/dev/shm", "/proc"})
    void create_anywhereButScratch_isRefused(String directory) throws Exception {
        assertContainedWithin("create", directory);
    }

    @Test
    void create_inScratch_isAllowed() throws Exception {
        assertThat(outcome(FenceCommand.around(fence, spec, attempt("/var/task", List.of("create", "/tmp"))))).isEqualTo("escaped");
    }

    @ParameterizedTest
    @CsvSource({"see", "signal"})
    void process_ofTheHost_isNotThere(String how) throws Exception {
        assertContained(how, Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void variable_ofTheLauncher_isNotPassedOn() throws Exception {
        assertContained("variable", SECRET_VARIABLE);
    }

    @Test
    void kernelSetting_openedForWriting_isRefused() throws Exception {
        assertContainedWithin("write", "/proc/sys/kernel/core_pattern");
    }

    /** The filter itself is read from a descriptor, which must not be left open. */
    @Test
    void descriptor_ofTheFilter_isClosed() throws Exception {
        assertContainedWithin("descriptor", spec.seccomp().toString());
    }
}
