package dev.tapedeck.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * What is due at once, in the order added: a ring of slots. An entry whose event was removed stays until it reaches the head, recognised by the
 * sequence that its slot no longer bears.
 */
final class Ring {

    private int[] slots = new int[64];
    private long[] sequences = new long[64];
    private int head;
    private int size;

    void add(int slot, long sequence) {
        if (size == slots.length) {
            grow();
        }
        int tail = (head + size++) & (slots.length - 1);
        slots[tail] = slot;
        sequences[tail] = sequence;
    }

    /** The first live slot, {@link EventQueue#NONE} if there is none. */
    int head(EventQueue queue) {
        while (size > 0 && !queue.liveInRing(slots[head], sequences[head])) {
            head = (head + 1) & (slots.length - 1);
            size--;
        }
        return size == 0 ? EventQueue.NONE : slots[head];
    }

    /** The live slot after the first one. */
    int second(EventQueue queue) {
        int first = head(queue);
        for (int offset = 1; first != EventQueue.NONE && offset < size; offset++) {
            int at = (head + offset) & (slots.length - 1);
            if (queue.liveInRing(slots[at], sequences[at])) {
                return slots[at];
            }
        }
        return EventQueue.NONE;
    }

    void forEach(EventQueue queue, IntConsumer live) {
        for (int offset = 0; offset < size; offset++) {
            int at = (head + offset) & (slots.length - 1);
            if (queue.liveInRing(slots[at], sequences[at])) {
                live.accept(slots[at]);
            }
        }
    }

    private void grow() {
        int length = slots.length;
        int[] grownSlots = Arrays.copyOf(slots, 2 * length);
        long[] grownSequences = Arrays.copyOf(sequences, 2 * length);
        for (int offset = 0; offset < size; offset++) {
            grownSlots[offset] = slots[(head + offset) & (length - 1)];
            grownSequences[offset] = sequences[(head + offset) & (length - 1)];
        }
        slots = grownSlots;
        sequences = grownSequences;
        head = 0;
    }
}
