package dev.tapedeck.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Where the sandbox keeps what outlives a process: staged code, the guest runtime, caches of digests. Everything arrives by rename, so that a crash
 * leaves nothing half-written; what a dead process was still building is removed by the next to open the directory.
 *
 * <pre>
 *   staged/DIGEST/      code, read-only          runtime/DIGEST/   hooks, filter
 *   digests/KEY         cache of file digests    building/PID-N/   not finished
 *   interpreters/KEY/   copies of interpreters   tools/            what the user put there ({@link NodeFinder})
 * </pre>
 */
public final class StateDirectory {

    /** Of all directories of this process: the name of what is being built holds no more than the process and a number. */
    private static final AtomicInteger BUILT = new AtomicInteger();

    private final Path root;

    private StateDirectory(Path root) {
        this.root = root;
    }

    /** What {@code TAPEDECK_STATE} names, else the usual place: a system cache for root, whose home the fence's user cannot enter; the user's own cache for anyone else. */
    public static Path usual() {
        String named = System.getenv().getOrDefault("TAPEDECK_STATE", "");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        if ("root".equals(System.getProperty("user.name"))) {
            return Path.of("/var/cache/tapedeck");
        }
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
        return cache.startsWith("/") ? Path.of(cache, "tapedeck") : UserHome.directory().orElse(Path.of("/tmp")).resolve(".cache/tapedeck");
    }

    /** Opens it, making what is missing, and clears away what a crash left. */
    public static StateDirectory open(Path root) {
        StateDirectory state = openForDigests(root);
        try {
            state.checkReachable();
        } catch (IOException e) {
            throw unusable(root, e);
        }
        return state;
    }

    /** One that nothing is run from: only to say what code is, which needs nobody else to enter it. */
    public static StateDirectory openForDigests(Path root) {
        StateDirectory state = new StateDirectory(root.toAbsolutePath().normalize());
        try {
            for (Path directory : new Path[]{state.staged(), state.runtime(), state.digests(), state.interpreters(), state.building()}) {
                Files.createDirectories(directory);
            }
            state.checkOwn();
            state.removeAbandoned();
        } catch (IOException e) {
            throw unusable(state.root, e);
        }
        return state;
    }

    private static SandboxException unusable(Path root, IOException e) {
        return new SandboxException("the state directory `" + root + "` cannot be used: " + e.getMessage(),
                "name another in the variable `TAPEDECK_STATE`");
    }

    Path root() {
        return root;
    }

    Path staged() {
        return root.resolve("staged");
    }

    Path runtime() {
        return root.resolve("runtime");
    }

    Path digests() {
        return root.resolve("digests");
    }

    Path interpreters() {
        return root.resolve("interpreters");
    }

    private Path building() {
        return root.resolve("building");
    }

    /** A directory to build something in, to be handed to {@link #publish}. */
    Path newBuilding() throws IOException {
        return Files.createDirectory(unfinished());
    }

    /** A file to write something in before it is renamed to where it belongs. */
    Path newFile() throws IOException {
        return Files.createFile(unfinished());
    }

    private Path unfinished() {
        return building().resolve(ProcessHandle.current().pid() + "-" + BUILT.getAndIncrement());
    }

    /** Gives what was built its final name. If another process was faster, its work stands, since equal names mean equal content. */
    void publish(Path built, Path target) throws IOException {
        try {
            Files.move(built, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            remove(built);
        } catch (IOException e) {
            remove(built);
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }

    /** Who can write here decides what runs as staged code: a directory of somebody else's, or of everybody's, is not used, nor a link to one. */
    private void checkOwn() throws IOException {
        UserPrincipal self = root.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(System.getProperty("user.name"));
        for (Path directory : new Path[]{root, staged(), runtime(), digests(), building()}) {
            PosixFileAttributes found = Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!found.isDirectory() || !found.owner().equals(self) || found.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new SandboxException(
                        "`" + directory + "`, where staged code is to lie, is not a directory that only you can write to",
                        "remove it, or make it your own: chown and chmod 755");
            }
        }
    }

    private void checkReachable() throws IOException {
        Optional<Path> closed = closedToTheFence(root);
        if (closed.isPresent()) {
            throw new SandboxException(
                    "the fence's user cannot enter `" + closed.get() + "`, which holds the state directory `" + root + "`",
                    "name a directory under /var or /tmp, or run as another user than root");
        }
    }

    /** The first directory on the way to {@code path} that does not let the fence's user pass. As root that is another user; else oneself. */
    static Optional<Path> closedToTheFence(Path path) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.empty();
        }
        for (Path step = path.toRealPath(); step != null; step = step.getParent()) {
            if (!Files.getPosixFilePermissions(step).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    private void removeAbandoned() throws IOException {
        try (Stream<Path> entries = Files.list(building())) {
            for (Path entry : entries.toList()) {
                if (!isAlive(entry.getFileName().toString())) {
                    remove(entry);
                }
            }
        }
    }

    private static boolean isAlive(String name) {
        try {
            Optional<ProcessHandle> builder = ProcessHandle.of(Long.parseLong(name.substring(0, Math.max(0, name.indexOf('-')))));
            return builder.isPresent() && builder.get().isAlive();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    static void remove(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            paths.sorted(Comparator.reverseOrder()).forEach(StateDirectory::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
