package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Guest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    @Test
    void kill_tapedeckItself_endsEveryGuest() throws Exception {
        TestBench.fence();
        Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
                System.getProperty("java.class.path"),
                "-Dtapedeck.root=" + System.getProperty("tapedeck.root", ".."),
                "-D" + TestBench.SHARED_STATE + "=" + TestBench.state().root(), Victim.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("ready");
        }
        List<ProcessHandle> guests = victim.descendants().toList();
        assertThat(guests).hasSizeGreaterThanOrEqualTo(4);

        victim.destroyForcibly();

        for (ProcessHandle guest : guests) {
            assertThat(guest.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
        }
    }
}
