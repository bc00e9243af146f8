package dev.tapedeck.cli;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TapedeckTest {
    @Test
    void version_isTheBuilds() {
        assertThat(Version.current()).matches(Pattern.compile("\\d+\\.\\d+\\.\\d+"));
    }

    @Test
    void run_unknownCommand_isAUsageError() {
        assertThat(Tapedeck.run("no-such-command")).isEqualTo(2);
    }

    @Test
    void run_help_isAnOutcome() {
        assertThat(Tapedeck.run("--help")).isZero();
    }
}
