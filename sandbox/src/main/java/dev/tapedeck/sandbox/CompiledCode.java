package dev.tapedeck.sandbox;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Code that was compiled ahead, once for each content of the code, of the hooks and each interpreter: compiling on import takes longer than everything
 * else in a cold start. It is compiled in the fence, by a process that runs nothing of it; no guest can write what another one will run.
 */
final class CompiledCode {

    private static final int LONGEST_PATH = 4096;
    private static final int LARGEST_FILE = 64 << 20;
    private static final long LARGEST_WHOLE = 1L << 30;

    private final StateDirectory state;
    private final Path target;

    /** @param identity what decides the outcome: interpreter, hooks, code */
    CompiledCode(StateDirectory state, String identity) {
        this.state = state;
        byte[] digest = FileDigests.sha256().digest(identity.getBytes(StandardCharsets.UTF_8));
        this.target = state.runtime().resolve("compiled-" + FileDigests.hex(digest).substring(0, 32));
    }

    /** What was compiled earlier. */
    Optional<Path> known() {
        return Files.isDirectory(target) ? Optional.of(target) : Optional.empty();
    }

    /** Keeps what an archive holds. One that breaks off, or is none, is not kept: the code is then compiled by each guest. */
    Optional<Path> unpack(InputStream archive) throws IOException {
        Path built = state.newBuilding();
        try {
            read(new DataInputStream(archive), built);
            Files.setPosixFilePermissions(built, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            StateDirectory.remove(built);
            return Optional.empty();
        }
        state.publish(built, target);
        return Optional.of(target);
    }

    private static void read(DataInputStream in, Path root) throws IOException {
        long whole = 0;
        for (int length = in.readInt(); length != 0; length = in.readInt()) {
            Path file = inside(root, new String(exactly(in, length, LONGEST_PATH), StandardCharsets.UTF_8));
            byte[] content = exactly(in, in.readInt(), LARGEST_FILE);
            whole += content.length;
            if (whole > LARGEST_WHOLE) {
                throw new IOException("the archive holds more than " + LARGEST_WHOLE + " bytes");
            }
            Files.createDirectories(file.resolveSibling(""),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            Files.write(file, content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        }
    }

    /** {@code /var/task/app.py} is compiled to {@code var/task/app.pyc}. */
    private static Path inside(Path root, String source) throws IOException {
        Path file = root.resolve(source.replaceFirst("^/+", "") + "c").normalize();
        if (!file.startsWith(root) || file.equals(root)) {
            throw new IOException("the archive leads out of its directory");
        }
        return file;
    }

    private static byte[] exactly(DataInputStream in, int length, int most) throws IOException {
        if (length < 0 || length > most) {
            throw new IOException("the archive holds a part of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
