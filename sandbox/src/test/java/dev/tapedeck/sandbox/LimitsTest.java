package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Attempts to use up the machine, each of a size just past the limit: outside all of it is to be had, within it is not. With control groups, where
 * this machine has them, and with limits of single processes.
 */
class LimitsTest {

    private static final Limits SMALL = new Limits(64, 16, 48, 64, 0.25);

    @TempDir
    private static Path directory;
    private static Fence.Fenced fence;
    private static Sandbox sandbox;
    private static FenceCommand.Spec spec;

    @BeforeAll
    static void open() throws IOException {
        fence = TestBench.fence();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        StagedCode code = new Staging(TestBench.state()).stage(Attempt.DIRECTORY);
        Program program = new Program("limits", NodeBinary.locate(), code, "escape.handler", new TreeMap<>(), 128, Program.Kind.FUNCTION);
        sandbox = Sandbox.open(fence, SandboxOptions.of(TestBench.state(), List.of(program)));
        spec = sandbox.spec(program).withLimits(SMALL);
    }

    @AfterAll
    static void close() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    /** Who limits. */
    enum By {
        CONTROL_GROUPS, PROCESS_LIMITS;

        ControlGroups groups() {
            return this == CONTROL_GROUPS ? ControlGroups.here() : ControlGroups.none();
        }
    }

    private static List<String> attempt(String at, List<String> words) {
        List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/python3", "-B", at + "/limits.py"));
        command.addAll(words);
        return command;
    }

    private static String without(List<String> words) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" 4>&1", "sh"));
        command.addAll(attempt(Attempt.DIRECTORY.toString(), words));
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String within(By by, List<String> words) throws IOException {
        try (Launcher launcher = new Launcher(by.groups())) {
            Launcher.Started started = launcher.launch("limits", new Launcher.Order(SMALL,
                    group -> FenceCommand.around(fence, spec, group, attempt(FenceCommand.TASK_ROOT.toString(), words))));
            FencedLaunch launch = new FencedLaunch(fence, started, SMALL);
            String said = new String(launch.fromGuest().readAllBytes(), StandardCharsets.UTF_8);
            launch.end();
            return said.isEmpty() ? launch.reasonOfDeath() : said;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", value = {
            "processes 64                => BlockingIOError: .*       => CONTROL_GROUPS",
            "processes 64                => BlockingIOError: .*       => PROCESS_LIMITS",
            "generations 64              => OSError: .*               => CONTROL_GROUPS",
            "generations 64              => OSError: .*               => PROCESS_LIMITS",
            "threads 64                  => RuntimeError: .*          => CONTROL_GROUPS",
            "threads 64                  => RuntimeError: .*          => PROCESS_LIMITS",
            "memory 256                  => Runtime exited with error: signal: killed \\(the guest ran out of memory: 64 MB\\) => CONTROL_GROUPS",
            "memory 256                  => MemoryError.*             => PROCESS_LIMITS",
            "memory_of_children 256      => Runtime exited with error: signal: killed.*ran out of memory.*|MemoryError: .* => CONTROL_GROUPS",
            "disk {scratch} 24           => OSError: .*No space left.* => CONTROL_GROUPS",
            "file {scratch} 24           => OSError: .*File too large.* => CONTROL_GROUPS",
            "in_memory_file 24           => OSError: .*File too large.* => CONTROL_GROUPS",
            "descriptors 80              => OSError: .*Too many open files.* => CONTROL_GROUPS",
            "raised 80                   => ValueError: .*            => CONTROL_GROUPS"})
    void attempt_pastTheLimit_isStopped(String attempt, String outcome, By by) throws IOException {
        List<String> words = List.of(attempt.split(" +"));

        assertThat(without(Attempt.filled(words, java.util.Map.of("scratch", directory.toString())))).as("without the fence")
                .isEqualTo("escaped");
        assertThat(within(by, Attempt.filled(words, java.util.Map.of("scratch", "/tmp")))).as("within the fence").matches("(?s)" + outcome);
    }

    @ParameterizedTest
    @CsvSource({"processes 24,CONTROL_GROUPS", "processes 24,PROCESS_LIMITS", "memory 40,CONTROL_GROUPS", "memory 40,PROCESS_LIMITS",
            "disk /tmp 14,CONTROL_GROUPS", "descriptors 40,CONTROL_GROUPS"})
    void attempt_underTheLimit_isAllowed(String attempt, By by) throws IOException {
        assertThat(within(by, List.of(attempt.split(" ")))).isEqualTo("escaped");
    }

    /**
     * What the group was given is read back from it, and that the system held it back: no clock is looked at. Where systemd hands only memory and
     * processes down (as on Debian 12), a process's own limit takes its place, and is said to.
     */
    @ParameterizedTest
    @CsvSource({"0.05,true", "64,false"})
    void processors_pastTheLimit_areHeldBack(double processors, boolean heldBack) throws Exception {
        boolean grouped = ControlGroups.here().limits(ControlGroups.PROCESSORS);
        Limits limits = new Limits(64, 16, 48, 64, processors);
        ControlGroup group = ControlGroups.here().make(limits);
        try {
            Process process = new ProcessBuilder(
                    FenceCommand.around(fence, spec.withLimits(limits), group, attempt("/var/task", List.of("processors", "0.05"))))
                    .start();
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("escaped");
            assertThat(group.heldBack()).isEqualTo(heldBack && grouped);
            assertThat(ControlGroups.here().enforcement().get("cpu").equals("rlimit")).isEqualTo(!grouped);
            assertThat(FenceCommand.around(fence, spec.withLimits(limits), group, List.of("true")).toString()).contains("ulimit -t ");
        } finally {
            group.remove();
        }
    }

    @Test
    void ofFunction_isAsLambdaHasIt() {
        assertThat(Limits.ofFunction(128)).isEqualTo(new Limits(128, 512, 1024, 1024, 1));
        assertThat(Limits.ofFunction(10_240).processors()).isEqualTo(6);
    }

    @Test
    void scratch_beyondWhatLambdaAllows_isRefused() {
        assertThatThrownBy(() -> new Limits(128, 10_241, 1, 1, 1)).hasMessage("a `/tmp` of 10241 MB: it is 512 to 10240");
    }
}
