package dev.tapedeck.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Processes that somebody else started: of an orphan nobody but the system's first process learns that it ended, and in a container that one may not ask. */
public final class Processes {

    private static final long BETWEEN_LOOKS_MILLIS = 10;

    private Processes() {}

    /** Whether it ends in time. */
    public static boolean endsWithin(int seconds, ProcessHandle process) throws InterruptedException {
        long looks = TimeUnit.SECONDS.toMillis(seconds) / BETWEEN_LOOKS_MILLIS;
        while (!hasEnded(process)) {
            if (looks-- == 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
        return true;
    }

    /** What has ended and was not asked for yet is still in the list of processes, in state Z (man 5 proc). */
    public static boolean hasEnded(ProcessHandle process) {
        return !process.isAlive() || isZombie(process.pid());
    }

    private static boolean isZombie(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).matches("(?s).*\\) Z .*");
        } catch (IOException noneOrGone) {
            return false;
        }
    }
}
