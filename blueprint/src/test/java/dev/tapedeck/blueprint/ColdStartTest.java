package dev.tapedeck.blueprint;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How cold starts are spelled, on the command line and in a blueprint. */
class ColdStartTest {

    private static ColdStart inBlueprint(String flow) {
        return Blueprint.parse("system.yaml", "tapedeck: 1\nsystem: s\nfunctions:\n  f: { kind: recorded, coldStart: " + flow + " }\n",
                Path.of("/base")).functions().getFirst().coldStart();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"recorded | { mode: recorded }", "none | { mode: none }",
            "fixed:250ms | { mode: fixed, duration: 250ms }", "sampled:180ms,1s | { mode: sampled, durations: [180ms, 1s] }",
            "sampled:python3.12 | { mode: sampled, preset: python3.12 }", "always | { mode: always }",
            "always:2s | { mode: always, duration: 2s }"})
    void shortSpelling_andBlueprint_sayTheSame(String spelled, String flow) {
        assertThat(ColdStart.parse(spelled)).isEqualTo(inBlueprint(flow));
    }

    @Test
    void preset_isTheMeasuredSample() {
        assertThat(ColdStart.parse("sampled:nodejs22.x").nanos()).hasSize(10).contains(154_970_000L);
        assertThat(InitDurations.PRESETS.values()).allSatisfy(sample -> assertThat(sample).hasSize(10).allMatch(n -> n > 10_000_000));
    }

    @Test
    void presets_areThoseOfTheSchema() {
        JsonNode preset = dev.tapedeck.recording.Json.parse(SchemaCheck.text()).at("/$defs/coldStart/properties/preset/enum");
        assertThat(preset.valueStream().map(JsonNode::stringValue).toList())
                .containsExactlyInAnyOrderElementsOf(InitDurations.PRESETS.keySet());
    }

    @Test
    void notGiven_isAsRecorded() {
        assertThat(Blueprint.parse("s", "tapedeck: 1\nsystem: s\nfunctions: { f: { kind: recorded } }", Path.of("/base")).functions())
                .extracting(Blueprint.Function::coldStart).isEqualTo(List.of(ColdStart.AS_RECORDED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sometimes", "fixed", "fixed:1s,2s", "fixed:", "fixed:soon", "sampled", "sampled:cobol", "none:1s",
            "recorded:1s", "always:16m", "fixed:999999999d"})
    void whatIsNoMode_isRefusedInASentence(String spelled) {
        assertThatThrownBy(() -> ColdStart.parse(spelled)).isInstanceOf(IllegalArgumentException.class).message().contains("`")
                .doesNotContain("\n");
    }
}
