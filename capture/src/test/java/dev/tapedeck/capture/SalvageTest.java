package dev.tapedeck.capture;

import dev.tapedeck.recording.Json;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class SalvageTest {

    private static final String EVENT = "{\"version\":\"2.0\",\"n\":-12.5e3,\"flag\":true,\"headers\":{\"a\":\"x\\\"y\",\"b\":null},"
            + "\"list\":[1,{\"k\":[]},\"z\"],\"body\":\"{\\\"amount\\\":12,\\\"who\\\":{\\\"name\\\":\\\"Ada\\\"}}\"}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"a\":1,\"b\":2 | {\"a\":1}", "{\"a\":\"whole\",\"b\":\"cu | {\"a\":\"whole\"}",
            "{\"a\":{\"b\":[1,2 | {\"a\":{\"b\":[1]}}", "[{\"a\":true},{\"b\":tru | [{\"a\":true},{}]", "{\"a\" | {}", "{\"a\": | {}",
            "{\"a\":1,\"b\\u00 | {\"a\":1}", "{ | {}", "[ | []"})
    void tree_cut_keepsWhatStandsBeforeTheCut(String cut, String kept) {
        assertThat(Salvage.tree(cut)).isEqualTo(Json.parse(kept));
    }

    @Test
    void tree_cutInsideJsonInAString_keepsAsMuchOfThat() {
        String cut = EVENT.substring(0, EVENT.indexOf("Ada"));
        JsonNode kept = Salvage.tree(cut);
        assertThat(kept.path("body").stringValue()).isEqualTo("{\"amount\":12,\"who\":{}}");
        assertThat(kept.path("n").decimalValue()).isEqualByComparingTo("-12500");
    }

    @Test
    void tree_cutAnywhere_isAPartAndNeverThrows() {
        JsonNode whole = Json.parse(EVENT);
        IntStream.range(1, EVENT.length()).forEach(end -> {
            JsonNode part = Salvage.tree(EVENT.substring(0, end));
            assertThat(part.isObject()).as("cut at %s", end).isTrue();
            part.properties().stream().filter(e -> !e.getValue().isContainer() && !e.getKey().equals("body"))
                    .forEach(e -> assertThat(e.getValue()).as("cut at %s", end).isEqualTo(whole.get(e.getKey())));
        });
        assertThat(Salvage.tree(EVENT)).isEqualTo(whole);
    }

    @Test
    void tree_noJson_staysText() {
        assertThat(Salvage.tree("plain te").stringValue()).isEqualTo("plain te");
    }

    @Test
    void tree_nestedTooDeep_ends() {
        assertThat(Salvage.tree("[".repeat(100_000)).isArray()).isTrue();
    }
}
