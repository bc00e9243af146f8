package dev.tapedeck.cartridge;

import dev.tapedeck.cartridge.CartridgeException.Code;
import dev.tapedeck.cartridge.CartridgeException.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files that are there whole or not at all, whenever the process is killed:
 *
 * <pre>
 *   lock and write .NAME.RANDOM.tapedeck-part  --fsync, rename-->  NAME  --fsync of the directory
 * </pre>
 *
 * A part that nobody holds locked was left by a process that was killed; the next write to its directory removes it.
 */
public final class WholeFile {
    private static final Pattern PART = Pattern.compile("\\..+\\.[0-9a-f]{16}\\.tapedeck-part");
    private static final int ATTEMPTS = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Who may read what is written. */
    public enum Readers {
        /** As the user's umask says. */
        USUAL,
        /** The owner alone. */
        OWNER
    }

    private WholeFile() {}

    public static void write(Path file, byte[] bytes, Readers readers) {
        Path target = file.toAbsolutePath();
        Path directory = target.getParent();
        if (directory == null || target.getFileName() == null) {
            throw Place.file(file).refuse(Code.UNWRITABLE, "a directory cannot be written to as a file");
        }
        try {
            removeLeftovers(directory);
            for (int attempt = 1; !written(target, directory, bytes, readers); attempt++) {
                if (attempt == ATTEMPTS) {
                    throw new FileSystemException(file.toString(), null, "its unfinished part keeps vanishing");
                }
            }
        } catch (NoSuchFileException e) {
            throw Place.file(file).refuse(Code.UNWRITABLE, "its directory does not exist", "`mkdir -p " + directory + "` makes it");
        } catch (IOException e) {
            throw Place.file(file).refuse(Code.UNWRITABLE, "cannot be written: " + reason(e), e);
        }
    }

    /** @return false where another process took the unlocked part for a leftover in the instant before the lock */
    private static boolean written(Path target, Path directory, byte[] bytes, Readers readers) throws IOException {
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        Path part = directory.resolve("." + target.getFileName() + "." + HexFormat.of().formatHex(random) + ".tapedeck-part");
        try (FileChannel channel = FileChannel.open(part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes(part,
                readers)); FileLock lock = tryLock(channel)) {
            if (lock == null) {
                return false;
            }
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            if (Files.isDirectory(directory)) {
                return false;
            }
            throw e;
        } finally {
            Files.deleteIfExists(part);
        }
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
        return true;
    }

    private static FileAttribute<?>[] attributes(Path path, Readers readers) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return readers == Readers.OWNER && posix
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }

    /** Removes what killed processes left in {@code directory}. */
    static void removeLeftovers(Path directory) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory,
                path -> PART.matcher(path.getFileName().toString()).matches())) {
            for (Path part : parts) {
                removeUnlessHeld(part);
            }
        }
    }

    private static void removeUnlessHeld(Path part) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE); FileLock lock = tryLock(channel)) {
            if (lock != null) {
                Files.deleteIfExists(part);
            }
        } catch (NoSuchFileException gone) {
            // its writer has finished
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    /** The bytes of a regular file of at most {@code limit} bytes; a pipe or a device is refused before it can make one wait. */
    static byte[] read(Path file, long limit) {
        Place place = Place.file(file);
        try {
            if (!Files.exists(file)) {
                throw place.refuse(Code.MISSING, "no such file");
            }
            if (!Files.isRegularFile(file)) {
                throw place.refuse(Code.MISSING, "not a regular file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
                if (bytes.length > limit) {
                    throw place.refuse(Code.TOO_LARGE, "larger than the " + limit + " bytes that are allowed");
                }
                return bytes;
            }
        } catch (IOException e) {
            throw place.refuse(Code.MISSING, "cannot be read: " + reason(e), e);
        }
    }

    /** As the system says it, where it does: a full disk comes as an exception of no particular kind. */
    static String reason(IOException e) {
        String said = e instanceof FileSystemException file ? file.getReason() : e.getClass() == IOException.class ? e.getMessage() : null;
        return said != null ? said : e.getClass().getSimpleName();
    }
}
