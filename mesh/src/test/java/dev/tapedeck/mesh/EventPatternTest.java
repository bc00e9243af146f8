package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventPatternTest {

    private static final String EVENT = """
            {"source":"billing","detail-type":"Settled","detail":{"amount":120.5,"currency":"EUR","tags":["a","b"],"who":{"country":"AT"}}}""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"source\":[\"billing\"]}                                        | true",
            "{\"source\":[\"shipping\"]}                                       | false",
            "{\"source\":[\"billing\",\"shipping\"],\"detail-type\":[\"Settled\"]} | true",
            "{\"detail\":{\"amount\":[{\"numeric\":[\">\",100,\"<=\",120.5]}]}} | true",
            "{\"detail\":{\"amount\":[{\"numeric\":[\">\",120.5]}]}}            | false",
            "{\"detail\":{\"currency\":[{\"anything-but\":[\"USD\"]}]}}         | true",
            "{\"detail\":{\"tags\":[\"b\"]}}                                    | true",
            "{\"detail\":{\"who\":{\"country\":[{\"prefix\":\"A\"}]}}}          | true",
            "{\"detail\":{\"who\":{\"city\":[{\"exists\":false}]}}}             | true",
            "{\"$or\":[{\"source\":[\"x\"]},{\"detail\":{\"currency\":[\"EUR\"]}}]} | true"})
    void matches_eventBridgesOperators(String pattern, boolean expected) {
        assertThat(EventPattern.of(pattern).matches(Json.parse(EVENT))).isEqualTo(expected);
    }

    @Test
    void of_nothing_wantsEverything() {
        assertThat(EventPattern.of("").matches(Json.object())).isTrue();
    }

    @Test
    void of_malformed_saysWhatAndHow() {
        assertThatThrownBy(() -> EventPattern.of("{\"source\":\"billing\"}")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an event pattern").hasMessageContaining("hint:");
    }

    @Test
    void matchesRecord_looksIntoAJsonBody() {
        EventPattern pattern = EventPattern.of("{\"body\":{\"kind\":[\"parcel\"]}}");

        assertThat(pattern.matchesRecord(Json.object().put("body", "{\"kind\":\"parcel\"}"))).isTrue();
        assertThat(pattern.matchesRecord(Json.object().put("body", "{\"kind\":\"letter\"}"))).isFalse();
        assertThat(pattern.matchesRecord(Json.object().put("body", "parcel"))).isFalse();
    }

    @Test
    void matchesAttributes_readsTypesAsSnsDoes() {
        ObjectNode attributes = (ObjectNode) Json.parse("""
                {"kind":{"DataType":"String","StringValue":"parcel"},"weight":{"DataType":"Number","StringValue":"12"},
                 "zones":{"DataType":"String.Array","StringValue":"[\\"n\\",\\"s\\"]"}}""");

        assertThat(EventPattern.of("{\"weight\":[{\"numeric\":[\">\",10]}],\"zones\":[\"s\"]}").matchesAttributes(attributes)).isTrue();
        assertThat(EventPattern.of("{\"weight\":[\"12\"]}").matchesAttributes(attributes)).isFalse();
    }
}
