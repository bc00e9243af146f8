package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Step;
import dev.tapedeck.recording.Json;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Child processes that call: each call is the guest's, at the moment at which the child made it, and is answered to the child. Answers take a millisecond. */
class ChildCallsTest {

    private static final Corpus CORPUS = Corpus.controlled();

    @AfterAll
    static void close() {
        CORPUS.close();
    }

    private static Play play() {
        return play(20);
    }

    private static Play play(int major) {
        return CORPUS.open(major, "corpus/child-calls").start(1).invoke("{}", 2).close();
    }

    private static Stream<Integer> majors() {
        return NodeVersions.MAJORS.stream();
    }

    private static List<String> called(Play play) {
        return play.steps().stream().filter(Step.Call.class::isInstance).map(step -> ((Step.Call) step).call())
                .map(call -> call.resource() + call.input().path("path").asString("")).toList();
    }

    /** From the lines `word answer moment` that the child writes, the moments. */
    private static List<Long> moments(String lines) {
        return lines.lines().map(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1))).toList();
    }

    @Test
    void spawnSync_callsAndSleeps_standsStillMeanwhile() {
        JsonNode result = Json.parse(play().result());
        String written = result.at("/waited/1").asString();
        long before = result.path("before").asLong();

        assertThat(written).startsWith("first 200 ").contains("later [ 200, 200 ] ", "ECONNREFUSED TimeoutError ");
        assertThat(result.at("/waited/0").asInt()).isEqualTo(4);
        List<Long> moments = moments(written);
        assertThat(moments.get(0) - before).isBetween(1L, 10L);
        assertThat(moments.get(1) - moments.get(0)).isBetween(2001L, 2010L);
        assertThat(moments.get(2) - moments.get(1)).isBetween(500L, 510L);
        assertThat(result.path("between").asLong()).isEqualTo(moments.get(2));
    }

    @ParameterizedTest
    @MethodSource("majors")
    void calls_twice_yieldTheSame(int major) {
        assertThat(play(major).transcript()).isEqualTo(play(major).transcript());
    }

    @Test
    void spawnSync_whatIsForTheGuestItself_waits() {
        JsonNode result = Json.parse(play().result());

        assertThat(result.path("cut")).isEqualTo(Json.parse("[null, \"SIGTERM\", \"ETIMEDOUT\"]"));
        assertThat(result.path("afterwards").asLong() - result.path("between").asLong()).isEqualTo(1500);
        assertThat(result.path("answeredAt").asLong()).isGreaterThanOrEqualTo(result.path("afterwards").asLong());
        assertThat(result.path("fired").asLong()).isGreaterThanOrEqualTo(result.path("afterwards").asLong());
    }

    @Test
    void calls_ofChildren_areTheGuestsInOrder() {
        List<String> called = called(play());

        assertThat(called.subList(0, 6)).containsExactly("orders.example.com/own", "orders.example.com/first", "orders.example.com/left",
                "orders.example.com/right", "refused.example.com/", "slow.example.com/");
        assertThat(called.subList(6, called.size())).containsExactlyInAnyOrder("slow.example.com/", "orders.example.com/once",
                "orders.example.com/once", "orders.example.com/own", "orders.example.com/once");
    }

    @Test
    void spawnAndFork_besideEachOther_areAnsweredEach() {
        JsonNode result = Json.parse(play().result());

        for (JsonNode child : List.of(result.at("/both/0"), result.at("/both/1"), result.path("below"))) {
            assertThat(child.path(0).asInt(-1)).as(child.toString()).isIn(0, 4);
            assertThat(child.path(1).toString()).contains("once 200 ");
        }
        assertThat(result.at("/both/1/1").valueStream().filter(JsonNode::isObject)).singleElement()
                .satisfies(message -> assertThat(message.path("done").isNumber()).isTrue());
    }
}
