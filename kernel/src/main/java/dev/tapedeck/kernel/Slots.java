package dev.tapedeck.kernel;

import java.util.Arrays;

/** A growing list of slots, sorted by what they hold. Short as a rule: what is due at one moment. */
final class Slots {

    private int[] slots = new int[8];
    private int count;

    void add(int slot) {
        if (count == slots.length) {
            slots = Arrays.copyOf(slots, 2 * count);
        }
        slots[count++] = slot;
    }

    int[] sorted(EventQueue queue) {
        Integer[] boxed = new Integer[count];
        Arrays.setAll(boxed, i -> slots[i]);
        Arrays.sort(boxed, (a, b) -> queue.before(a, b) ? -1 : 1);
        return Arrays.stream(boxed).mapToInt(Integer::intValue).toArray();
    }
}
