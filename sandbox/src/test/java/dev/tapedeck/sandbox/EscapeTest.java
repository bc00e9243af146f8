package dev.tapedeck.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attempts to get out of the fence ({@code attempts.txt}), by a native program and by Node. Each is made twice by the same program: without the fence,
 * where it has to succeed, and within, where something has to stop it. So no attempt passes because it could not have worked; where it cannot work
 * on this machine it proves nothing, and is counted as such.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EscapeTest {

    /** Of those in {@code attempts.txt}; the rest is what a kernel may lack. */
    private static final int PROVEN_AT_LEAST = 40;

    private static final String ESCAPED = "escaped";

    private World world;
    private Fence.Fenced fence;
    private FenceCommand.Spec spec;
    private Sandbox sandbox;
    private final Launcher launcher = new Launcher(ControlGroups.here());
    private Launcher.Started other;
    private Path guestFile;
    private final TreeSet<String> proven = new TreeSet<>();
    private final TreeSet<String> unproven = new TreeSet<>();

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        fence = TestBench.fence();
        world = new World(directory);
        StagedCode code = new Staging(TestBench.state()).stage(Attempt.DIRECTORY);
        Program program = new Program("escape", NodeBinary.locate(), code, "escape.handler", new java.util.TreeMap<>(), 128,
                Program.Kind.FUNCTION);
        sandbox = Sandbox.open(fence, SandboxOptions.of(TestBench.state(), List.of(program)));
        FenceCommand.Spec usual = sandbox.spec(program);
        spec = new FenceCommand.Spec(usual.seccomp(), world.code(), usual.hooks(), usual.runtime(), usual.limits());
        guestFile = Files.writeString(Files.createTempFile("tapedeck-guest", ""), World.SECRET);
        Files.setPosixFilePermissions(guestFile, PosixFilePermissions.fromString("rw-r--r--"));
        other = start(List.of("/bin/sh", "-c", "printf \"the host's secret\" >" + guestFile + "; echo ready >&4; read line <&3"));
        assertThat(other.process().getInputStream().read()).isEqualTo('r');
    }

    @AfterAll
    void close() throws IOException {
        launcher.close();
        if (sandbox != null) {
            sandbox.close();
            world.close();
            Files.delete(guestFile);
        }
    }

    private Launcher.Started start(List<String> program) {
        return launcher.launch("escape", new Launcher.Order(spec.limits(), group -> {
            List<String> command = new ArrayList<>(world.entering());
            command.addAll(FenceCommand.around(fence, spec, group, program));
            return command;
        }));
    }

    private String within(List<String> program) throws IOException {
        Launcher.Started started = start(program);
        FencedLaunch launch = new FencedLaunch(started, spec.limits().memoryMegabytes());
        String said = said(launch.fromGuest());
        launch.end();
        return said.isEmpty() ? launch.reasonOfDeath() : said;
    }

    private String without(List<String> program, boolean asNobody) throws IOException {
        List<String> command = new ArrayList<>(world.entering());
        command.addAll(List.of("/bin/sh", "-c", "exec \"$@\" 4>&1", "sh"));
        if (asNobody) {
            command.addAll(World.asNobody());
        }
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put(World.VARIABLE, "secret");
        Process process = builder.start();
        process.getOutputStream().close();
        return said(process.getInputStream());
    }

    private static String said(InputStream from) throws IOException {
        return new String(from.readAllBytes(), StandardCharsets.UTF_8);
    }

    Stream<Arguments> attempts() {
        return Attempt.all().stream().flatMap(attempt -> Stream.of(Attempt.Attacker.values())
                .filter(attacker -> !attempt.words(attacker).isEmpty()).map(attacker -> Arguments.of(attempt, attacker)));
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void attempt_thatWorksOutside_isStoppedByTheFence(Attempt attempt, Attempt.Attacker attacker) throws Exception {
        String token = world.token();
        NodeBinary node = (NodeBinary) spec.runtime();
        long guest = World.innermost(other.process());
        String outside = without(attacker.command(world.code().toString(), node.path().toString(),
                Attempt.filled(attempt.words(attacker), world.values(token, guest, guestFile, false))), attempt.asNobody());
        (outside.equals(ESCAPED) ? proven : unproven).add(attempt.name());

        int arrivals = world.arrivals();
        String fenced = world.token();
        String inside = within(attacker.command(FenceCommand.TASK_ROOT.toString(), node.inside().toString(),
                Attempt.filled(attempt.words(attacker), world.values(fenced, guest, guestFile, true))));

        assertThat(inside).as("%s by %s, within the fence; without it: %s", attempt, attacker, outside)
                .matches("(?s)\\w*Error: .*|the guest's process ended with signal 31.*");
        assertThat(world.arrivals()).as("nothing arrives anywhere").isEqualTo(arrivals);
        assertThat(world.heard(fenced)).isFalse();
    }

    /** Not a test of its own: it counts what the attempts have shown. */
    @AfterAll
    void enough_wereProven() {
        assertThat(proven).as("attempts that work without the fence; on this machine these do not: %s", unproven)
                .hasSizeGreaterThanOrEqualTo(PROVEN_AT_LEAST);
    }

    @Test
    void create_inScratch_isAllowed() throws Exception {
        assertThat(within(List.of("/usr/bin/python3", "-B", "/var/task/escape.py", "create", "/tmp"))).isEqualTo(ESCAPED);
    }
}
