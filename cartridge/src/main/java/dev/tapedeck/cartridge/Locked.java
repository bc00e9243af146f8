package dev.tapedeck.cartridge;

import dev.tapedeck.cartridge.CartridgeException.Code;
import dev.tapedeck.cartridge.CartridgeException.Place;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One at a time in a directory of one's own, among threads and among processes: a lock on an empty file that stays there. */
final class Locked {
    private static final ReentrantLock THREADS = new ReentrantLock();

    private Locked() {}

    /** Makes {@code directory} if need be. May be nested for the same directory. */
    static <T> T during(Path directory, Supplier<T> work) {
        THREADS.lock();
        try {
            if (THREADS.getHoldCount() > 1) {
                return work.get();
            }
            makeDirectory(directory);
            try (FileChannel channel = FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                assert lock.isValid();
                return work.get();
            }
        } catch (IOException e) {
            throw Place.file(directory).refuse(Code.UNWRITABLE, "cannot be made or locked: " + WholeFile.reason(e),
                    "let this user write to it, or name another place for keys and trust: `XDG_CONFIG_HOME=DIR`");
        } finally {
            THREADS.unlock();
        }
    }

    static void makeDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(directory);
        }
    }
}
