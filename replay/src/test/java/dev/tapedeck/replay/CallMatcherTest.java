package dev.tapedeck.replay;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CallMatcherTest {

    private static Call recorded(int ordinal, String operation, String input) {
        return new Call(new Name(1, ordinal), 1, new Name(0, 1), ordinal, "invoices", "dynamodb", operation,
                Payload.whole(Json.parse(input)), new Call.Unrecorded(), new Moment(ordinal), new Moment(ordinal), Call.Effect.UNKNOWN);
    }

    private static Wire.TypedCall made(String operation, String input) {
        return new Wire.TypedCall("dynamodb", operation, "invoices", Json.parse(input));
    }

    private static CallMatcher matcher(boolean strict, Call... calls) {
        return new CallMatcher(List.of(calls), strict, new Bindings());
    }

    @Test
    void take_parallelCallsInOtherOrder_matchesByValue() {
        CallMatcher matcher = matcher(true, recorded(1, "GetItem", "{\"Key\":{\"pk\":{\"S\":\"A\"}}}"),
                recorded(2, "GetItem", "{\"Key\":{\"pk\":{\"S\":\"B\"}}}"));
        assertThat(matcher.take("invoices", made("GetItem", "{\"Key\":{\"pk\":{\"S\":\"B\"}}}"), null).recorded().ordinal()).isEqualTo(2);
        assertThat(matcher.take("invoices", made("GetItem", "{\"Key\":{\"pk\":{\"S\":\"A\"}}}"), null).recorded().ordinal()).isEqualTo(1);
    }

    @Test
    void take_twoIntendedEqualSends_matchesByOccurrence() {
        CallMatcher matcher = matcher(true, recorded(1, "PutItem", "{\"Item\":{}}"), recorded(2, "PutItem", "{\"Item\":{}}"));
        assertThat(matcher.take("invoices", made("PutItem", "{\"Item\":{}}"), null).recorded().ordinal()).isEqualTo(1);
        assertThat(matcher.take("invoices", made("PutItem", "{\"Item\":{}}"), null).recorded().ordinal()).isEqualTo(2);
        assertThat(matcher.take("invoices", made("PutItem", "{\"Item\":{}}"), null)).isNull();
    }

    @Test
    void take_whatIfCallOfAnotherKeyFirst_takesNobodysPlace() {
        CallMatcher matcher = matcher(false, recorded(1, "GetItem", "{\"Key\":{\"pk\":{\"S\":\"A\"}}}"));
        assertThat(matcher.take("invoices", made("GetItem", "{\"Key\":{\"pk\":{\"S\":\"B\"}}}"), null)).isNull();
        assertThat(matcher.take("invoices", made("GetItem", "{\"Key\":{\"pk\":{\"S\":\"A\"}}}"), null)).isNotNull();
    }

    @Test
    void take_strictCallOfAnotherKey_isTheRecordedOneMadeOtherwise() {
        CallMatcher matcher = matcher(true, recorded(1, "GetItem", "{\"Key\":{\"pk\":{\"S\":\"A\"}}}"));
        CallMatcher.Match match = matcher.take("invoices", made("GetItem", "{\"Key\":{\"pk\":{\"S\":\"B\"}}}"), null);
        assertThat(match.grade()).isEqualTo(Comparison.Grade.DIFFERENT);
        assertThat(match.differences().getFirst().path()).isEqualTo("$.Key.pk.S");
    }

    @Test
    void take_whatIfConditionAdded_isStillTheSameCall() {
        CallMatcher matcher = matcher(false, recorded(1, "UpdateItem", "{\"Key\":{\"pk\":{\"S\":\"A\"}}}"));
        CallMatcher.Match match = matcher.take("invoices",
                made("UpdateItem", "{\"Key\":{\"pk\":{\"S\":\"A\"}},\"ConditionExpression\":\"attribute_not_exists(x)\"}"), null);
        assertThat(match.recorded().ordinal()).isEqualTo(1);
        assertThat(match.grade()).isEqualTo(Comparison.Grade.DIFFERENT);
    }

    @Test
    void take_otherOperation_matchesNothing() {
        assertThat(matcher(true, recorded(1, "GetItem", "{}")).take("invoices", made("PutItem", "{}"), null)).isNull();
    }
}
