package dev.tapedeck.redaction;

import dev.tapedeck.recording.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values made to keep a reader busy or to overflow its stack. They are so long that whoever looked at the rest anew from every place would look at
 * many thousand million characters.
 */
class HostileValuesTest {
    private static final int LENGTH = 400_000;

    static Stream<Arguments> values() {
        return Stream
                .of("eyJ-", "sk-", "-----BEGIN ", "a:", "1 ", "1-", "1.", "://a:", "a@", "@a.", "%B4", ";4", "bearer ", "DE89", "arn:",
                        "%25",
                        "&amp;", "\\\\", "'", "\"", "=", "a=b&", "{", "[", "(", "ab.", "A-", "00:", "1970-01-01", "4111-", "AKIA", "+49 ",
                        "<a>", "\0", "é")
                .flatMap(part -> Stream.of("", "x", ".b.c").map(end -> Arguments.of(part, end)));
    }

    @ParameterizedTest(name = "`{0}` over and over, then `{1}`")
    @MethodSource("values")
    void find_repeatedPart_ends(String part, String end) {
        String text = part.repeat(LENGTH / part.length()) + end;
        assertThat(Shapes.find(text)).allMatch(found -> found.end() <= text.length());
        assertThat(Entities.find(text)).allMatch(found -> found.end() <= text.length());
    }

    @Test
    void apply_entitiesInsideEntities_endSoonAndDrop() {
        Incident incident = new Incident();
        incident.event.put("note", "&" + "amp;".repeat(100_000) + "lt;qxzanna");
        assertThat(Incident.text(incident.redacted(Literals.NONE))).doesNotContain("qxzanna");
    }

    @Test
    void apply_jsonInsideJsonAllTheWayDown_isReadOrDropped() {
        String text = "\"qxzanna\"";
        for (int level = 0; level < 12; level++) {
            text = "[".repeat(400) + Json.write(StringNode.valueOf(text)) + "]".repeat(400);
        }
        Incident incident = new Incident();
        incident.event.put("note", text);
        assertThat(Incident.text(incident.redacted(Literals.NONE))).doesNotContain("qxzanna");
    }

    @Test
    void apply_hugeValues_areReplaced() {
        Incident incident = new Incident();
        incident.event.put("a", "qxz".repeat(200_000)).put("b", "qxzanna ".repeat(20_000)).put("c", "9".repeat(100_000)).put("d",
                "%71%78".repeat(20_000));
        Redacted redacted = incident.redacted(Literals.NONE);
        assertThat(Incident.text(redacted)).doesNotContain("qxz");
        assertThat(LeakGate.check(new TreeMap<>(Map.copyOf(Incident.entries(redacted))), redacted.replaced()))
                .isInstanceOf(LeakGate.Clean.class);
    }

    @Test
    void pattern_manyStars_looksAtEachPlaceAFewTimes() {
        Looks name = new Looks("a".repeat(2_000));
        assertThat(PathPattern.fits("*a".repeat(50) + "*b", name)).isFalse();
        assertThat(name.count).isLessThan(120L * name.length());
        PathPattern deep = PathPattern.of("**/".repeat(60) + "x");
        assertThat(deep.matches(List.of("a/".repeat(200).split("/", -1)))).isFalse();
    }

    /** A text that counts how often its characters are looked at. */
    private static final class Looks implements CharSequence {
        private final String text;
        private long count;

        Looks(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            count++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            throw new UnsupportedOperationException("not counted");
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
