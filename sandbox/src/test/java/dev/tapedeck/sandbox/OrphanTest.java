package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Guest;
import dev.tapedeck.testkit.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** No guest outlives Tapedeck, not even when it is killed in a way that lets it do nothing about it. */
class OrphanTest {

    /** A Tapedeck with two guests: one that waits for it, and one that never comes to rest. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] args) {
            Sandbox sandbox = Sandbox.open(TestBench.fence(), TestBench.options("cases/hang"));
            Guest waiting = sandbox.open("cases/hang", 0);
            waiting.start(new Guest.Clock(0, 0, 0), new Guest.Entropy(1, 1));
            Guest spinning = sandbox.open("cases/hang", 1);
            spinning.start(new Guest.Clock(0, 0, 0), new Guest.Entropy(1, 1));
            System.out.println("ready");
            spinning.invoke(new Guest.Clock(0, 0, 0), new Guest.Entropy(1, 1), new Guest.Invoke("id", "{}", 0, "", ""));
        }
    }

    /** A Tapedeck with one program that means to stay, fenced or not; it hands on the number that the program says. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws IOException {
            List<String> program = List.of("/usr/bin/python3", "-B",
                    (args[0].equals("fenced") ? "/var/task" : Attempt.DIRECTORY.toString()) + "/orphan.py");
            Process process;
            if (args[0].equals("fenced")) {
                StagedCode code = new Staging(TestBench.state()).stage(Attempt.DIRECTORY);
                Program known = new Program("orphan", NodeBinary.locate(), code, "escape.handler", new TreeMap<>(), 128,
                        Program.Kind.FUNCTION);
                Sandbox sandbox = Sandbox.open(TestBench.fence(), SandboxOptions.of(TestBench.state(), List.of(known)));
                FenceCommand.Spec spec = sandbox.spec(known);
                process = new Launcher(ControlGroups.here()).launch("other", new Launcher.Order(spec.limits(),
                        group -> FenceCommand.around(TestBench.fence(), spec, group, program))).process();
            } else {
                List<String> open = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" 4>&1", "sh"));
                open.addAll(program);
                process = new ProcessBuilder(open).start();
            }
            System.out.println(process.inputReader(StandardCharsets.UTF_8).readLine());
            System.in.read();
        }
    }

    /** The control: without the fence it stays, and has to be ended by its number. */
    @Test
    void kill_tapedeckWithAProgramThatMeansToStay_endsItInTheFenceAlone() throws Exception {
        TestBench.fence();
        Process open = started(Parent.class, "open");
        ProcessHandle stays = ProcessHandle.of(Long.parseLong(said(open))).orElseThrow();
        List<ProcessHandle> started = open.descendants().toList();
        open.destroyForcibly().waitFor();
        assertThat(stays.isAlive()).as("without the fence").isTrue();
        stays.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);

        Process fenced = started(Parent.class, "fenced");
        said(fenced);
        List<ProcessHandle> guests = fenced.descendants().toList();
        assertThat(guests).hasSizeGreaterThanOrEqualTo(3);
        fenced.destroyForcibly();
        for (ProcessHandle guest : guests) {
            assertThat(Processes.endsWithin(20, guest)).as("%s", guest.info()).isTrue();
        }
    }

    private static Process started(Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
                System.getProperty("java.class.path"), "-Dtapedeck.root=" + System.getProperty("tapedeck.root", ".."),
                "-D" + TestBench.SHARED_STATE + "=" + TestBench.state().root(), program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static String said(Process process) throws IOException {
        return process.inputReader(StandardCharsets.UTF_8).readLine();
    }

    @Test
    void kill_tapedeckItself_endsEveryGuest() throws Exception {
        TestBench.fence();
        Process victim = started(Victim.class);
        assertThat(said(victim)).isEqualTo("ready");
        List<ProcessHandle> guests = victim.descendants().toList();
        assertThat(guests).hasSizeGreaterThanOrEqualTo(4);

        victim.destroyForcibly();

        for (ProcessHandle guest : guests) {
            assertThat(Processes.endsWithin(20, guest)).as("%s", guest.info()).isTrue();
        }
    }
}
