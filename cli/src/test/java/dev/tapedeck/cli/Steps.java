package dev.tapedeck.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;

/** Counts what changes in some directories, as the system tells of it: a file made, written to, renamed or removed is a step each. */
final class Steps implements AutoCloseable {

    private final WatchService watch;

    Steps(Path directory, String... watched) throws IOException {
        this.watch = directory.getFileSystem().newWatchService();
        for (String each : watched) {
            directory.resolve(each).register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
        }
    }

    /** Returns as soon as so many steps were made, or {@code process} has ended. */
    void until(int steps, Process process) throws InterruptedException {
        int made = 0;
        while (made < steps && process.isAlive()) {
            WatchKey key = watch.poll(50, TimeUnit.MILLISECONDS);
            if (key != null) {
                made += key.pollEvents().stream().mapToInt(WatchEvent::count).sum();
                key.reset();
            }
        }
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
