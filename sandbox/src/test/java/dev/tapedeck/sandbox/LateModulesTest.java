package dev.tapedeck.sandbox;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** That the hooks load no module of Node's which a guest may not need, and that such a module is controlled all the same, however it is loaded later. */
class LateModulesTest {

    private static final String HANDLER = "corpus/late";
    private static final int WAYS = 3;
    private static final Corpus CORPUS = Corpus.controlled();

    @AfterAll
    static void close() {
        CORPUS.close();
    }

    static Stream<Arguments> majorsAndWays() {
        return NodeVersions.MAJORS.stream().flatMap(major -> IntStream.range(0, WAYS).mapToObj(way -> Arguments.of(major, way)));
    }

    @ParameterizedTest(name = "node {0}, way {1}")
    @MethodSource("majorsAndWays")
    void invoke_withModulesLoadedByTheHandler_isControlled(int major, int way) {
        String result = CORPUS.open(major, HANDLER).start(1).invoke("{\"way\":" + way + "}", 2).close().result();

        assertThat(result).startsWith("{\"loaded\":[],\"order\":[0,1,2,3,4,5,6,7,8,9,10,11],\"answers\":[\"200 ")
                .endsWith(",\"slept\":3000}");
    }
}
