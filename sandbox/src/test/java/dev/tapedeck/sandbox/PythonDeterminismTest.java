package dev.tapedeck.sandbox;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every handler of the corpus, in every version of Python, run again and again in cold processes, every other time beside something that takes the
 * processors away: it yields the same byte for byte. The first version runs five times, the others twice; {@code -Dtapedeck.replays=100} for the
 * long form, for all of them.
 */
class PythonDeterminismTest {

    private static final String LONG_FORM = "tapedeck.replays";

    private static String version = "";
    private static Sandbox sandbox;

    static Stream<Arguments> corpus() {
        return PythonBench.versions().flatMap(python -> PythonBench.corpus().stream().map(handler -> Arguments.of(python, handler)));
    }

    private static Sandbox sandbox(String python) {
        if (!version.equals(python)) {
            close();
            sandbox = Sandbox.open(TestBench.fence(), PythonBench.options(python, PythonBench.corpus().toArray(String[]::new)));
            version = python;
        }
        return sandbox;
    }

    @AfterAll
    static void close() {
        if (sandbox != null) {
            sandbox.close();
            version = "";
        }
    }

    private static int replays(String python) {
        return Integer.getInteger(LONG_FORM, python.equals(PythonBench.versions().findFirst().orElseThrow()) ? 5 : 2);
    }

    private static String transcript(String python, String handler, long seed) {
        return new Play(sandbox(python).open(handler, 0)).start(seed).invoke("{}", seed).invoke("{}", seed + 1).close().transcript();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void coldRuns_sameSeed_yieldTheSame(String python, String handler) {
        SortedSet<String> seen = new TreeSet<>();
        for (int replay = 0; replay < replays(python); replay++) {
            seen.add(replay % 2 == 0 ? transcript(python, handler, 1) : underLoad(() -> transcript(python, handler, 1)));
        }
        assertThat(seen.first()).doesNotContain("Died", "Raised", "Uncontrolled");
        assertThat(seen).as("different transcripts of %d cold runs", replays(python)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"corpus/randoms.handler", "corpus/aws.handler"})
    void coldRuns_otherSeed_yieldOtherValues(String handler) {
        String python = PythonBench.versions().findFirst().orElseThrow();

        assertThat(transcript(python, handler, 2)).isNotEqualTo(transcript(python, handler, 1));
    }

    @Test
    void corpus_isWhole() {
        assertThat(PythonBench.corpus()).hasSizeGreaterThanOrEqualTo(20);
    }

    /** Takes the processors away meanwhile: as many threads as there are, which do nothing but take time. */
    private static String underLoad(Supplier<String> work) {
        AtomicBoolean over = new AtomicBoolean();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Thread.ofPlatform().daemon().start(() -> spin(over));
        }
        try {
            return work.get();
        } finally {
            over.set(true);
        }
    }

    private static void spin(AtomicBoolean over) {
        while (!over.get()) {
            Thread.onSpinWait();
        }
    }
}
