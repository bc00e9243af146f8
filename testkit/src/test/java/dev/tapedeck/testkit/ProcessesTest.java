package dev.tapedeck.testkit;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessesTest {

    @Test
    void endsWithin_processThatGoesOn_no() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(Processes.endsWithin(1, process.toHandle())).isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(Processes.hasEnded(process.toHandle())).isTrue();
    }

    /** A shell that becomes something else never asks for what it had started before. */
    @Test
    void endsWithin_endedButNeverAskedFor_yes() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of("sh", "-c", "sleep 1 & echo; exec sleep 60")).start();
        try {
            assertThat(process.getInputStream().read()).isEqualTo('\n');
            ProcessHandle child = process.descendants().findFirst().orElseThrow();
            assertThat(Processes.endsWithin(30, child)).isTrue();
            assertThat(child.isAlive()).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
