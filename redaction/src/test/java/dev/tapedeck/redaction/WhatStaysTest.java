package dev.tapedeck.redaction;

import dev.tapedeck.recording.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stays by a rule is no leak, though a text that is gone said it too, glued to something or in part; what is like it, and does not stay, is
 * one still.
 */
class WhatStaysTest {
    private static final String INSTANT = "2026-03-04T10:00:01.123Z";

    /** Texts as programs write them, with the instants and ids of this very incident. */
    @ParameterizedTest
    @ValueSource(strings = {"began 2026-03-04T10:00:01.123Z and gave up", "waited till 10:00:01.123Z in vain",
            "began 2026-03-04T10%3A00%3A01.123Z and gave up", "asked at 1772618401123 again", "asked at 1772618401123456789 again",
            "moved x/2026-03-04T10:00:01Z_697c1a18-715e-493f-a2cc-ca68876621c7.json away",
            "span ..6b01521fdb59c08b9d76994d29a3eb77 and a-6b01521fdb59c08b9d76994d29a3eb77 are lost",
            "id=x697c1a18-715e-493f-a2cc-ca68876621c7y is odd", "from 2026-03-04 10:00:01 2026-03-04 10:00:02 on",
            "2026-03-04 10:00:01 1772618401123 2026-03-04 10:00:02 on"})
    void apply_textThatSaysWhatStays_isNoLeak(String text) {
        Incident incident = new Incident();
        incident.logBody = StringNode.valueOf(text);
        incident.spanAttributes.put("app.note", text).put("app.at", INSTANT).put("app.epoch", 1_772_618_401_123L)
                .put("app.nanos", 1_772_618_401_123_456_789L).put("app.key", "x/2026-03-04T10:00:01Z_" + Incident.CORRELATION_ID + ".json")
                .put("app.span", "a:" + Incident.TRACE_ID).put("app.odd", "y" + Incident.CORRELATION_ID);
        incident.event.putArray("times").add("2026-03-04 10:00:01").add("2026-03-04 10:00:02").add(1_772_618_401_123L)
                .add("2026-03-04 10:00:02");
        incident.httpHeaders.put("userid", "1").put("x-at-" + INSTANT.toLowerCase(java.util.Locale.ROOT), "1");
        incident.httpBody.put("userId", "1");
        Redacted redacted = incident.redacted(Literals.NONE);
        assertThat(LeakGate.check(Incident.entries(redacted), redacted.replaced())).isInstanceOf(LeakGate.Clean.class);
        assertThat(Incident.text(redacted)).contains(INSTANT, "1772618401123", "1772618401123456789", Incident.CORRELATION_ID);
    }

    /** Put back behind redaction's back. */
    @ParameterizedTest
    @CsvSource({"customer 7d9f3a52-0f6e-4a51-9b1e-3f2c5d6e7f80 is gone, 7d9f3a52-0f6e-4a51-9b1e-3f2c5d6e7f80",
            "customer x-7d9f3a520f6e4a519b1e3f2c5d6e7f80 is gone, 7D9F3A520F6E4A519B1E3F2C5D6E7F80",
            "key K697c1a18/ca68876621c8 is gone, ca68876621c8", "born 1971-02-03 as qx1971-02-03T10 there, qx1971-02-03T10",
            "call 1672618401123 now please, 1672618401123", "paid DE89370400440532013000 on 2026-03-04 here, DE89 3704 0044 0532 0130 00",
            "card%204929123456789015%20is%20gone, 4929-1234-5678-9015", "see 10:00:qx.123Z ok there, qx.123Z",
            "the qxuserid of somebody now, the qxUserId of somebody"})
    void check_textThatSaysTheLike_isFound(String text, String leaked) {
        Incident incident = new Incident();
        incident.logBody = StringNode.valueOf(text);
        Redacted redacted = incident.redacted(Literals.NONE);
        SortedMap<String, byte[]> entries = Incident.entries(redacted);
        assertThat(LeakGate.check(entries, redacted.replaced())).isInstanceOf(LeakGate.Clean.class);
        entries.put("z.json", Json.write(Json.object().put("a", leaked)).getBytes(StandardCharsets.UTF_8));
        assertThat(LeakGate.check(entries, redacted.replaced())).as(leaked).isInstanceOf(LeakGate.Leaks.class);
    }

    /** A person's name within an id that stays is a leak all the same. */
    @Test
    void check_nameInsideAnIdThatStays_isFound() {
        Incident incident = new Incident();
        incident.labels.put("correlationId", "req-qxannaschmidt-4711");
        incident.event.putObject("customer").put("name", "qxannaschmidt");
        Redacted redacted = incident.redacted(Literals.NONE);
        assertThat(LeakGate.check(Incident.entries(redacted), redacted.replaced())).isInstanceOf(LeakGate.Leaks.class);
    }

    /** A double whose digits pass for those of a card is not refused, and shows no more of them than a string would. */
    @Test
    void apply_decimalsThatPassForCards_areNoCards() {
        List<String> decimals = List.of("652.3695412655697102", "629057526.9698384", "25461.82270747424", "54768499277608.47",
                "-4.929123456789015",
                "4929123456789.015", "4.539578763621486E-3");
        assertThat(decimals.subList(0, 6)).anyMatch(decimal -> !Shapes.find(decimal).isEmpty());
        Incident incident = new Incident();
        decimals.forEach(decimal -> incident.event.withArray("/latencies").add(Json.parse(decimal)));
        incident.spanAttributes.set("app.latency", Json.parse(decimals.getFirst()));
        Redacted redacted = incident.redacted(Literals.NONE);
        assertThat(LeakGate.check(Incident.entries(redacted), redacted.replaced())).isInstanceOf(LeakGate.Clean.class);
        assertThat(Incident.text(redacted)).doesNotContain("929123456789", "4.9291234");
    }

    /** An instant far away that a shift makes the number of a card would have been refused, one in ten. */
    @Test
    void apply_instantsFarAway_areNoCards() {
        Incident incident = new Incident();
        for (int i = 0; i < 300; i++) {
            incident.event.withArray("/expiresAt").add(4_102_444_800_000L + i * 7_919L);
        }
        Redacted redacted = incident.redacted(Literals.NONE);
        assertThat(LeakGate.check(Incident.entries(redacted), redacted.replaced())).isInstanceOf(LeakGate.Clean.class);
    }

    @Test
    void apply_addressBehindABackslash_isReplaced() {
        Incident incident = new Incident();
        incident.spanName = "load\\t93.184.216.34\\tqx";
        incident.spanAttributes.put("faas.qx", "load\\t93.184.216.34");
        Redacted redacted = incident.redacted(Literals.NONE);
        assertThat(Incident.text(redacted)).doesNotContain("93.184.216.34", "184.216.34");
        assertThat(LeakGate.check(Incident.entries(redacted), redacted.replaced())).isInstanceOf(LeakGate.Clean.class);
    }
}
