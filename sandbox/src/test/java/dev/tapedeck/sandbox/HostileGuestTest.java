package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Guests that do not keep to the protocol: whatever they send, the last step says what was wrong, and nothing is thrown. */
class HostileGuestTest {

    private static final Guest.Clock CLOCK = new Guest.Clock(0, 0, 0);
    private static final byte[] GREETING = frame(Frames.HELLO, 1, "v20".getBytes(StandardCharsets.UTF_8));
    private static final byte[] IDLE = frame(Frames.FromGuest.IDLE, ByteBuffer.allocate(17).putDouble(Double.POSITIVE_INFINITY)
            .putDouble(Double.POSITIVE_INFINITY).array());

    /** A guest that says what it says, whatever it is told. */
    private static final class Scripted implements Launch {
        private final InputStream script;
        private boolean killed;

        Scripted(byte[]... frames) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] frame : frames) {
                all.writeBytes(frame);
            }
            this.script = new ByteArrayInputStream(all.toByteArray());
        }

        @Override
        public InputStream fromGuest() {
            return script;
        }

        @Override
        public OutputStream toGuest() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void end() {
            killed = true;
        }

        @Override
        public void kill() {
            killed = true;
        }

        @Override
        public Scratch scratch() {
            return Scratch.unreachable("there is no process");
        }

        @Override
        public boolean awaitEnd(Scratch seen) {
            return killed;
        }

        @Override
        public String reasonOfDeath() {
            return "the guest's process ended with exit code 0";
        }
    }

    private static byte[] frame(int type, byte[] payload) {
        return ByteBuffer.allocate(5 + payload.length).putInt(1 + payload.length).put((byte) type).put(payload).array();
    }

    private static byte[] frame(int type, int first, byte[] rest) {
        return frame(type, ByteBuffer.allocate(1 + rest.length).put((byte) first).put(rest).array());
    }

    private static Guest.Yield start(Launch launch) {
        try (Watchdog watchdog = new Watchdog(Duration.ofSeconds(30))) {
            return new GuestProcess(launch, watchdog, "{}").start(CLOCK, new Guest.Entropy(1, 2));
        }
    }

    private static void assertDies(String reason, byte[]... frames) {
        Scripted launch = new Scripted(frames);
        assertThat(start(launch).steps().getLast()).isEqualTo(new Step.Died(reason));
        assertThat(launch.killed).isTrue();
    }

    @Test
    void start_frameLargerThanAllowed_dies() {
        assertDies("the guest sent a frame of 4294967295 bytes where 16777216 are allowed", new byte[]{-1, -1, -1, -1, 1});
    }

    @Test
    void start_emptyFrame_dies() {
        assertDies("the guest sent a frame of 0 bytes where 16777216 are allowed", new byte[4]);
    }

    @Test
    void start_noGreeting_dies() {
        assertDies("the guest sent frame 7 before its greeting", frame(Frames.FromGuest.READY, new byte[0]));
    }

    @Test
    void start_otherVersion_dies() {
        assertDies("the guest speaks version 9 of the protocol, not 1", frame(Frames.HELLO, 9, new byte[0]));
    }

    @Test
    void start_greetsTwice_dies() {
        assertDies("the guest greeted twice", GREETING, GREETING);
    }

    @Test
    void start_unknownFrame_dies() {
        assertDies("the guest sent a frame of the unknown type 99", GREETING, frame(99, new byte[0]));
    }

    @Test
    void start_frameTooShort_dies() {
        assertDies("the guest sent a frame that ends too early", GREETING, frame(Frames.FromGuest.CLOSE, new byte[3]));
    }

    @Test
    void start_sizeBeyondTheFrame_dies() {
        assertDies("the guest sent a frame that ends too early", GREETING,
                frame(Frames.FromGuest.RAISED, new byte[]{0x7f, -1, -1, -1, 'x'}));
    }

    @Test
    void start_frameTooLong_dies() {
        assertDies("the guest sent a frame with 2 bytes too many", GREETING, frame(Frames.FromGuest.READY, new byte[2]));
    }

    @Test
    void start_textIsNotUtf8_dies() {
        assertDies("the guest sent text that is not UTF-8", GREETING, frame(Frames.FromGuest.LOG, 0, new byte[]{(byte) 0xc3, 0x28}));
    }

    @Test
    void start_timerIsNotANumber_dies() {
        byte[] idle = frame(Frames.FromGuest.IDLE, ByteBuffer.allocate(17).putDouble(Double.NaN).putDouble(1).array());

        assertDies("the guest gave NaN as the moment of a timer", GREETING, idle);
    }

    @Test
    void start_yieldsWithoutEnd_dies() {
        byte[] log = frame(Frames.FromGuest.LOG, 0, new byte[1 << 20]);
        byte[][] flood = new byte[80][];
        java.util.Arrays.fill(flood, log);
        flood[0] = GREETING;

        assertDies("the guest yielded more than 67108864 bytes without coming to rest", flood);
    }

    @Test
    void start_channelEnds_diesAsTheProcessDid() {
        Scripted launch = new Scripted(GREETING, IDLE, new byte[]{0, 0});

        assertThat(start(launch).steps()).containsExactly(new Step.Died("the guest's process ended with exit code 0"));
    }

    @Test
    void start_whatWasYieldedBeforeTheBreach_isKept() {
        Scripted launch = new Scripted(GREETING, IDLE, frame(Frames.FromGuest.LOG, 1, "last words".getBytes(StandardCharsets.UTF_8)),
                frame(99, new byte[0]));

        assertThat(start(launch).steps()).containsExactly(new Step.Log(true, "last words"),
                new Step.Died("the guest sent a frame of the unknown type 99"));
    }

    /** Ten thousand scripts of random frames: an answer to each, an exception to none; nearly all are breaches. */
    @Test
    void start_randomFrames_alwaysYields() {
        int died = 0;
        SplittableRandom random = new SplittableRandom(20_261_120);
        for (int i = 0; i < 10_000; i++) {
            byte[][] frames = new byte[2 + random.nextInt(6)][];
            frames[0] = GREETING;
            frames[1] = IDLE;
            for (int j = 2; j < frames.length; j++) {
                byte[] payload = new byte[random.nextInt(40)];
                new Random(random.nextLong()).nextBytes(payload);
                frames[j] = frame(random.nextInt(14), payload);
            }
            Guest.Yield yield = start(new Scripted(frames));
            died += !yield.steps().isEmpty() && yield.steps().getLast() instanceof Step.Died ? 1 : 0;
        }
        assertThat(died).isGreaterThan(9_900);
    }

    @Test
    void start_nothingCanBeWritten_dies() {
        Launch deaf = new Launch() {
            @Override
            public InputStream fromGuest() {
                return InputStream.nullInputStream();
            }

            @Override
            public OutputStream toGuest() {
                return new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };
            }

            @Override
            public void end() {
                kill();
            }

            @Override
            public void kill() {
                throw new UncheckedIOException(new IOException("not to be called"));
            }

            @Override
            public Scratch scratch() {
                throw new UncheckedIOException(new IOException("not to be called"));
            }

            @Override
            public boolean awaitEnd(Scratch seen) {
                throw new UncheckedIOException(new IOException("not to be called"));
            }

            @Override
            public String reasonOfDeath() {
                return "the guest's process ended with signal 9";
            }
        };
        assertThat(start(deaf).steps()).containsExactly(new Step.Died("the guest's process ended with signal 9"));
    }
}
