package dev.tapedeck.sandbox;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every handler of the corpus, run twice in cold processes, yields the same byte for byte; and is not the same because it does nothing. */
class DeterminismTest {

    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.open(TestBench.fence(),
                TestBench.options(corpus().map(file -> "corpus/" + file).toArray(String[]::new)));
    }

    @AfterAll
    static void close() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    static Stream<String> corpus() {
        return TestBench.corpus().stream();
    }

    private static Play play(String file, long seed) {
        return new Play(sandbox.open("corpus/" + file, 0)).start(seed).invoke("{}", seed).invoke("{}", seed + 1).close();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void twoColdRuns_sameSeed_yieldTheSame(String file) {
        String first = play(file, 1).transcript();

        assertThat(first).doesNotContain("Died", "Raised");
        assertThat(play(file, 1).transcript()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"random", "sdk"})
    void twoColdRuns_otherSeed_yieldOtherValues(String file) {
        assertThat(play(file, 2).transcript()).isNotEqualTo(play(file, 1).transcript());
    }

    @Test
    void corpus_isWhole() {
        assertThat(corpus()).hasSizeGreaterThan(15);
    }
}
