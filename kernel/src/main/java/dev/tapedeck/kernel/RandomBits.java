package dev.tapedeck.kernel;

/**
 * A stream of random bits from 128 bits of state: xoroshiro128++ 1.0 (Blackman and Vigna, https://prng.di.unimi.it/xoroshiro128plusplus.c).
 * Written out here rather than taken from the JDK, so that a run recorded today is the same run on any later JDK.
 */
public final class RandomBits {

    private long first;
    private long second;

    RandomBits(long first, long second) {
        // The all-zero state is the generator's one fixed point.
        this.first = (first | second) == 0 ? 1 : first;
        this.second = second;
    }

    public long next() {
        long result = Long.rotateLeft(first + second, 17) + first;
        long mixed = first ^ second;
        first = Long.rotateLeft(first, 49) ^ mixed ^ (mixed << 21);
        second = Long.rotateLeft(mixed, 28);
        return result;
    }

    /** Evenly from 0 to {@code bound - 1}: draws again where the last, incomplete round of the range was hit. */
    public int below(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("`bound` must be positive, and is " + bound);
        }
        long draw;
        long value;
        do {
            draw = next() >>> 1;
            value = draw % bound;
        } while (draw - value + (bound - 1) < 0);
        return (int) value;
    }
}
