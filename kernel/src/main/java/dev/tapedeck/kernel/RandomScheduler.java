package dev.tapedeck.kernel;

/** Picks uniformly from a seed: the plainest sampler, against which cleverer ones are measured. */
final class RandomScheduler implements Scheduler {

    private final RandomBits bits;
    private final long slackNanos;

    RandomScheduler(Seed seed, long slackNanos) {
        if (slackNanos < 0) {
            throw new IllegalArgumentException("`slackNanos` must not be negative, and is " + slackNanos);
        }
        this.bits = seed.substream(0x7363_6865_6475_6c65L, 0x7261_6e64_6f6dL).bits(); // "schedule", "random"
        this.slackNanos = slackNanos;
    }

    @Override
    public int pick(Enabled enabled) {
        return bits.below(enabled.count());
    }

    @Override
    public long slackNanos() {
        return slackNanos;
    }
}
