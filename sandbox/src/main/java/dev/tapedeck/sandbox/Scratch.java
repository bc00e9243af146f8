package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@code /tmp} of a guest, held from outside. It is a file system of the fence's own that would vanish with its last process; an open descriptor
 * keeps what is in it, so that a process that comes later in the same execution environment can be given it, as Lambda has it
 * (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-invoke-with-errors).
 *
 * <pre>
 *   held, before any of the user's code runs --its process ends--> kept --another one starts--> given, closed
 * </pre>
 *
 * It is reached through {@code /proc}, by a process in a namespace of its own: the machine's {@code /tmp} is never meant.
 */
final class Scratch implements AutoCloseable {

    private static final Path PROC = Path.of("/proc");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** @param process by which it was reached: the first one inside, which ends after all others there */
    private record Held(FileChannel descriptor, Object fileKey, ProcessHandle process) {}

    private final @Nullable Held held;
    private final String obstacle;
    private final List<String> becomeItsUser;
    private final long bytes;
    /** Files that were given to it, by their path in it, and when they were written. */
    private SortedMap<String, Long> given = new TreeMap<>();

    private Scratch(@Nullable Held held, String obstacle, List<String> becomeItsUser, long bytes) {
        this.held = held;
        this.obstacle = obstacle;
        this.becomeItsUser = becomeItsUser;
        this.bytes = bytes;
    }

    /**
     * Takes hold of the one that a fenced process sees.
     *
     * @param launched the process as it was started; it is outside the fence, and its child, or that one's, inside
     * @param fence that it is in, whose user alone can make files there
     * @param bytes how much it can hold
     */
    static Scratch of(ProcessHandle launched, Fence.Fenced fence, long bytes) {
        try {
            Path here = mountNamespace("self");
            long process = launched.pid();
            while (process != 0 && mountNamespace(Long.toString(process)).equals(here)) {
                process = firstChild(process);
            }
            return process == 0
                    ? unreachable("its process is not in the fence")
                    : new Scratch(hold(process), "", fence.dropPrivileges(), bytes);
        } catch (IOException e) {
            return unreachable(SandboxException.reason(e));
        }
    }

    private static Held hold(long process) throws IOException {
        Path inside = PROC.resolve(process + "/root/tmp");
        Object key = Objects.requireNonNull(Files.readAttributes(inside, BasicFileAttributes.class).fileKey());
        ProcessHandle handle = ProcessHandle.of(process).orElseThrow(() -> new IOException("its process has ended"));
        return new Held(FileChannel.open(inside, StandardOpenOption.READ), key, handle);
    }

    /** One that cannot be had. */
    static Scratch unreachable(String obstacle) {
        return new Scratch(null, obstacle, List.of(), 0);
    }

    private static Path mountNamespace(String process) throws IOException {
        return Files.readSymbolicLink(PROC.resolve(process + "/ns/mnt"));
    }

    /** 0 where there is none. */
    private static long firstChild(long process) throws IOException {
        try {
            String children = Files.readString(PROC.resolve(process + "/task/" + process + "/children")).strip();
            return children.isEmpty() ? 0 : Long.parseLong(children.split(" ", 2)[0]);
        } catch (NoSuchFileException notTold) {
            // a kernel that was built without that file
            return ProcessHandle.of(process).stream().flatMap(ProcessHandle::children).mapToLong(ProcessHandle::pid).findFirst().orElse(0);
        }
    }

    /** Why what lies in it cannot be had; "" where it can. */
    String obstacle() {
        return obstacle;
    }

    /** Whether nobody is left who could change it. What has ended and was not asked for yet is still in the list of processes, in state Z (man 5 proc). */
    boolean isAtRest() {
        if (held == null || !held.process().isAlive()) {
            return true;
        }
        try {
            return Files.readString(PROC.resolve(held.process().pid() + "/stat")).contains(") Z ");
        } catch (IOException gone) {
            return true;
        }
    }

    /**
     * Gives what lies in it to another one, which is still empty.
     *
     * @param leftMillis when it was left, on the guest's wall clock: the time of everything that was written since its own process began
     * @throws IOException if it cannot be given whole, with a sentence why; the other one then holds a part of it
     */
    void giveTo(Scratch other, long leftMillis) throws IOException {
        ScratchCopy copy = ScratchCopy.of(path(), given, leftMillis, other.bytes);
        copy.into(other.path(), other.becomeItsUser);
        other.given = copy.times();
    }

    /** Where its files can be named as long as it is held, whoever has ended. */
    private Path path() throws IOException {
        if (held == null) {
            throw new IOException(obstacle);
        }
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path each : descriptors) {
                if (held.fileKey().equals(keyOf(each))) {
                    return each;
                }
            }
        }
        throw new IOException("it is not held any more");
    }

    /** Null for a descriptor that was closed meanwhile: that of the listing itself. */
    private static @Nullable Object keyOf(Path descriptor) {
        try {
            return Files.readAttributes(descriptor, BasicFileAttributes.class).fileKey();
        } catch (IOException gone) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            if (held != null) {
                held.descriptor().close();
            }
        } catch (IOException e) {
            // nothing was written through it
        }
    }
}
