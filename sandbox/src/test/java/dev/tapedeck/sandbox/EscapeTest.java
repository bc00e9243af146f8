package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
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

    /** Of those in {@code attempts.txt}, as root; the rest is what a kernel may lack. */
    private static final int PROVEN_AT_LEAST = 40;

    private static final String ESCAPED = "escaped";
    private static final Guest.Clock CLOCK = new Guest.Clock(0, 1_700_000_000_000_000_000L, 0);
    private static final Guest.Entropy ENTROPY = new Guest.Entropy(1, 2);

    private World world;
    private Fence.Fenced fence;
    private FenceCommand.Spec spec;
    private Program program;
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
        program = new Program("escape", NodeBinary.locate(), code, "escape.handler", new java.util.TreeMap<>(), 128,
                Program.Kind.FUNCTION);
        sandbox = Sandbox.open(fence, SandboxOptions.of(TestBench.state(), List.of(program)));
        FenceCommand.Spec usual = sandbox.spec(program);
        spec = new FenceCommand.Spec(usual.seccomp(), world.code(), null, usual.hooks(), usual.runtime(), usual.limits());
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

    private Launcher.Started start(List<String> command) {
        return start(spec, command);
    }

    private Launcher.Started start(FenceCommand.Spec within, List<String> program) {
        return launcher.launch("escape", new Launcher.Order(within.limits(), group -> {
            List<String> command = new ArrayList<>(world.entering());
            command.addAll(FenceCommand.around(fence, within, group, program));
            return command;
        }));
    }

    private String within(List<String> program) throws IOException {
        return within(spec, program);
    }

    private String within(FenceCommand.Spec fenced, List<String> program) throws IOException {
        Launcher.Started started = start(fenced, program);
        FencedLaunch launch = new FencedLaunch(fence, started, spec.limits());
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
                .matches("(?s)\\w*Error: .*|Runtime exited with error: signal: bad system call.*");
        assertThat(world.arrivals()).as("nothing arrives anywhere").isEqualTo(arrivals);
        assertThat(world.heard(fenced)).isFalse();
    }

    /** Those that reach for somebody: under the filter of a runtime that needs its own loopback only the namespaces are left to stop them. */
    Stream<Arguments> reaching() {
        return attempts().filter(arguments -> {
            List<String> words = ((Attempt) arguments.get()[0]).words((Attempt.Attacker) arguments.get()[1]);
            return words.contains("{token}") && !words.contains("{code}/task.sock");
        });
    }

    @ParameterizedTest
    @MethodSource("reaching")
    void attempt_underTheFilterForALoopback_isStoppedByTheNamespaces(Attempt attempt, Attempt.Attacker attacker) throws Exception {
        FenceCommand.Spec loopback = new FenceCommand.Spec(spec.seccomp().resolveSibling("seccomp-loopback.bpf"), spec.code(), null,
                spec.hooks(),
                spec.runtime(), spec.limits());
        assertThat(loopback.seccomp()).exists();
        int arrivals = world.arrivals();
        String inside = within(loopback, attacker.command(FenceCommand.TASK_ROOT.toString(),
                ((NodeBinary) spec.runtime()).inside().toString(),
                Attempt.filled(attempt.words(attacker), world.values(world.token(), World.innermost(other.process()), guestFile, true))));

        assertThat(inside).as("%s by %s", attempt, attacker).matches("(?s)\\w*Error: .*");
        assertThat(world.arrivals()).as("nothing arrives anywhere").isEqualTo(arrivals);
    }

    Stream<Attempt> byNode() {
        return Attempt.all().stream().filter(attempt -> !attempt.node().isEmpty());
    }

    /** What is asked of the network is asked of the kernel, which answers here to nothing; the rest is refused. Nothing of it arrives. */
    @ParameterizedTest
    @MethodSource("byNode")
    void attempt_byAHookedGuest_arrivesNowhere(Attempt attempt) throws Exception {
        int arrivals = world.arrivals();
        List<String> words = Attempt.filled(attempt.node(), world.values(world.token(), World.innermost(other.process()), guestFile, true));
        Launcher.Started started = start(spec.runtime().command(spec.limits().memoryMegabytes()));
        try (Watchdog watchdog = new Watchdog(SandboxOptions.USUAL_BUDGET)) {
            GuestProcess guest = new GuestProcess(new FencedLaunch(fence, started, spec.limits()), watchdog,
                    sandbox.greeting(program, 0, false));
            List<Step> steps = new ArrayList<>(guest.start(CLOCK, ENTROPY).steps());
            assertThat(steps).contains(new Step.Ready());
            steps.addAll(guest.invoke(CLOCK, ENTROPY, new Guest.Invoke("id", "[\"" + String.join("\",\"", words) + "\"]", 60_000, "", ""))
                    .steps());
            guest.close();

            // names are the kernel's to give: asking for one succeeds, and reaches nobody
            if (!attempt.name().startsWith("dns-")) {
                assertThat(steps).as("%s", attempt).doesNotContain(new Step.Returned("\"" + ESCAPED + "\""));
            }
            assertThat(world.arrivals()).as("nothing arrives anywhere").isEqualTo(arrivals);
        }
    }

    /** Not a test of its own: it counts what the attempts have shown. */
    @AfterAll
    void enough_wereProven() {
        if (proven.size() + unproven.size() < Attempt.all().size()) {
            return; // one test alone was run
        }
        assertThat(proven).as("attempts that work without the fence; on this machine these do not: %s", unproven)
                .hasSizeGreaterThanOrEqualTo(PROVEN_AT_LEAST);
    }

    /** The reference has them all, each in its words. */
    @Test
    void reference_listsEveryAttempt() throws IOException {
        String reference = Files.readString(Attempt.DIRECTORY.resolve("../../../../docs/reference/fence.md").normalize());
        List<String> rows = reference.substring(reference.indexOf("<!-- attempts -->"), reference.indexOf("<!-- end of attempts -->"))
                .lines()
                .filter(line -> line.startsWith("| `")).toList();

        assertThat(rows).isEqualTo(Attempt.all().stream().map(Attempt::row).toList());
    }

    @Test
    void create_inScratch_isAllowed() throws Exception {
        assertThat(within(List.of("/usr/bin/python3", "-B", "/var/task/escape.py", "create", "/tmp"))).isEqualTo(ESCAPED);
    }
}
