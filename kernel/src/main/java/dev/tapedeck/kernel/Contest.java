package dev.tapedeck.kernel;

import org.jspecify.annotations.Nullable;

/** The enabled events of one choice. What is not asked for is not worked out: to take the first needs no list of the others. */
final class Contest implements Scheduler.Enabled {

    private final EventQueue queue;
    private final long step;
    private final long limit;
    private int @Nullable [] slots;

    Contest(EventQueue queue, long step, long limit) {
        this.queue = queue;
        this.step = step;
        this.limit = limit;
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public int count() {
        return slots().length;
    }

    @Override
    public VirtualTime at(int index) {
        return new VirtualTime(queue.time(slot(index)));
    }

    @Override
    public String cause(int index) {
        return queue.event(slot(index)).cause();
    }

    int slot(int index) {
        if (index == 0) {
            return queue.first();
        }
        if (index < 0 || index >= count()) {
            throw new IllegalArgumentException("a scheduler picked number " + index + " of " + count() + " enabled events at step " + step);
        }
        return slots()[index];
    }

    private int[] slots() {
        if (slots == null) {
            slots = queue.dueBy(limit);
        }
        return slots;
    }
}
