package dev.tapedeck.capture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Keys come apart at their separators, which stay, so that what is put together again is the key. */
class OutlinesTest {

    @Test
    void tokens_key_areWhatStandsBetweenSeparatorsAndThese() {
        assertThat(Outlines.tokens("INVOICE#7f3a#CLOSING")).containsExactly("INVOICE", "#", "7f3a", "#", "CLOSING");
        assertThat(Outlines.tokens("#a||b:")).containsExactly("#", "a", "|", "|", "b", ":");
        assertThat(Outlines.tokens("plain")).containsExactly("plain");
        assertThat(Outlines.tokens("")).containsExactly("");
    }
}
