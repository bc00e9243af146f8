package dev.tapedeck.sandbox;

import java.util.ArrayList;
import java.util.List;

/** Keeps every processor busy until it is closed, so that what depends on timing shows. */
final class CpuLoad implements AutoCloseable {

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    private CpuLoad(int count) {
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofPlatform().daemon().name("tapedeck-load-" + i).start(this::burn));
        }
    }

    static CpuLoad onEveryProcessor() {
        return new CpuLoad(Runtime.getRuntime().availableProcessors());
    }

    private void burn() {
        while (!closed) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
