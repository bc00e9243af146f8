package dev.tapedeck.redaction;

import dev.tapedeck.recording.PayloadShape;
import dev.tapedeck.recording.Shape;
import dev.tapedeck.recording.Shape.Field;
import dev.tapedeck.recording.Shape.Format;
import dev.tapedeck.recording.Shape.Text;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Shapes are learned from everybody, so what they may say is less than what an incident may say of itself. */
class ShapeRedactionTest {

    private static final String ID = new ExampleRecording().correlationIds().getFirst();
    private static final byte[] KEY = new byte[PseudonymKey.BYTES];

    private static Field field(String name, String... choices) {
        return new Field(name, new Text(Format.PLAIN, List.of(choices)), false);
    }

    private static List<Field> redacted(Policy policy, Field... fields) {
        PayloadShape shape = new PayloadShape("close-invoice", "closing", "", 9, new Shape.Struct(List.of(fields)), new Shape.Unknown());
        var recording = new ExampleRecording().workflow(ID).withShapes(List.of(shape));
        Shape body = Redaction.apply(recording, policy, PseudonymKey.of(KEY), Literals.NONE).recording().shapes().getFirst().body();
        return ((Shape.Struct) body).fields();
    }

    @Test
    void choices_ofPublicCodes_stay() {
        assertThat(redacted(Policy.DEFAULT, field("currency", "EUR", "SEK"))).containsExactly(field("currency", "EUR", "SEK"));
    }

    @Test
    void choices_ofAnythingElse_go_allOfThemForOne() {
        assertThat(
                redacted(Policy.DEFAULT, field("status", "zorbl", "kwaxy"), field("currency", "EUR", "zorbl"), field("count", "17", "18")))
                .containsExactly(field("status"), field("currency"), field("count"));
    }

    @Test
    void choices_inPersonalFieldsAndCredentials_goWhateverTheyAre() {
        assertThat(redacted(Policy.DEFAULT, field("password", "EUR"), field("email", "EUR"), field("firstName", "EUR")))
                .containsExactly(field("password"), field("email"), field("firstName"));
    }

    @Test
    void choices_thatThePolicyKeeps_stay_butForWhatIsPersonalByItsForm() {
        Policy.Reading reading = Policy.read("p", "version: 1\nkeep: [\"**/tariff\"]\n");
        assertThat(reading).isInstanceOf(Policy.Valid.class);
        Policy policy = ((Policy.Valid) reading).policy();
        assertThat(redacted(policy, field("tariff", "zorbl", "kwaxy"))).containsExactly(field("tariff", "zorbl", "kwaxy"));
        assertThat(redacted(policy, field("tariff", "zorbl", "jo@corp.example.com"))).containsExactly(field("tariff"));
    }

    @Test
    void names_thatAreValues_goWithWhatIsInThem() {
        assertThat(redacted(Policy.DEFAULT, field("currency", "EUR"), field("jo@corp.example.com", "EUR"),
                field("DE89370400440532013000", "EUR")))
                .containsExactly(field("currency", "EUR"));
    }
}
