package dev.tapedeck.replay;

import dev.tapedeck.recording.Json;
import dev.tapedeck.replay.Comparison.Grade;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Cases that must be told apart when a call is held against the recorded one. */
class ComparisonTest {

    private final Bindings bindings = new Bindings();

    private Grade grade(String recorded, String replayed, String reason) {
        Grade grade = new Comparison(bindings, reason).compare(Json.parse(recorded), Json.parse(replayed)).settle();
        bindings.sawRecorded(Json.parse(recorded));
        bindings.sawReplayed(Json.parse(replayed));
        return grade;
    }

    @Test
    void compare_sameTreeOtherKeyOrder_isEqual() {
        assertThat(grade("{\"a\":1,\"b\":[2,\"x\"]}", "{\"b\":[2,\"x\"],\"a\":1}", null)).isEqualTo(Grade.EQUAL);
    }

    @Test
    void compare_freshIdInCompositeKey_bindsTheIdAlone() {
        Grade grade = grade("{\"pk\":\"INVOICE#7f3a2c1d-aaaa-4bbb-8ccc-000000000001\"}",
                "{\"pk\":\"INVOICE#11112222-3333-4444-8555-666677778888\"}", "drew entropy");
        assertThat(grade).isEqualTo(Grade.BOUND);
        assertThat(bindings.toReplay("x/7f3a2c1d-aaaa-4bbb-8ccc-000000000001/y")).isEqualTo("x/11112222-3333-4444-8555-666677778888/y");
    }

    @Test
    void compare_freshIdWithoutAReason_isDifferent() {
        assertThat(grade("{\"id\":\"aaaaaaaa1\"}", "{\"id\":\"bbbbbbbb1\"}", null)).isEqualTo(Grade.DIFFERENT);
    }

    @Test
    void compare_shortToken_isNeverBound() {
        assertThat(grade("{\"id\":\"abc123\"}", "{\"id\":\"def456\"}", "drew entropy")).isEqualTo(Grade.DIFFERENT);
    }

    @ParameterizedTest
    @CsvSource({"ACCEPTED, DECLINED", "payment-failed, payment-settled", "InvoiceClosed, InvoiceVoided", "PAYMENT_FAILED, PAYMENT_SETTLED",
            "cancelled, confirmed"})
    void compare_anotherWord_saysSomethingElse(String recorded, String replayed) {
        assertThat(grade("{\"status\":\"" + recorded + "\"}", "{\"status\":\"" + replayed + "\"}", "drew entropy"))
                .isEqualTo(Grade.DIFFERENT);
    }

    @ParameterizedTest
    @CsvSource({"aBxQkzRtWq, pLmNoQrSxY", "k2jd83hs9a, qwertyuiop", "qwertyuiop, k2jd83hs9a",
            "V1StGXR8_Z5jdHi6B-myT, aaaaaaaabcdefghijklmn"})
    void compare_drawnText_isBound_thoughItHasNoDigits(String recorded, String replayed) {
        assertThat(grade("{\"id\":\"" + recorded + "\"}", "{\"id\":\"" + replayed + "\"}", "drew entropy")).isEqualTo(Grade.BOUND);
    }

    @Test
    void compare_wordThatRedactionPutIn_isBoundToTheCodesOwn() {
        Bindings redacted = new Bindings(Synthesis.Made.none(ColdStartsTest.recording(List.of())),
                new TreeSet<>(List.of("qzxwvutsr")));
        assertThat(new Comparison(redacted, "drew entropy").compare(Json.parse("{\"status\":\"qzxwvutsr\"}"),
                Json.parse("{\"status\":\"completed\"}")).settle()).isEqualTo(Grade.BOUND);
    }

    @Test
    void compare_valueThatOccurredEarlier_isNotFreshAndDiffers() {
        bindings.sawRecorded(Json.parse("{\"tenant\":\"tenant-0001\"}"));
        assertThat(grade("{\"id\":\"tenant-0001\"}", "{\"id\":\"tenant-0002\"}", "drew entropy")).isEqualTo(Grade.DIFFERENT);
    }

    @Test
    void compare_secondOccurrenceOfABoundId_mustBeTheSame() {
        assertThat(grade("{\"id\":\"aaaaaaaa1\"}", "{\"id\":\"bbbbbbbb1\"}", "drew entropy")).isEqualTo(Grade.BOUND);
        assertThat(grade("{\"id\":\"aaaaaaaa1\"}", "{\"id\":\"bbbbbbbb1\"}", null)).isEqualTo(Grade.BOUND);
        assertThat(grade("{\"id\":\"aaaaaaaa1\"}", "{\"id\":\"cccccccc1\"}", "drew entropy")).isEqualTo(Grade.DIFFERENT);
    }

    @Test
    void compare_twoRecordedIdsForOneReplayed_contradicts() {
        Grade grade = grade("{\"a\":\"aaaaaaaa1\",\"b\":\"aaaaaaaa2\"}", "{\"a\":\"bbbbbbbb1\",\"b\":\"bbbbbbbb1\"}", "drew entropy");
        assertThat(grade).isEqualTo(Grade.DIFFERENT);
    }

    @Test
    void compare_oneDifference_bindsNothing() {
        assertThat(grade("{\"id\":\"aaaaaaaa1\",\"n\":1}", "{\"id\":\"bbbbbbbb1\",\"n\":2}", "drew entropy")).isEqualTo(Grade.DIFFERENT);
        assertThat(bindings.all()).isEmpty();
    }

    @Test
    void compare_clockReadings_pairByKindNotOneToOne() {
        Grade grade = grade("{\"a\":\"2026-01-01T00:00:00.001Z\",\"b\":\"2026-01-01T00:00:00.002Z\"}",
                "{\"a\":\"2026-01-01T00:00:00.000Z\",\"b\":\"2026-01-01T00:00:00.000Z\"}", "read a clock");
        assertThat(grade).isEqualTo(Grade.BOUND);
    }

    @Test
    void compare_clockReadingWithoutAClockRead_isDifferent() {
        assertThat(grade("{\"a\":\"2026-01-01T00:00:00.001Z\"}", "{\"a\":\"2026-01-01T00:00:00.000Z\"}", null)).isEqualTo(Grade.DIFFERENT);
    }

    @Test
    void compare_jsonInsideStrings_ignoresKeyOrderAndBinds() {
        Grade grade = grade("{\"body\":\"{\\\"id\\\":\\\"aaaaaaaa1\\\",\\\"n\\\":1}\"}",
                "{\"body\":\"{\\\"n\\\":1,\\\"id\\\":\\\"bbbbbbbb1\\\"}\"}",
                "drew entropy");
        assertThat(grade).isEqualTo(Grade.BOUND);
    }

    @Test
    void compare_addedHeader_isStructural() {
        Comparison comparison = new Comparison(bindings, null).compare(Json.parse("{\"headers\":{}}"),
                Json.parse("{\"headers\":{\"idempotency-key\":\"k\"}}"));
        assertThat(comparison.settle()).isEqualTo(Grade.DIFFERENT);
        assertThat(comparison.distance()).isGreaterThan(1_000);
        assertThat(comparison.differences().getFirst().path()).isEqualTo("$.headers.idempotency-key");
    }
}
