package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a guest that has ended left in its {@code /tmp}, to be laid into an empty one as it was. What there is was the guest's to choose, so it is looked
 * through first, and within bounds; links are never followed. The copy itself is made by {@code cp} as the fence's user: to the system nobody else,
 * root neither, has a name in that file system.
 */
final class ScratchCopy {

    private static final int MOST_FILES = 20_000;
    private static final int DEEPEST = 128;
    private static final long PATIENCE_SECONDS = 120;

    /** As in stat(2), man 7 inode. */
    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;
    private static final int REGULAR = 0100000;
    private static final int PERMISSIONS = 07777;
    private static final int READ = 0400;
    private static final int READ_AND_SEARCH = 0500;
    private static final int ALL_OF_THE_OWNERS = 0700;

    /** Both directories are opened before the user changes, who may not look at them by their paths. */
    private static final String COPY = "exec 7<\"$0\" 8<\"$1\" && shift && exec \"$@\" timeout " + PATIENCE_SECONDS
            + " cp -a /proc/self/fd/7/. /proc/self/fd/8";
    /** With which `timeout` ends where it had to end the command. */
    private static final int TIMED_OUT = 124;
    private static final String NAMES_IN_COPY = "/proc/self/fd/[78]/(\\./)?";

    /** @param mode its permissions, before anything was done about them */
    private record Entry(Path path, int type, int mode, long millis) {}

    private final Path from;
    private final SortedMap<String, Long> before;
    private final long leftMillis;
    private final long limitBytes;
    /** What is in a directory stands before it. */
    private final List<Entry> entries = new ArrayList<>();
    private long bytes;

    private ScratchCopy(Path from, SortedMap<String, Long> before, long leftMillis, long limitBytes) {
        this.from = from;
        this.before = before;
        this.leftMillis = leftMillis;
        this.limitBytes = limitBytes;
    }

    /**
     * Looks through what is in {@code from}.
     *
     * @param before files that the guest had been given itself, and their times; what still has that time it did not write
     * @param leftMillis the time of everything else, on the guest's wall clock
     * @param limitBytes more is not copied
     * @throws IOException if it is beyond all bounds, with a sentence that says which
     */
    static ScratchCopy of(Path from, SortedMap<String, Long> before, long leftMillis, long limitBytes) throws IOException {
        ScratchCopy copy = new ScratchCopy(from, before, leftMillis, limitBytes);
        copy.look(from, 0);
        return copy;
    }

    private void look(Path directory, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("directories in it lie more than " + DEEPEST + " deep");
        }
        for (Path each : listed(directory)) {
            Map<String, Object> details = Files.readAttributes(each, "unix:mode,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
            int mode = (int) told(details, "mode");
            Entry entry = new Entry(each, mode & TYPE, mode & PERMISSIONS, timeOf(each, (FileTime) told(details, "lastModifiedTime")));
            bytes += entry.type() == REGULAR ? (long) told(details, "size") : 0;
            if (bytes > limitBytes) {
                throw new IOException("its files say that they hold more than all of /tmp, " + limitBytes + " bytes");
            }
            if (entry.type() != REGULAR && entry.type() != DIRECTORY && entry.type() != LINK) {
                throw new IOException("`/tmp/" + name(each) + "` is a pipe or a socket");
            }
            allowReading(entry);
            if (entry.type() == DIRECTORY) {
                look(each, depth + 1);
            }
            entries.add(entry);
            if (entries.size() > MOST_FILES) {
                throw new IOException("more than " + MOST_FILES + " files are in it");
            }
        }
    }

    private static Object told(Map<String, Object> details, String name) {
        return Objects.requireNonNull(details.get(name), name);
    }

    private static List<Path> listed(Path directory) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path each : stream) {
                all.add(each);
                if (all.size() > MOST_FILES) {
                    break;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(all);
        return all;
    }

    /** What a guest forbade itself to read has to be read once more. It has ended, and this copy of it is given up. */
    private static void allowReading(Entry entry) throws IOException {
        int needed = entry.type() == DIRECTORY ? READ_AND_SEARCH : READ;
        if (entry.type() != LINK && (entry.mode() & needed) != needed) {
            Files.setAttribute(entry.path(), "unix:mode", ALL_OF_THE_OWNERS);
        }
    }

    private long timeOf(Path path, FileTime modified) {
        Long had = before.get(name(path));
        return had != null && had == modified.toMillis() ? had : leftMillis;
    }

    private String name(Path path) {
        return from.relativize(path).toString();
    }

    /** What there is, by its path, and the time that its copy bears: milliseconds of the guest's wall clock. */
    SortedMap<String, Long> times() {
        SortedMap<String, Long> times = new TreeMap<>();
        entries.forEach(entry -> times.put(name(entry.path()), entry.millis()));
        return times;
    }

    /**
     * @param to an empty directory that no process changes meanwhile
     * @param becomeItsUser the beginning of a command that is run as the user who may write there
     * @throws IOException if it is not copied whole, with a sentence that says why
     */
    void into(Path to, List<String> becomeItsUser) throws IOException {
        if (entries.isEmpty()) {
            return;
        }
        copy(outside(to), becomeItsUser);
        for (Entry entry : entries) {
            Path target = to.resolve(from.relativize(entry.path()));
            FileTime time = FileTime.fromMillis(entry.millis());
            Files.getFileAttributeView(target, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).setTimes(time, time, null);
            if (entry.type() != LINK) {
                Files.setAttribute(target, "unix:mode", entry.mode());
            }
        }
    }

    private void copy(Path to, List<String> becomeItsUser) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", COPY, outside(from).toString(), to.toString()));
        command.addAll(becomeItsUser);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            String said = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
            // whoever has more to complain of need not go on
            process.getInputStream().close();
            int exit = process.waitFor();
            if (exit == TIMED_OUT) {
                throw new IOException("it takes more than " + PATIENCE_SECONDS + " s to copy");
            }
            if (exit != 0) {
                throw new IOException(
                        "it cannot be copied: "
                                + said.lines().findFirst().orElse("cp ended with " + exit).replaceAll(NAMES_IN_COPY, "/tmp/"));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("the copy was interrupted", e);
        }
    }

    /** As another process of the same user can name it: {@code self} would be that one. */
    private static Path outside(Path descriptor) {
        return Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd").resolve(descriptor.getFileName());
    }
}
