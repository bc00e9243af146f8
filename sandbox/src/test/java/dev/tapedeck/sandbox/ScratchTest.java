package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import dev.tapedeck.recording.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code /tmp} outlives the process, as on Lambda: the one that comes after it in the same execution environment finds what it left, with the times
 * at which that was left, whatever the real clock says.
 */
class ScratchTest {

    private static final int SCRATCH = 48;
    private static final long START = Play.EPOCH_NANOS / 1_000_000;
    private static final Map<Language, Sandbox> SANDBOXES = new TreeMap<>();

    enum Language {
        NODE("cases/scratch.handler") {
            @Override
            Program program() {
                return of(NodeBinary.locate(), TestBench.staged());
            }
        },
        PYTHON("cases/scratch.handler") {
            @Override
            Program program() {
                PythonBinary python = PythonBench.anyPython();
                return of(python, PythonBench.staged(python.minor()));
            }
        };

        final String handler;

        Language(String handler) {
            this.handler = handler;
        }

        abstract Program program();

        Program of(GuestRuntime runtime, StagedCode code) {
            return new Program("scratch", runtime, code, handler, new TreeMap<>(), 256, Program.Kind.FUNCTION).withScratch(SCRATCH);
        }
    }

    /** An execution environment: one process after the other, on one virtual clock. */
    private static final class Environment implements AutoCloseable {
        private Guest guest;
        private long nowNanos;
        private final List<Step> steps = new ArrayList<>();

        Environment(Language language) {
            guest = SANDBOXES.computeIfAbsent(language,
                    key -> Sandbox.open(TestBench.fence(), SandboxOptions.of(TestBench.state(), List.of(key.program()))))
                    .open("scratch", 0);
            start();
        }

        private void start() {
            steps.addAll(guest.start(clock(), new Guest.Entropy(1, 1)).steps());
        }

        private Guest.Clock clock() {
            return new Guest.Clock(nowNanos, Play.EPOCH_NANOS + nowNanos, 0);
        }

        /** Invokes it {@code millis} after the last time. */
        List<Step> invoke(long millis, String event) {
            nowNanos += millis * 1_000_000;
            List<Step> yielded = guest.invoke(clock(), new Guest.Entropy(1, 2), new Guest.Invoke("id", event, START + 60_000, "", ""))
                    .steps();
            steps.addAll(yielded);
            return yielded;
        }

        List<String> look(long millis) {
            return lines(invoke(millis, "{}"));
        }

        private static List<String> lines(List<Step> yielded) {
            assertThat(yielded).last().isInstanceOf(Step.Returned.class);
            return Json.parse(((Step.Returned) yielded.getLast()).json()).valueStream().map(line -> line.asString()).toList();
        }

        /** The process ends, whether it has already or not, and another one starts {@code millis} later. */
        Environment another(long millis) {
            guest.end();
            nowNanos += millis * 1_000_000;
            guest = guest.successor();
            start();
            return this;
        }

        @Override
        public void close() {
            guest.close();
        }
    }

    @AfterAll
    static void close() {
        SANDBOXES.values().forEach(Sandbox::close);
    }

    private static List<String> tree(long millis) {
        return Stream.of("/tmp/cache directory 755 ", "/tmp/cache/a.json 7 bytes 644 2", "/tmp/cache/empty directory 555 ",
                "/tmp/größe 200000 bytes 644 1", "/tmp/run.sh 10 bytes 755 1", "/tmp/second-name 7 bytes 644 2",
                "/tmp/to-a -> cache/a.json 777 1", "/tmp/to-outside -> /etc/hostname 777 1").map(line -> line + " " + millis).toList();
    }

    @ParameterizedTest
    @EnumSource
    void processIsEnded_theNextFindsWhatItLeft_withTheTimeAtWhichItLastRan(Language language) {
        try (Environment environment = new Environment(language)) {
            environment.invoke(1000, "{\"leave\":\"tree\",\"ends\":\"never\"}");

            assertThat(environment.another(30_000).look(5000)).containsExactlyInAnyOrderElementsOf(tree(START + 1000));
            assertThat(environment.steps).noneMatch(Step.Uncontrolled.class::isInstance);
        }
    }

    @ParameterizedTest
    @EnumSource
    void processEndsByItself_manyTimes_everythingKeepsTheTimeOfTheOneThatWroteIt(Language language) {
        try (Environment environment = new Environment(language)) {
            assertThat(environment.invoke(1000, "{\"leave\":\"tree\",\"ends\":\"exit\"}")).last().isInstanceOf(Step.Died.class);
            environment.another(2000).invoke(2000, "{\"leave\":\"more\",\"ends\":\"exit\"}");
            environment.another(1000).invoke(1000, "{\"ends\":\"exit\"}");

            List<String> expected = new ArrayList<>(tree(START + 1000));
            expected.add("/tmp/later 5 bytes 644 1 " + (START + 5000));
            assertThat(environment.another(1000).look(1000)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingLeft_nothingFound(Language language) {
        try (Environment environment = new Environment(language)) {
            environment.invoke(1000, "{\"ends\":\"exit\"}");
            assertThat(environment.another(0).look(0)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void environments_haveOneEach(Language language) {
        try (Environment one = new Environment(language); Environment other = new Environment(language)) {
            one.invoke(0, "{\"leave\":\"tree\",\"ends\":\"exit\"}");
            other.invoke(0, "{\"ends\":\"exit\"}");
            assertThat(other.another(0).look(0)).isEmpty();
            assertThat(one.another(0).look(0)).isNotEmpty();
        }
    }

    @Test
    void whatItForbadeItself_isThereAndForbidden() {
        try (Environment environment = new Environment(Language.PYTHON)) {
            environment.invoke(0, "{\"leave\":\"closed\",\"ends\":\"exit\"}");
            assertThat(environment.another(0).look(0)).containsExactly("/tmp/closed directory 111  " + START);
            List<Step> opened = environment.invoke(0, "{\"leave\":\"opened\"}");
            assertThat(opened).contains(new Step.Log(false, "b'found'\n"));
            assertThat(Environment.lines(opened)).hasSize(3);
        }
    }

    @Test
    void namesThatAreNoText_holes_manyNames_loops_areAsTheyWere() {
        try (Environment environment = new Environment(Language.PYTHON)) {
            environment.invoke(0, "{\"leave\":\"undecodable\"}");
            environment.invoke(0, "{\"leave\":\"names\"}");
            List<String> before = environment.invoke(0, "{\"leave\":\"holes\"}").stream().filter(Step.Returned.class::isInstance)
                    .flatMap(step -> Environment.lines(List.of(step)).stream()).toList();

            assertThat(environment.another(0).look(0)).isEqualTo(before).hasSize(505);
            assertThat(environment.invoke(0, "{\"leave\":\"found_holes\",\"look\":false}"))
                    .contains(new Step.Log(false, "41943043 b'begin\\x00' b'\\x00end' 12288\n"));
        }
    }

    @Test
    void full_isFullAgain() {
        try (Environment environment = new Environment(Language.PYTHON)) {
            List<String> before = Environment.lines(environment.invoke(0, "{\"leave\":\"full\"}"));
            assertThat(environment.another(0).look(0)).isEqualTo(before);
            assertThat(environment.invoke(0, "{\"leave\":\"full\"}")).contains(new Step.Log(false, "No space left on device\n"));
        }
    }

    /** What cannot be had again is said, and makes the replay inconclusive. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"swelling | its files say that they hold more than all of /tmp, 50331648 bytes",
            "pipe | `/tmp/closed-pipe` is a pipe or a socket", "deep | directories in it lie more than 128 deep",
            "crowd | more than 20000 files are in it"})
    void whatCannotBeCopied_isRefusedByName(String what, String why) {
        List<Step> first = afterwards(what);
        assertThat(first).filteredOn(Step.Uncontrolled.class::isInstance)
                .containsExactly(Step.Uncontrolled.refused("what the process before it left in /tmp: " + why));
        assertThat(first).last().isInstanceOf(Step.Ready.class);
        assertThat(afterwards(what)).isEqualTo(first);
    }

    private static List<Step> afterwards(String what) {
        try (Environment environment = new Environment(Language.PYTHON)) {
            environment.invoke(0, "{\"leave\":\"" + what + "\",\"look\":false}");
            environment.steps.clear();
            return environment.another(0).steps;
        }
    }

    /** The machine's own files are never the ones that are meant, not even where there is no fence. */
    @Test
    void processOutsideOfTheFence_hasNone() throws IOException {
        Process process = new ProcessBuilder("/bin/sleep", "60").start();
        try {
            assertThat(Scratch.of(process.toHandle(), TestBench.fence(), 1 << 20).obstacle()).isEqualTo("its process is not in the fence");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void closed_keepsNoDescriptor() throws IOException {
        long before = descriptors();
        for (int i = 0; i < 5; i++) {
            try (Environment environment = new Environment(Language.NODE)) {
                environment.invoke(0, "{\"leave\":\"tree\",\"ends\":\"exit\"}");
                environment.another(0).look(0);
            }
        }
        assertThat(descriptors()).isLessThan(before + 5);
    }

    /** Of file systems that are not in this namespace: what a fence's are. */
    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(Files::isDirectory).count();
        }
    }
}
