package dev.tapedeck.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is pending, in order of (time, sequence): the sequence counts additions, so that no two entries ever compare equal.
 *
 * <pre>
 *   heap   times [ t t t t ... ]  slots [ s s s s ... ]     4-ary: children of i are 4i+1 .. 4i+4
 *   ring   slots of what is due at once, in the order added
 *   slot   event, time, sequence, position in the heap (or IN_RING, or FREE)
 * </pre>
 *
 * The heap moves times and slots only, in primitive arrays; what belongs to an event stays in its slot. What is due now goes to the ring, which
 * costs no comparison. Removing from the heap is immediate; in the ring an entry dies where it stands, recognised by its sequence.
 */
final class EventQueue {

    static final int NONE = -1;

    private static final int IN_RING = -2;
    private static final int FREE = -3;
    private static final int FIRST_CAPACITY = 64;

    private long[] heapTimes = new long[FIRST_CAPACITY];
    private int[] heapSlots = new int[FIRST_CAPACITY];
    private int heapSize;

    private @Nullable Event[] events = new @Nullable Event[FIRST_CAPACITY];
    private long[] times = new long[FIRST_CAPACITY];
    private long[] sequences = new long[FIRST_CAPACITY];
    private int[] positions = new int[FIRST_CAPACITY];
    private int[] freeSlots = new int[FIRST_CAPACITY];
    private int freeCount;
    private int slotsUsed;

    private final Ring ring = new Ring();
    private long nextSequence;

    int size() {
        return slotsUsed - freeCount;
    }

    /** Adds an event at {@code time}; {@code now} tells what is due at once. */
    Ticket add(long time, long now, Event event) {
        int slot = freeCount > 0 ? freeSlots[--freeCount] : newSlot();
        long sequence = nextSequence++;
        events[slot] = event;
        times[slot] = time;
        sequences[slot] = sequence;
        if (time <= now) {
            positions[slot] = IN_RING;
            ring.add(slot, sequence);
        } else {
            pushHeap(time, slot);
        }
        return new Ticket(slot, sequence);
    }

    boolean holds(Ticket ticket) {
        return ticket.slot() < slotsUsed && positions[ticket.slot()] != FREE && sequences[ticket.slot()] == ticket.sequence();
    }

    /** The slot of the earliest entry, {@link #NONE} if there is none. */
    int first() {
        int due = ring.head(this);
        if (due == NONE) {
            return heapSize == 0 ? NONE : heapSlots[0];
        }
        return heapSize == 0 || before(times[due], due, heapTimes[0], heapSlots[0]) ? due : heapSlots[0];
    }

    long time(int slot) {
        return times[slot];
    }

    Event event(int slot) {
        Event event = events[slot];
        if (event == null) {
            throw new IllegalStateException("slot " + slot + " holds no event");
        }
        return event;
    }

    /** Whether some other entry than the first is due by {@code limit}. Looks at a handful of entries, whatever the size. */
    boolean contested(long limit) {
        boolean dueFirst = first() == ring.head(this);
        int rivalDue = dueFirst ? ring.second(this) : ring.head(this);
        if (rivalDue != NONE && times[rivalDue] <= limit) {
            return true;
        }
        if (dueFirst) {
            return heapSize > 0 && heapTimes[0] <= limit;
        }
        for (int child = 1; child <= 4 && child < heapSize; child++) {
            if (heapTimes[child] <= limit) {
                return true;
            }
        }
        return false;
    }

    /** The slots of everything due by {@code limit}, earliest first. */
    int[] dueBy(long limit) {
        Slots due = new Slots();
        ring.forEach(this, slot -> {
            if (times[slot] <= limit) {
                due.add(slot);
            }
        });
        collect(0, limit, due);
        return due.sorted(this);
    }

    private void collect(int position, long limit, Slots into) {
        if (position >= heapSize || heapTimes[position] > limit) {
            return;
        }
        into.add(heapSlots[position]);
        for (int child = 4 * position + 1; child <= 4 * position + 4; child++) {
            collect(child, limit, into);
        }
    }

    /** Takes an entry out, wherever it stands. */
    Event remove(int slot) {
        Event event = event(slot);
        if (positions[slot] >= 0) {
            removeFromHeap(positions[slot]);
        }
        events[slot] = null;
        positions[slot] = FREE;
        freeSlots[freeCount++] = slot;
        return event;
    }

    /** Whether the ring's entry still stands for the slot's event. */
    boolean liveInRing(int slot, long sequence) {
        return positions[slot] == IN_RING && sequences[slot] == sequence;
    }

    boolean before(int slot, int other) {
        return before(times[slot], slot, times[other], other);
    }

    private boolean before(long time, int slot, long otherTime, int otherSlot) {
        return time < otherTime || (time == otherTime && sequences[slot] < sequences[otherSlot]);
    }

    private void pushHeap(long time, int slot) {
        if (heapSize == heapTimes.length) {
            heapTimes = Arrays.copyOf(heapTimes, 2 * heapSize);
            heapSlots = Arrays.copyOf(heapSlots, 2 * heapSize);
        }
        siftUp(heapSize++, time, slot);
    }

    private void removeFromHeap(int hole) {
        heapSize--;
        if (hole == heapSize) {
            return;
        }
        long time = heapTimes[heapSize];
        int slot = heapSlots[heapSize];
        if (hole > 0 && before(time, slot, heapTimes[(hole - 1) >> 2], heapSlots[(hole - 1) >> 2])) {
            siftUp(hole, time, slot);
        } else {
            siftDown(hole, time, slot);
        }
    }

    private void siftUp(int from, long time, int slot) {
        int hole = from;
        while (hole > 0) {
            int parent = (hole - 1) >> 2;
            if (!before(time, slot, heapTimes[parent], heapSlots[parent])) {
                break;
            }
            place(hole, heapTimes[parent], heapSlots[parent]);
            hole = parent;
        }
        place(hole, time, slot);
    }

    private void siftDown(int from, long time, int slot) {
        int hole = from;
        for (int child = 4 * hole + 1; child < heapSize; child = 4 * hole + 1) {
            int least = leastChild(child);
            if (!before(heapTimes[least], heapSlots[least], time, slot)) {
                break;
            }
            place(hole, heapTimes[least], heapSlots[least]);
            hole = least;
        }
        place(hole, time, slot);
    }

    private int leastChild(int firstChild) {
        int least = firstChild;
        int end = Math.min(firstChild + 4, heapSize);
        for (int child = firstChild + 1; child < end; child++) {
            if (before(heapTimes[child], heapSlots[child], heapTimes[least], heapSlots[least])) {
                least = child;
            }
        }
        return least;
    }

    private void place(int position, long time, int slot) {
        heapTimes[position] = time;
        heapSlots[position] = slot;
        positions[slot] = position;
    }

    private int newSlot() {
        if (slotsUsed == positions.length) {
            int doubled = 2 * slotsUsed;
            events = Arrays.copyOf(events, doubled);
            times = Arrays.copyOf(times, doubled);
            sequences = Arrays.copyOf(sequences, doubled);
            positions = Arrays.copyOf(positions, doubled);
            freeSlots = Arrays.copyOf(freeSlots, doubled);
        }
        return slotsUsed++;
    }
}
