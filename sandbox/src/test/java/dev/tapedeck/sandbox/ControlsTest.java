package dev.tapedeck.sandbox;

import dev.tapedeck.guest.NodeRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
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
            numbers   | controls/numbers | {}
            children  | controls/child   | {}
            refusals  | controls/waiting | {}
            names     | controls/lookups | {}
            identity  | controls/usage   | {}
            """)
    void twentyRuns_withoutTheHook_differ(String hook, String handler, String event) {
        assertThat(transcripts(TestBench.options(handler), handler, event, 2)).as("with every hook").hasSize(1);
        assertThat(transcripts(TestBench.options(handler).withoutHooks(List.of(hook)), handler, event, RUNS)).as("without " + hook)
                .hasSizeGreaterThan(1);
    }

    /** The fence has no network to be surprised by, so this one runs outside of it, on loopback, against a server that answers in any order. */
    @Test
    void twentyRuns_withoutSockets_differ() throws IOException {
        try (Unfenced unfenced = new Unfenced("controls/parallel")) {
            assertThat(unfenced.transcripts(List.of(), 3)).as("with every hook").hasSize(1);
            assertThat(unfenced.transcripts(List.of("sockets"), RUNS)).as("without sockets").hasSizeGreaterThan(1);
        }
    }

    /** What a program prints is no chance, but a part of the run: without the hook two runs that print different things look alike. */
    @Test
    void runs_withoutOutput_hideThatTheyDiffer() {
        List<String> events = List.of("{\"say\":\"one\"}", "{\"say\":\"other\"}");
        SandboxOptions seeing = TestBench.options("controls/says");
        SandboxOptions blind = seeing.withoutHooks(List.of("output"));

        assertThat(events.stream().flatMap(event -> transcripts(seeing, "controls/says", event, 1).stream()).distinct()).hasSize(2);
        assertThat(events.stream().flatMap(event -> transcripts(blind, "controls/says", event, 1).stream()).distinct()).hasSize(1);
    }

    /** Every name in the list of hooks (hooks.js) is the name of one that is left out here. */
    @Test
    void controls_coverEveryHook() throws IOException {
        String whole = new String(NodeRuntime.files().get(NodeRuntime.BUNDLE), StandardCharsets.UTF_8);
        String list = whole.substring(whole.indexOf("'./hooks':"), whole.indexOf("};", whole.indexOf("'./hooks':")));
        List<String> hooks = Pattern.compile("(?m)^  (\\w+): require").matcher(list).results().map(found -> found.group(1)).toList();
        String controls = Files.readString(Path.of("src/test/java/dev/tapedeck/sandbox/ControlsTest.java"));

        assertThat(hooks).hasSizeGreaterThan(12)
                .allMatch(hook -> controls.contains("            " + hook + " ") || controls.contains("List.of(\"" + hook + "\")")
                        || controls.contains("\"" + hook + ", "));
    }

    /** These keep a guest inside as well: without them it yields something else, or nothing. */
    @ParameterizedTest
    @CsvSource({"sockets, corpus/fetch", "names, corpus/race", "output, corpus/console", "identity, corpus/machine",
            "garbage, uncontrolled/garbage"})
    void run_withoutTheHook_isAnother(String hook, String handler) {
        Set<String> with = transcripts(TestBench.options(handler), handler, "{}", 1);
        Set<String> without = transcripts(TestBench.options(handler).withoutHooks(List.of(hook)), handler, "{}", 1);

        assertThat(without).doesNotContainAnyElementsOf(with);
    }

    @ParameterizedTest
    @CsvSource({"hostname, other", "release, 6.1.0", "pid, 9", "cpus, 4", "user, somebody", "version, #2 SMP", "ppid, 3",
            "uid, 1000", "gid, 1000"})
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

    static String outcome(Play play, String event) {
        try {
            return play.start(1).invoke(event, 2).transcript();
        } catch (AssertionError waitsForNothing) {
            return String.valueOf(waitsForNothing.getMessage());
        } finally {
            play.close();
        }
    }
}
