package dev.tapedeck.kernel;

import java.nio.ByteBuffer;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SeedTest {

    @Test
    void substream_frozenVectors_neverChange() {
        assertThat(new Seed(0).substream(0, 0)).isEqualTo(new Seed.Substream(0x69168df4acbae902L, 0xc552979bc837b375L));
        assertThat(new Seed(42).substream(1, 2)).isEqualTo(new Seed.Substream(0xc888ce4b27b8a567L, 0x24c236323ede3fc4L));
        assertThat(new Seed(-1).substream(Long.MIN_VALUE, 7)).isEqualTo(new Seed.Substream(0x0716b386a993e94aL, 0xca257824183d23a4L));
    }

    @Test
    void substream_everyInputBit_changesHalfOfTheOutput() {
        RandomBits bits = new Seed(7).substream(1, 1).bits();
        long flipped = 0;
        int trials = 0;
        for (int round = 0; round < 200; round++) {
            long[] input = {bits.next(), bits.next(), bits.next()};
            Seed.Substream base = new Seed(input[0]).substream(input[1], input[2]);
            for (int bit = 0; bit < 192; bit++) {
                long[] turned = input.clone();
                turned[bit / 64] ^= 1L << bit % 64;
                Seed.Substream other = new Seed(turned[0]).substream(turned[1], turned[2]);
                int distance = Long.bitCount(base.high() ^ other.high()) + Long.bitCount(base.low() ^ other.low());
                assertThat(distance).isBetween(20, 108);
                flipped += distance;
                trials++;
            }
        }
        assertThat((double) flipped / trials).isCloseTo(64, within(0.3));
    }

    @Test
    void substream_neighbouringNames_shareNothing() {
        TreeSet<Long> seen = new TreeSet<>();
        for (long name = 0; name < 1000; name++) {
            Seed.Substream substream = new Seed(1).substream(name, name);
            seen.add(substream.high());
            seen.add(substream.low());
        }
        assertThat(seen).hasSize(2000);
    }

    @Test
    void next_againstTheJdk_isXoroshiro128PlusPlus() {
        long high = 0x0123_4567_89ab_cdefL;
        long low = 0x0fed_cba9_8765_4321L;
        RandomGenerator jdk = RandomGeneratorFactory.of("Xoroshiro128PlusPlus")
                .create(ByteBuffer.allocate(16).putLong(high).putLong(low).array());
        RandomBits ours = new Seed.Substream(high, low).bits();
        for (int draw = 0; draw < 1000; draw++) {
            assertThat(ours.next()).isEqualTo(jdk.nextLong());
        }
    }

    @Test
    void below_manyDraws_areEven() {
        RandomBits bits = new Seed(5).substream(3, 4).bits();
        int[] counts = new int[7];
        for (int draw = 0; draw < 70_000; draw++) {
            counts[bits.below(7)]++;
        }
        assertThat(java.util.Arrays.stream(counts).boxed()).allMatch(count -> count > 9_500 && count < 10_500);
    }
}
