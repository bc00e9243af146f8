package dev.tapedeck.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When the reader looks for bytes before it sleeps, and when it does not. Each look takes ten microseconds here. */
class SpinTest {

    private static final int LOOKS = 6;

    private final Channel channel = new Channel();
    private long nanos;
    private final Spin spin = Spin.by(() -> nanos);

    /** Has something to read from the given look on. */
    private final class Channel extends ByteArrayInputStream {
        private int looks;
        private int empty = Integer.MAX_VALUE;

        Channel() {
            super(new byte[0]);
        }

        @Override
        public synchronized int available() {
            looks++;
            nanos += 10_000;
            return looks > empty ? 1 : 0;
        }
    }

    private int looks(int empty) throws IOException {
        channel.looks = 0;
        channel.empty = empty;
        spin.await(channel);
        return channel.looks;
    }

    @Test
    void await_bytesInTime_looksUntilTheyAreThere() throws IOException {
        assertThat(looks(0)).isEqualTo(1);
        assertThat(looks(3)).isEqualTo(4);
        assertThat(looks(3)).isEqualTo(4);
    }

    @Test
    void await_none_givesUpAndLeavesMoreAndMoreReadsAlone() throws IOException {
        for (int left : new int[]{1, 2, 4}) {
            assertThat(looks(Integer.MAX_VALUE)).isEqualTo(LOOKS);
            for (int i = 0; i < left; i++) {
                assertThat(looks(0)).isZero();
            }
        }
    }

    @Test
    void await_bytesAgainInTime_looksAtEveryReadAgain() throws IOException {
        for (int i = 0; i < 20; i++) {
            looks(Integer.MAX_VALUE);
        }
        int waited = 0;
        while (looks(0) == 0) {
            waited++;
        }

        assertThat(waited).isLessThan(1024);
        assertThat(looks(1)).isEqualTo(2);
    }

    @Test
    void await_never_doesNotLook() throws IOException {
        Spin.never().await(channel);

        assertThat(channel.looks).isZero();
    }

    @Test
    void await_endOfTheChannel_isLeftToTheRead() throws IOException {
        assertThat(looks(Integer.MAX_VALUE)).isEqualTo(LOOKS);
        assertThat(channel.read()).isEqualTo(-1);
    }
}
