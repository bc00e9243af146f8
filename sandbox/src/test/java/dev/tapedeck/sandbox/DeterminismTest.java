package dev.tapedeck.sandbox;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every handler of the corpus, and every client library, on every Node: cold processes, every other one beside a load on all processors, yield the
 * same byte for byte; and are not the same because they do nothing. Node 20 runs five times, the others twice; {@code
 * -Dtapedeck.determinism.runs=100} is the long form, for all of them.
 */
class DeterminismTest {

    private static final String LONG_FORM = "tapedeck.determinism.runs";
    private static final int MAIN_MAJOR = 20;
    private static final Corpus CORPUS = Corpus.controlled();
    private static final Corpus CLIENTS = Corpus.clients();

    @AfterAll
    static void close() {
        CORPUS.close();
        CLIENTS.close();
    }

    private static Stream<Arguments> each(Corpus corpus) {
        return NodeVersions.MAJORS.stream().flatMap(major -> corpus.filesFor(major).stream().map(file -> Arguments.of(major, file)));
    }

    static Stream<Arguments> corpus() {
        return each(CORPUS);
    }

    static Stream<Arguments> clients() {
        return each(CLIENTS);
    }

    private static int runs(int major) {
        return Integer.getInteger(LONG_FORM, major == MAIN_MAJOR ? 5 : 2);
    }

    private static void yieldTheSame(Corpus corpus, int major, String file) {
        String first = corpus.transcript(major, file, 1);

        assertThat(first).doesNotContain("Died[", "Raised[", "Uncontrolled[");
        for (int run = 1; run < runs(major); run++) {
            assertThat(run % 2 == 1 ? underLoad(corpus, major, file) : corpus.transcript(major, file, 1))
                    .as("run %d of %d of %s on Node %d, seed 1", run + 1, runs(major), file, major).isEqualTo(first);
        }
    }

    private static String underLoad(Corpus corpus, int major, String file) {
        try (CpuLoad _ = CpuLoad.onEveryProcessor()) {
            return corpus.transcript(major, file, 1);
        }
    }

    @ParameterizedTest(name = "node {0}, {1}")
    @MethodSource("corpus")
    void coldRuns_sameSeed_yieldTheSame(int major, String file) {
        yieldTheSame(CORPUS, major, file);
    }

    @ParameterizedTest(name = "node {0}, {1}")
    @MethodSource("clients")
    void coldRuns_ofClientLibraries_yieldTheSame(int major, String file) {
        yieldTheSame(CLIENTS, major, file);
    }

    @ParameterizedTest(name = "node {0}, {1}")
    @CsvSource({"18, random", "20, random", "22, random", "24, random", "20, sdk"})
    void coldRuns_otherSeed_yieldOtherValues(int major, String file) {
        assertThat(CORPUS.transcript(major, "corpus/" + file, 2)).isNotEqualTo(CORPUS.transcript(major, "corpus/" + file, 1));
    }

    @Test
    void corpus_isWhole() {
        assertThat(CORPUS.files()).hasSizeGreaterThanOrEqualTo(25);
        assertThat(CLIENTS.files()).contains("axios", "got", "https", "lambda", "node-fetch", "sdk2", "sdk3", "superagent", "undici");
        assertThat(NodeVersions.MAJORS).isEqualTo(List.of(18, 20, 22, 24));
    }
}
