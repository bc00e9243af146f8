package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guests that lie on the control channel ({@code liar.py}), each a process in the fence: every one of them ends, and its last step says why. Its
 * honest twin shows that it is heard when it tells the truth. {@link HostileGuestTest} has the same without processes, and by the thousand.
 */
class LyingGuestTest {

    private static final Guest.Clock CLOCK = new Guest.Clock(0, 0, 0);
    private static final Guest.Entropy ENTROPY = new Guest.Entropy(1, 2);
    private static final Duration BUDGET = Duration.ofSeconds(3);

    /** More than a pipe holds. */
    private static final String LARGE = "\"" + "x".repeat(1 << 20) + "\"";

    private static Fence.Fenced fence;
    private static Sandbox sandbox;
    private static FenceCommand.Spec spec;

    @BeforeAll
    static void open() {
        fence = TestBench.fence();
        StagedCode code = new Staging(TestBench.state()).stage(Attempt.DIRECTORY);
        Program program = new Program("liar", NodeBinary.locate(), code, "escape.handler", new TreeMap<>(), 128, Program.Kind.FUNCTION);
        sandbox = Sandbox.open(fence, SandboxOptions.of(TestBench.state(), List.of(program)));
        spec = sandbox.spec(program);
    }

    @AfterAll
    static void close() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    /** What it yields when it is started and then, if it still lives, invoked. */
    private static List<Step> told(String lie) {
        try (Launcher launcher = new Launcher(ControlGroups.here()); Watchdog watchdog = new Watchdog(BUDGET)) {
            Launcher.Started started = launcher.launch("liar", new Launcher.Order(spec.limits(),
                    group -> FenceCommand.around(fence, spec, group, List.of("/usr/bin/python3", "-B", "/var/task/liar.py", lie))));
            GuestProcess guest = new GuestProcess(new FencedLaunch(fence, started, spec.limits()), watchdog, "{}");
            List<Step> steps = guest.start(CLOCK, ENTROPY).steps();
            if (!steps.isEmpty() && (steps.getLast() instanceof Step.Died || steps.getLast() instanceof Step.Overran)) {
                return steps;
            }
            return guest.invoke(CLOCK, ENTROPY, new Guest.Invoke("id", LARGE, 0, "", "")).steps();
        }
    }

    @Test
    void guest_thatTellsTheTruth_isHeard() {
        assertThat(told("honest")).containsExactly(new Step.Returned("\"true\""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "length_beyond_all          | the guest sent a frame of 4294967295 bytes where 16777216 are allowed",
            "length_of_nothing          | the guest sent a frame of 0 bytes where 16777216 are allowed",
            "unknown_kind               | the guest sent a frame of the unknown type 99",
            "no_greeting                | the guest sent frame 7 before its greeting",
            "bytes_too_many             | the guest sent a frame with 4 bytes too many",
            "bytes_too_few              | the guest sent a frame that ends too early",
            "no_text                    | the guest sent text that is not UTF-8",
            "no_number                  | the guest gave NaN as the moment of a timer",
            "flood                      | the guest yielded more than 67108864 bytes without coming to rest",
            "flood_of_nothing           | the guest yielded more than 67108864 bytes without coming to rest",
            "flood_of_connections       | the guest opened more than 10000 connections at once",
            "connection_twice           | the guest opened connection 7 twice",
            "answer_before_the_question | the guest returned what nobody had asked for",
            "answer_twice               | the guest returned what nobody had asked for",
            "ready_twice                | the guest was ready twice",
            "length_never_kept          | the guest ran for more than 3000 ms of real time without coming to rest, which is its budget",
            "deaf                       | the guest ran for more than 3000 ms of real time without coming to rest, which is its budget",
            "silent                     | the guest ran for more than 3000 ms of real time without coming to rest, which is its budget"})
    void guest_thatLies_endsWithOneReason(String lie, String reason) {
        assertThat(told(lie).getLast()).isEqualTo(reason.contains("real time") ? new Step.Overran(reason) : new Step.Died(reason));
    }
}
