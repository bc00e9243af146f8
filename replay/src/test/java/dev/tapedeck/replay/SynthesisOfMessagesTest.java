package dev.tapedeck.replay;

import dev.tapedeck.recording.Delivery;
import dev.tapedeck.recording.Environment;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Message;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.PayloadShape;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.Shape;
import dev.tapedeck.recording.Shape.Field;
import dev.tapedeck.recording.Shape.Format;
import dev.tapedeck.recording.Shape.Text;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class SynthesisOfMessagesTest {

    private static final Moment AT = Moment.ofEpochMillis(1_000);
    private static final Shape BODY = new Shape.Struct(List.of(field("id", Format.CORRELATION_ID), field("email", Format.EMAIL),
            new Field("kind", new Text(Format.PLAIN, List.of("card", "sepa")), false), new Field("amount", new Shape.Quantity(true), false),
            new Field("extra", new Shape.Packed(new Shape.Struct(List.of(field("by", Format.UUID)))), true)));

    private static Field field(String name, Format format) {
        return new Field(name, new Text(format, List.of()), false);
    }

    private static Recording recording(Payload body, Message.Origin origin) {
        Name message = Naming.root("q", "1");
        Name delivery = Naming.delivery(message, "f", 1);
        return new Recording(new TreeMap<>(Map.of("correlationId", "c-1")), AT, AT, List.of(),
                List.of(new Message(message, "q", origin, null, "", body, new TreeMap<>(), AT)),
                List.of(new Delivery(delivery, message, "f", 1, AT, Naming.invocation("f", List.of(delivery)), false)), List.of(),
                List.of(),
                List.of(), List.of(), List.of(), InitialState.EMPTY, Environment.UNKNOWN, List.of(), List.of(),
                List.of(new PayloadShape("f", "q", "", 7, BODY, new Shape.Unknown())));
    }

    private static Synthesis.Made made(Payload body, long seed) {
        return Synthesis.of(recording(body, new Message.External("1")), seed);
    }

    private static JsonNode body(Synthesis.Made made) {
        return made.recording().messages().getFirst().body().value();
    }

    @Test
    void of_nothingKnown_fillsEveryField_knownIdsWithTheLabels() {
        Synthesis.Made made = made(Payload.absent(), 3);
        assertThat(body(made).path("id").asString()).isEqualTo("c-1");
        assertThat(body(made).path("kind").asString()).isIn("card", "sepa");
        assertThat(made.filled().getFirst().paths()).containsExactly("body.id (the correlation id)", "body.email", "body.kind",
                "body.amount", "body.extra(json).by");
        assertThat(made.values()).contains(body(made).path("email").asString(), body(made).path("amount").asString()).doesNotContain("c-1");
        assertThat(made.recording().messages().getFirst().body().coverage()).isEqualTo(Payload.Coverage.SYNTHETIC);
    }

    @Test
    void of_equalSeeds_areEqual_andOthersDiffer() {
        assertThat(made(Payload.absent(), 3)).isEqualTo(made(Payload.absent(), 3));
        assertThat(body(made(Payload.absent(), 3))).isNotEqualTo(body(made(Payload.absent(), 4)));
    }

    @Test
    void of_part_keepsWhatIsKnown_andAddsNoOptionalField() {
        Synthesis.Made made = made(new Payload(Json.parse("{\"email\":\"a@b.example\",\"kind\":\"[redacted]\",\"more\":1}"),
                Payload.Coverage.REDACTED), 3);
        assertThat(body(made).path("email").asString()).isEqualTo("a@b.example");
        assertThat(body(made).path("more").asInt()).isEqualTo(1);
        assertThat(made.filled().getFirst().paths()).containsExactly("body.id (the correlation id)", "body.kind", "body.amount");
    }

    @Test
    void of_spreadOverAttributes_takesNumbersForNumbers() {
        Synthesis.Made made = made(new Payload(Json.parse("{\"id\":\"c-1\",\"email\":\"a@b.example\",\"kind\":\"sepa\",\"amount\":\"12\"}"),
                Payload.Coverage.FLATTENED), 3);
        assertThat(body(made).path("amount").isIntegralNumber()).isTrue();
        assertThat(made.filled().getFirst().paths()).isEmpty();
    }

    @Test
    void of_whatWasSentWithin_orIsWhole_isLeftAlone() {
        Recording sent = recording(Payload.absent(), new Message.Emitted(Naming.root("x", "y"), 1, 0));
        assertThat(Synthesis.of(sent, 3)).isEqualTo(Synthesis.Made.none(sent));
        assertThat(made(Payload.whole(Json.object()), 3).filled()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void text_ofEveryFormat_isOfIt(Format format) {
        for (int seed = 0; seed < 50; seed++) {
            String text = MadeUpText.of(format, new dev.tapedeck.kernel.Seed(seed).substream(1, 2).bits());
            assertThat(text).as("%s, seed %d", format, seed).matches(switch (format) {
                case PLAIN, TENANT -> "synthetic-[0-9a-f]{6,8}";
                case UUID, CORRELATION_ID -> "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}";
                case DATE_TIME -> "20[0-2]\\d-[01]\\d-[0-2]\\dT[0-2]\\d:[0-5]\\d:[0-5]\\d\\.000Z";
                case DATE -> "20[0-2]\\d-[01]\\d-[0-2]\\d";
                case EMAIL -> "[^@]+@example\\.invalid";
                case IBAN -> "DE\\d{20}";
                case CARD_NUMBER -> "411111\\d{10}";
                case URI -> "https://example\\.invalid/\\S+";
                case IPV4 -> "192\\.0\\.2\\.\\d{1,3}";
                case DIGITS -> "\\d{8}";
                case DECIMAL -> "\\d{3}\\.\\d\\d";
                case HEX -> "[0-9a-f]{32}";
            });
            if (format == Format.IBAN) {
                assertThat(new BigInteger(text.substring(4) + "1314" + text.substring(2, 4)).mod(BigInteger.valueOf(97))).isEqualTo(1);
            }
            if (format == Format.CARD_NUMBER) {
                assertThat(checkSum(text) % 10).as("%s, seed %d", text, seed).isZero();
            }
        }
    }

    private static int checkSum(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        }
        return sum;
    }
}
