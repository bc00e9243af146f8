package dev.tapedeck.recording;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What looks drawn, beside what looks like it and is not. */
class DrawnShapeTest {

    @Test
    void in_randomIdentifiers_areFoundWithinKeys() {
        assertThat(DrawnShape.in("ORDER#7d9f3a52-0f6e-4a51-9b1e-3f2c5d6e7f80#LINE"))
                .containsExactly("7d9f3a52-0f6e-4a51-9b1e-3f2c5d6e7f80");
        assertThat(DrawnShape.in("inv_01ARZ3NDEKTSV4RRFFQ69G5FAV")).containsExactly("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        assertThat(DrawnShape.in("JOB#V1StGXR8_Z5jdHi6B-myT")).containsExactly("V1StGXR8_Z5jdHi6B-myT");
        assertThat(DrawnShape.in("0ujtsYcgvSTl8PAuAdqWYSMnLOv")).containsExactly("0ujtsYcgvSTl8PAuAdqWYSMnLOv");
    }

    @Test
    void in_digestsNamesAndNumbers_areNotFound() {
        assertThat(DrawnShape.in("SEEN#9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")).isEmpty();
        assertThat(DrawnShape.in("MD5#0123456789abcdef0123456789abcdef")).isEmpty();
        assertThat(DrawnShape.in("CONFIG#feature-flags-v2-global")).isEmpty();
        assertThat(DrawnShape.in("2026-11-21T09:08:08.360Z 20261121090808360000001")).isEmpty();
    }

    @Test
    void in_uuidThatIsAHashOfAName_isNotFound() {
        assertThat(DrawnShape.in("886313e1-3b8a-5372-9b90-0c9aee199e5d")).isEmpty();
        assertThat(DrawnShape.in("6fa459ea-ee8a-3ca4-894e-db77e160355e")).isEmpty();
    }
}
