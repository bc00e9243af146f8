package dev.tapedeck.testkit;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NeedsTest {
    @Test
    void check_there_letsTheTestRun() {
        assertThatCode(() -> Needs.check("x", true, true)).doesNotThrowAnyException();
    }

    @Test
    void check_missing_skips() {
        assertThatThrownBy(() -> Needs.check("x", false, false)).isInstanceOf(TestAbortedException.class).hasMessageContaining("`x`");
    }

    @Test
    void check_missingInCi_fails() {
        assertThatThrownBy(() -> Needs.check("x", false, true)).isInstanceOf(AssertionError.class).hasMessageContaining("`x`");
    }

    @Test
    void works_tellsWhatRunsFromWhatDoesNot() {
        assertThat(Needs.works("true")).isTrue();
        assertThat(Needs.works("false")).isFalse();
        assertThat(Needs.works("no-such-program-here")).isFalse();
    }
}
