package dev.tapedeck.sandbox;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** That each hook is needed, in every version of Python: without it, up to twenty runs of a handler that depends on it do not all yield the same. */
class PythonControlsTest {

    private static final int RUNS = 20;

    static Stream<Arguments> differing() {
        return PythonBench.versions("""
                clock     | corpus/clocks
                entropy   | corpus/randoms
                threads   | controls/racing
                files     | controls/written
                refusals  | controls/child
                addresses | corpus/addresses
                """);
    }

    @ParameterizedTest
    @MethodSource("differing")
    void twentyRuns_withoutTheHook_differ(String python, String hook, String file) {
        String handler = file + ".handler";
        assertThat(transcripts(options(python, handler), handler, 2)).as("with every hook").hasSize(1);
        assertThat(transcripts(options(python, handler).withoutHooks(List.of(hook)), handler, RUNS)).as("without " + hook)
                .hasSizeGreaterThan(1);
    }

    /** These keep a guest inside rather than make it repeatable: without them it yields something else, or nothing. */
    @ParameterizedTest
    @MethodSource("inside")
    void run_withoutTheHook_isAnother(String python, String hook, String file) {
        String handler = file + ".handler";
        Set<String> with = transcripts(options(python, handler), handler, 1);
        Set<String> without = transcripts(options(python, handler).withoutHooks(List.of(hook)), handler, 1);

        assertThat(without).doesNotContainAnyElementsOf(with);
    }

    static Stream<Arguments> inside() {
        return PythonBench.versions("""
                sockets    | corpus/urllibs
                names      | corpus/urllibs
                polling    | corpus/loops
                tls        | corpus/httpxs
                output     | corpus/logs
                identity   | corpus/machine
                extensions | uncontrolled/native
                """);
    }

    static Stream<Arguments> constants() {
        return PythonBench.versions("""
                hostname | other
                release  | 6.1.0
                pid      | 9
                cpus     | 4
                user     | somebody
                """);
    }

    @ParameterizedTest
    @MethodSource("constants")
    void run_withAnotherConstant_isAnother(String python, String constant, String value) {
        TreeMap<String, String> constants = new TreeMap<>();
        constants.put(constant, value);
        String handler = "corpus/machine.handler";

        assertThat(transcripts(options(python, handler).withConstants(constants), handler, 1))
                .doesNotContainAnyElementsOf(transcripts(options(python, handler), handler, 1));
    }

    private static SandboxOptions options(String python, String handler) {
        return PythonBench.options(python, handler).withSegmentBudget(java.time.Duration.ofSeconds(20));
    }

    private static Set<String> transcripts(SandboxOptions options, String handler, int runs) {
        Set<String> seen = new TreeSet<>();
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), options)) {
            for (int i = 0; i < runs && seen.size() < 2; i++) {
                seen.add(outcome(new Play(sandbox.open(handler, 0))));
            }
        }
        return seen;
    }

    private static String outcome(Play play) {
        try {
            return play.start(1).invoke("{}", 2).transcript();
        } catch (AssertionError waitsForNothing) {
            return String.valueOf(waitsForNothing.getMessage());
        } finally {
            play.close();
        }
    }
}
