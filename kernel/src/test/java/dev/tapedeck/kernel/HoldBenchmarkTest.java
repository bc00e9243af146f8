package dev.tapedeck.kernel;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HoldBenchmarkTest {

    /** A floor far below the goal of 5 M/s: it catches an accidental O(n), not a slow machine. */
    @Test
    void hold_manyPending_isNotLinear() {
        assertThat(HoldBenchmark.operationsPerSecond(100_000, 200_000, 3)).isGreaterThan(100_000);
    }
}
