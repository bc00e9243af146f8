package dev.tapedeck.replay;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A word of the code where the recording has a pseudonym is named; ids and dates are not. */
class ReplacedLiteralsTest {

    private static List<String> in(String recorded, String replayed) {
        return ReplacedLiterals.in(List.of(new Report.Binding(recorded, replayed, "drew entropy")),
                new TreeSet<>(List.of("FizasolIkunamo")));
    }

    @Test
    void word_whereThePseudonymOfOneStands_isNamed() {
        assertThat(in("FizasolIkunamo", "PaymentSettled")).singleElement().asString().contains("`PaymentSettled`, a literal of the code")
                .contains(
                        "--code and --template");
    }

    @Test
    void idsAndUnredactedValues_areNot() {
        assertThat(in("FizasolIkunamo", "46213121-5e0e-4e15-8a9d-3e49af13ef7f")).isEmpty();
        assertThat(in("FizasolIkunamo", "2026-11-21T09:08:09.149Z")).isEmpty();
        assertThat(in("PaymentSettled", "PaymentFailed")).isEmpty();
    }
}
