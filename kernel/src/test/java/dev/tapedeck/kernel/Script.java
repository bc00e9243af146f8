package dev.tapedeck.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * A made-up system for the kernel to run: every event notes that it happened and schedules others, as its own name's randomness says. The tree of
 * what happens is finite and depends on the seed alone; the order is the scheduler's.
 */
final class Script {

    final Kernel kernel;
    final List<String> happened = new ArrayList<>();
    private final Seed seed;

    Script(Scheduler scheduler, Seed seed) {
        this.kernel = new Kernel(scheduler);
        this.seed = seed;
    }

    Script with(int roots) {
        for (int root = 0; root < roots; root++) {
            kernel.after(root % 3, new Happening("r" + root, root, 0));
        }
        return this;
    }

    Script run() {
        kernel.run(Limits.NONE);
        kernel.finish();
        return this;
    }

    private final class Happening implements Event {
        private final String name;
        private final long id;
        private final int depth;

        Happening(String name, long id, int depth) {
            this.name = name;
            this.id = id;
            this.depth = depth;
        }

        @Override
        public void fire() {
            happened.add(kernel.nowNanos() + " " + name);
            RandomBits bits = seed.substream(depth, id).bits();
            kernel.yielded("yield of " + name, Long.toHexString(bits.next()));
            int children = depth < 6 ? bits.below(3) : 0;
            for (int child = 0; child < children; child++) {
                kernel.after(bits.below(4) * 10L, new Happening(name + "." + child, bits.next(), depth + 1));
            }
        }

        @Override
        public String cause() {
            return "happening " + name;
        }
    }
}
