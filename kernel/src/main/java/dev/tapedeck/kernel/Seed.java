package dev.tapedeck.kernel;

/**
 * The one seed of a run, from which everything random in it derives by name. Because a draw depends on (seed, name) alone and not on what was
 * drawn before, adding or moving one thing does not shift what others draw.
 *
 * <p>
 * The derivation is frozen: recorded runs depend on it. With {@code mix} the finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable
 * Pseudorandom Number Generators, OOPSLA 2014; constants of Stafford's variant 13) and all arithmetic modulo 2^64:
 *
 * <pre>
 *   a = mix(seed + 0x9e3779b97f4a7c15)
 *   b = mix(a ^ high)
 *   c = mix(b + 0x9e3779b97f4a7c15 ^ low)
 *   substream = (mix(c + rotl(b, 32)), mix(c ^ rotl(a, 17) + 0xd1b54a32d192ed03))
 * </pre>
 *
 * where {@code +} binds tighter than {@code ^}. It spreads names evenly; it is no secret and no cryptography.
 */
public record Seed(long value) {

    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;
    private static final long SECOND = 0xd1b5_4a32_d192_ed03L;

    /** 128 bits that belong to one name under one seed. */
    public record Substream(long high, long low) {

        /** A generator that starts from these bits. */
        public RandomBits bits() {
            return new RandomBits(high, low);
        }
    }

    public Substream substream(long nameHigh, long nameLow) {
        long a = mix(value + GOLDEN);
        long b = mix(a ^ nameHigh);
        long c = mix((b + GOLDEN) ^ nameLow);
        return new Substream(mix(c + Long.rotateLeft(b, 32)), mix(c ^ (Long.rotateLeft(a, 17) + SECOND)));
    }

    static long mix(long bits) {
        long z = bits;
        z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return z ^ (z >>> 31);
    }
}
