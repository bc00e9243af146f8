package dev.tapedeck.sandbox;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** That each hook is needed: without it, up to twenty runs of a handler that depends on it do not all yield the same. */
class ControlsTest {

    private static final int RUNS = 20;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            clock     | corpus/date      | {}
            timers    | controls/polling | {}
            entropy   | corpus/random    | {}
            files     | controls/written | {}
            offload   | controls/pool    | {"job":"offload"}
            zlib      | controls/pool    | {"job":"zlib"}
            webcrypto | controls/pool    | {"job":"webcrypto"}
            refusals  | controls/child   | {}
            """)
    void twentyRuns_withoutTheHook_differ(String hook, String handler, String event) {
        assertThat(transcripts(TestBench.options(handler), handler, event, 2)).as("with every hook").hasSize(1);
        assertThat(transcripts(TestBench.options(handler).withoutHooks(List.of(hook)), handler, event, RUNS)).as("without " + hook)
                .hasSizeGreaterThan(1);
    }

    /** These keep a guest inside rather than make it repeatable: without them it yields something else, or nothing. */
    @ParameterizedTest
    @CsvSource({"sockets, corpus/fetch", "names, corpus/race", "output, corpus/console", "identity, corpus/machine"})
    void run_withoutTheHook_isAnother(String hook, String handler) {
        Set<String> with = transcripts(TestBench.options(handler), handler, "{}", 1);
        Set<String> without = transcripts(TestBench.options(handler).withoutHooks(List.of(hook)), handler, "{}", 1);

        assertThat(without).doesNotContainAnyElementsOf(with);
    }

    @ParameterizedTest
    @CsvSource({"hostname, other", "release, 6.1.0", "pid, 9", "cpus, 4", "user, somebody"})
    void run_withAnotherConstant_isAnother(String constant, String value) {
        SortedMap<String, String> constants = new TreeMap<>();
        constants.put(constant, value);
        Set<String> usual = transcripts(TestBench.options("corpus/machine"), "corpus/machine", "{}", 1);
        Set<String> changed = transcripts(TestBench.options("corpus/machine").withConstants(constants), "corpus/machine", "{}", 1);

        assertThat(changed).doesNotContainAnyElementsOf(usual);
    }

    @Test
    void run_withNoMemoryToSpeakOf_isAnother() {
        assertThat(transcripts(TestBench.options("corpus/machine"), "corpus/machine", "{}", 1).iterator().next()).contains("268435456");
    }

    private static Set<String> transcripts(SandboxOptions options, String handler, String event, int runs) {
        Set<String> seen = new TreeSet<>();
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), options)) {
            for (int i = 0; i < runs && seen.size() < 2; i++) {
                seen.add(outcome(new Play(sandbox.open(handler, 0)), event));
            }
        }
        return seen;
    }

    private static String outcome(Play play, String event) {
        try {
            return play.start(1).invoke(event, 2).transcript();
        } catch (AssertionError waitsForNothing) {
            return String.valueOf(waitsForNothing.getMessage());
        } finally {
            play.close();
        }
    }
}
