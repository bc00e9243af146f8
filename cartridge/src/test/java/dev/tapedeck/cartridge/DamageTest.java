package dev.tapedeck.cartridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Every byte of a cartridge damaged in turn: it is refused with a code and a sentence, or it still says exactly what was sealed. */
class DamageTest {
    @TempDir
    Path directory;

    private Path file;
    private byte[] good;
    private int refused;

    @BeforeEach
    void seal() throws IOException {
        file = directory.resolve("damaged.cartridge");
        Cartridge.seal(Sample.request(), Sample.KEY, file);
        good = Files.readAllBytes(file);
    }

    @Test
    void open_anyBitFlipped_neverGivesOtherContent() {
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << (at % 8));
            judge(bad, "bit flipped at " + at);
        }
        assertThat(refused).isGreaterThan(good.length * 99 / 100);
    }

    @Test
    void open_cutAnywhere_isRefused() {
        for (int length = 0; length < good.length; length++) {
            judge(Arrays.copyOf(good, length), "cut to " + length);
        }
        assertThat(refused).isEqualTo(good.length);
    }

    @Test
    void open_bytesOverwritten_neverGivesOtherContent() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            byte[] bad = good.clone();
            int from = random.nextInt(bad.length);
            int to = Math.min(bad.length, from + 1 + random.nextInt(12));
            for (int at = from; at < to; at++) {
                bad[at] = (byte) (random.nextBoolean() ? -1 : random.nextInt(256));
            }
            judge(bad, "seed 7, round " + i);
        }
        assertThat(refused).isGreaterThan(900);
    }

    @Test
    void open_partsSwapped_neverGivesOtherContent() {
        Random random = new Random(11);
        for (int i = 0; i < 1_000; i++) {
            byte[] bad = good.clone();
            int length = 1 + random.nextInt(64);
            System.arraycopy(good, random.nextInt(good.length - length), bad, random.nextInt(good.length - length), length);
            judge(bad, "seed 11, round " + i);
        }
        assertThat(refused).isGreaterThan(900);
    }

    private void judge(byte[] bytes, String what) {
        try {
            Cartridge cartridge = new Opening(CartridgeException.Place.file(file), Sample.trust(), Sample.NOW, Limits.DEFAULT).open(bytes);
            assertThat(cartridge.recording()).as(what).isEqualTo(Sample.recording());
            assertThat(cartridge.statement()).as(what).isEqualTo(Sample.statement());
            assertThat(cartridge.redaction()).as(what).isEqualTo(Sample.redaction());
        } catch (CartridgeException refusal) {
            refused++;
            assertThat(refusal.getMessage()).as(what).startsWith("`" + file + "`").doesNotContain("\n");
        } catch (RuntimeException | java.lang.Error other) {
            Assertions.fail(what, other);
        }
    }
}
