package dev.tapedeck.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The queue against a sorted map that does the same the slow way. */
class EventQueueTest {

    private record Key(long time, long sequence) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return time != other.time ? Long.compare(time, other.time) : Long.compare(sequence, other.sequence);
        }
    }

    private final EventQueue queue = new EventQueue();
    private final TreeMap<Key, Ticket> reference = new TreeMap<>();
    private long now;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void queue_randomOperations_agreesWithSortedMap(long seed) {
        RandomBits bits = new Seed(seed).substream(0, 0).bits();
        int spread = bits.below(2) == 0 ? 4 : 1_000_000; // many ties, or hardly any
        for (int round = 0; round < 20_000; round++) {
            switch (bits.below(8)) {
                case 0, 1, 2 -> add(now + bits.below(spread));
                case 3 -> add(now);
                case 4 -> cancelSome(bits);
                case 5 -> compareDueBy(now + bits.below(spread));
                default -> takeFirst();
            }
            assertThat(queue.size()).as("seed %d, round %d", seed, round).isEqualTo(reference.size());
        }
        while (!reference.isEmpty()) {
            takeFirst();
        }
        assertThat(queue.first()).isEqualTo(EventQueue.NONE);
    }

    private void add(long time) {
        Ticket ticket = queue.add(time, now, new Named("at " + time));
        reference.put(new Key(time, ticket.sequence()), ticket);
    }

    private void cancelSome(RandomBits bits) {
        if (!reference.isEmpty()) {
            Key key = new ArrayList<>(reference.keySet()).get(bits.below(reference.size()));
            Ticket ticket = reference.remove(key);
            assertThat(queue.holds(ticket)).isTrue();
            queue.remove(ticket.slot());
            assertThat(queue.holds(ticket)).isFalse();
        }
    }

    private void takeFirst() {
        if (reference.isEmpty()) {
            assertThat(queue.first()).isEqualTo(EventQueue.NONE);
            return;
        }
        var expected = reference.pollFirstEntry();
        int slot = queue.first();
        assertThat(slot).isEqualTo(expected.getValue().slot());
        assertThat(queue.time(slot)).isEqualTo(expected.getKey().time());
        now = Math.max(now, queue.time(slot));
        assertThat(queue.remove(slot).cause()).isEqualTo("at " + expected.getKey().time());
    }

    private void compareDueBy(long limit) {
        List<Integer> expected = reference.headMap(new Key(limit, Long.MAX_VALUE), true).values().stream().map(Ticket::slot).toList();
        assertThat(Arrays.stream(queue.dueBy(limit)).boxed().toList()).isEqualTo(expected);
        if (!reference.isEmpty()) {
            assertThat(queue.contested(limit)).isEqualTo(expected.size() > 1);
        }
    }

    @Test
    void queue_equalTimes_keepTheOrderOfAddition() {
        List<Ticket> added = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            added.add(queue.add(7, 0, new Named("e" + i)));
        }
        for (int i = 0; i < 500; i++) {
            assertThat(queue.remove(queue.first()).cause()).isEqualTo("e" + i);
        }
        assertThat(added).doesNotHaveDuplicates();
    }

    @Test
    void queue_slotUsedAgain_oldTicketIsWorthless() {
        Ticket old = queue.add(5, 0, new Named("old"));
        queue.remove(old.slot());
        Ticket fresh = queue.add(6, 0, new Named("fresh"));

        assertThat(fresh.slot()).isEqualTo(old.slot());
        assertThat(queue.holds(old)).isFalse();
        assertThat(queue.holds(fresh)).isTrue();
    }
}
