package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * Interpreters that lie in a closed home, as version managers keep them, copied to where the fence's user can read them. A copy is named after the
 * file as it is now (path, size, time, inode), so that a newer one has a copy of its own, and nobody waits for a digest of a hundred megabytes.
 */
final class BinaryCopy {

    private final StateDirectory state;

    private BinaryCopy(StateDirectory state) {
        this.state = state;
    }

    static BinaryCopy in(StateDirectory state) {
        return new BinaryCopy(state);
    }

    /** @param file one program that needs nothing beside it but what the system's directories hold */
    Path reachable(Path file) {
        try {
            if (StateDirectory.closedToTheFence(file).isEmpty()) {
                return file;
            }
            Path target = state.interpreters().resolve(key(file));
            Path copy = target.resolve(Objects.requireNonNull(file.getFileName()));
            if (!Files.isRegularFile(copy)) {
                copy(file, target);
            }
            return copy;
        } catch (IOException e) {
            throw new SandboxException("`" + file + "` cannot be copied to where the fence's user can read it: " + e,
                    "install it under /usr or /opt, or check that the state directory's disk is not full");
        }
    }

    private void copy(Path file, Path target) throws IOException {
        Path built = state.newBuilding();
        Path copy = Files.copy(file, built.resolve(Objects.requireNonNull(file.getFileName())));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.setPosixFilePermissions(built, PosixFilePermissions.fromString("rwxr-xr-x"));
        state.publish(built, target);
    }

    private static String key(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return FileDigests.shortName(file + "\0" + now.size() + "\0" + now.lastModifiedTime().toMillis() + "\0" + now.fileKey());
    }
}
