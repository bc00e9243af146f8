package dev.tapedeck.capture;

import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Shape;
import dev.tapedeck.recording.Shape.Field;
import dev.tapedeck.recording.Shape.Format;
import dev.tapedeck.recording.Shape.Text;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ShapeLearnerTest {

    private static final ShapeLearner.Known KNOWN = new ShapeLearner.Known(Set.of("c-1"), Set.of("acme"));

    private static Shape of(String... values) {
        ShapeLearner learner = new ShapeLearner();
        for (String value : values) {
            learner.see(Json.parse(value), KNOWN);
        }
        return learner.shape();
    }

    @Test
    void shape_objects_haveTheirFieldsInOrder_optionalWhereOneLacksIt() {
        assertThat(of("{\"b\":1,\"a\":true}", "{\"b\":2,\"c\":1.5}", "{\"b\":3,\"a\":null}")).isEqualTo(new Shape.Struct(List.of(
                new Field("b", new Shape.Quantity(true), false), new Field("a", new Shape.Flag(), true),
                new Field("c", new Shape.Quantity(false), true))));
    }

    @Test
    void shape_jsonInAString_isPacked() {
        assertThat(of("\"{\\\"x\\\":[1]}\"")).isEqualTo(new Shape.Packed(new Shape.Struct(List.of(
                new Field("x", new Shape.Sequence(new Shape.Quantity(true)), false)))));
    }

    @Test
    void shape_idsOfItsWorkflow_areTold() {
        assertThat(of("\"c-1\"")).isEqualTo(new Text(Format.CORRELATION_ID, List.of("c-1")));
        assertThat(of("\"acme\"")).isEqualTo(new Text(Format.TENANT, List.of("acme")));
    }

    @Test
    void shape_manyTexts_areNoEnumeration() {
        String[] many = java.util.stream.IntStream.range(0, 9).mapToObj(i -> "\"v" + i + "\"").toArray(String[]::new);
        assertThat(of(many)).isEqualTo(new Text(Format.PLAIN, List.of()));
    }

    @Test
    void shape_severalKinds_isTheCommonest() {
        assertThat(of("1", "\"x\"", "2")).isEqualTo(new Shape.Quantity(true));
        assertThat(of("null")).isEqualTo(new Shape.Unknown());
    }

    @ParameterizedTest
    @CsvSource({"f81d4fae-7dec-11d0-a765-00a0c91e6bf6,UUID", "2026-03-01T12:00:00.001Z,DATE_TIME", "2026-03-01,DATE", "a@b.example,EMAIL",
            "DE89370400440532013000,IBAN", "GB00WEST12345698765432,PLAIN", "4111111111111111,CARD_NUMBER", "4111111111111112,DIGITS",
            "https://x.example/a,URI", "192.0.2.7,IPV4", "12.50,DECIMAL", "9f86d081884c7d659a2feaa0,HEX", "plain words,PLAIN"})
    void format_isToldByForm(String text, Format format) {
        assertThat(TextFormats.of(text)).isEqualTo(format);
    }
}
