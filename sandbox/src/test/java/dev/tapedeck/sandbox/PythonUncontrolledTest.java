package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Step;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Programs that cannot be controlled: each is detected, and what it is that escapes is named. */
class PythonUncontrolledTest {

    static Stream<Arguments> programs() {
        return PythonBench.versions(
                """
                        processes | os.fork; os.system; os.popen; subprocess.Popen; os.posix_spawn; os.execv; os.spawnlp; multiprocessing.Process; os.kill of another process
                        alarms    | signal.alarm; signal.setitimer; signal.pause; signal.sigtimedwait
                        servers   | a datagram to 127.0.0.1:8125, which is left out; a datagram to 10.1.2.3:53; a datagram socket that waits for an answer; the connection to db.example.com:3306 waits for the other side to speak first, as HTTP/1.1 does not; a socket file; socket.bind; socket.listen; a socket made of a descriptor of the system; a server's side of TLS
                        native    | the native extension asks_the_time, which can reach the clock; the native extension _multiprocessing, which can reach the clock; ctypes, which loads libc.so.6; sqlite3, whose now and random() are its own; a connection that pycurl opens in native code
                        kernels   | a file of the kernel under /proc, /sys or /dev
                        waiting   | waiting for a descriptor of the system
                        loops     | gevent, which waits in a loop of its own
                        """);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void invoke_whatNobodyCanControl_isReportedByName(String python, String file, String sources) {
        String handler = "uncontrolled/" + file + ".handler";
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), PythonBench.options(python, handler))) {
            List<Step> steps = new Play(sandbox.open(handler, 0)).start(1).invoke("{}", 2).steps();

            assertThat(
                    steps.stream().filter(Step.Uncontrolled.class::isInstance).map(step -> ((Step.Uncontrolled) step).source()).distinct())
                    .containsExactly(sources.split("; "));
            assertThat(steps.getLast()).isInstanceOf(Step.Returned.class);
        }
    }

    @Test
    void corpus_isAllTried() {
        assertThat(PythonBench.handlers("uncontrolled")).hasSize(7);
    }
}
