package dev.tapedeck.kernel;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TraceTest {

    private static Trace trace(String... contents) {
        RunDigest digest = new RunDigest();
        for (int i = 0; i < contents.length; i++) {
            digest.absorb(i + 1, 10L * i, "call " + i, contents[i]);
        }
        return digest.trace();
    }

    @Test
    void hex_frozenVector_neverChanges() {
        assertThat(trace("a", "b").hex()).isEqualTo("d7af4c3726eb31756d8927404d7702a7c4645f3915aaf999a38ae33390c30df7");
    }

    @Test
    void firstDifference_oneByte_namesThatEntry() {
        String[] contents = new String[1000];
        java.util.Arrays.setAll(contents, i -> "content " + i);
        Trace one = trace(contents);
        for (int at : new int[]{0, 1, 499, 998, 999}) {
            String kept = contents[at];
            contents[at] = "other";
            Trace.Difference difference = one.firstDifference(trace(contents)).orElseThrow();
            contents[at] = kept;

            assertThat(difference.position()).isEqualTo(at);
            assertThat(difference.sentence()).isEqualTo("other content in step " + (at + 1) + " at " + 10L * at + " ns: call " + at);
        }
    }

    @Test
    void firstDifference_oneRunEndsEarlier_namesWhatTheOtherDid() {
        Trace.Difference difference = trace("a", "b").firstDifference(trace("a", "b", "c")).orElseThrow();

        assertThat(difference.here()).isNull();
        assertThat(difference.sentence()).isEqualTo("one run ended after 2 entries, the other went on with step 3 at 20 ns: call 2");
    }

    @Test
    void firstDifference_otherTime_saysSo() {
        RunDigest late = new RunDigest();
        late.absorb(1, 5, "call 0", "a");

        assertThat(trace("a").firstDifference(late.trace()).orElseThrow().sentence())
                .isEqualTo("another time in step 1 at 0 ns: call 0 (against 5 ns)");
    }

    @Test
    void absorb_labelAndContentSplitOtherwise_differs() {
        RunDigest one = new RunDigest();
        one.absorb(1, 0, "ab", "c");
        RunDigest other = new RunDigest();
        other.absorb(1, 0, "a", "bc");

        assertThat(one.trace().hex()).isNotEqualTo(other.trace().hex());
    }
}
