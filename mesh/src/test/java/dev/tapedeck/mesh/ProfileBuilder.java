package dev.tapedeck.mesh;

/** A delivery policy, the way SQS's standard queue has it unless said otherwise; milliseconds. */
final class ProfileBuilder {

    private SystemSpec.Ordering ordering = SystemSpec.Ordering.NONE;
    private long delay;
    private long visibility = 30_000;
    private int maxReceives;
    private String deadLetter = "";
    private long deduplication;
    private long latency = 5;

    ProfileBuilder fifo() {
        ordering = SystemSpec.Ordering.PER_KEY;
        deduplication = 300_000;
        return this;
    }

    ProfileBuilder delay(long millis) {
        delay = millis;
        return this;
    }

    ProfileBuilder visibility(long millis) {
        visibility = millis;
        return this;
    }

    ProfileBuilder deadLetter(String queue, int afterReceives) {
        deadLetter = queue;
        maxReceives = afterReceives;
        return this;
    }

    ProfileBuilder latency(long millis) {
        latency = millis;
        return this;
    }

    SystemSpec.Profile build() {
        return new SystemSpec.Profile(ordering, delay, visibility, maxReceives, deadLetter, deduplication, false, latency);
    }
}
