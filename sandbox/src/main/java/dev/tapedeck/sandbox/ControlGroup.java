package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The control group of one guest: a directory for each controller, with its limits. A guest's first process joins before it becomes anything else,
 * so that whatever it starts is in it too. File names: the kernel's admin-guide/cgroup-v1 and admin-guide/cgroup-v2.
 */
final class ControlGroup {

    static final String MEMBERS = "cgroup.procs";

    private static final long PERIOD_MICROS = 100_000;
    private static final int REMOVALS = 40;
    private static final long BETWEEN_REMOVALS_NANOS = 5_000_000;

    private final SortedMap<String, Seat> seats;

    /** A controller's directory for this group. In version 2 several have the same. */
    record Seat(Path directory, ControlGroups.Version version) {}

    private ControlGroup(SortedMap<String, Seat> seats) {
        this.seats = seats;
    }

    static ControlGroup none() {
        return new ControlGroup(new TreeMap<>());
    }

    /** One that is there already. */
    static ControlGroup of(SortedMap<String, Seat> seats) {
        return new ControlGroup(seats);
    }

    /** All of it or none: half a group would hold a guest to half its limits, and nobody would say so. */
    static ControlGroup make(SortedMap<String, Seat> seats, Limits limits) {
        ControlGroup group = new ControlGroup(seats);
        try {
            for (Path directory : group.directories()) {
                Files.createDirectory(directory);
            }
            for (var seat : seats.entrySet()) {
                limit(seat.getKey(), seat.getValue(), limits);
            }
            return group;
        } catch (IOException e) {
            group.remove();
            throw new SandboxException("a control group for a guest cannot be made: " + SandboxException.reason(e),
                    "try again; if it stays, another program may be removing control groups");
        }
    }

    private static void limit(String controller, Seat seat, Limits limits) throws IOException {
        boolean old = seat.version() == ControlGroups.Version.V1;
        Path directory = seat.directory();
        String bytes = Long.toString(limits.groupBytes());
        long quota = Math.max(1000, Math.round(limits.processors() * PERIOD_MICROS));
        Path file = directory.resolve(limitFile(seat.version(), controller));
        switch (controller) {
            case ControlGroups.MEMORY -> {
                Files.writeString(file, bytes);
                // nothing is to hide in swap; the files are there where swap is counted
                writeIfThere(directory.resolve(old ? "memory.memsw.limit_in_bytes" : "memory.swap.max"), old ? bytes : "0");
            }
            case ControlGroups.PROCESSES -> Files.writeString(file, Integer.toString(limits.processes()));
            case ControlGroups.PROCESSORS -> {
                Files.writeString(old ? directory.resolve("cpu.cfs_period_us") : file,
                        old ? "" + PERIOD_MICROS : quota + " " + PERIOD_MICROS);
                if (old) {
                    Files.writeString(file, Long.toString(quota));
                }
            }
            default -> throw new IllegalArgumentException(controller);
        }
    }

    private static void writeIfThere(Path file, String value) throws IOException {
        if (Files.exists(file)) {
            Files.writeString(file, value);
        }
    }

    static String limitFile(ControlGroups.Version version, String controller) {
        boolean old = version == ControlGroups.Version.V1;
        return switch (controller) {
            case ControlGroups.MEMORY -> old ? "memory.limit_in_bytes" : "memory.max";
            case ControlGroups.PROCESSES -> "pids.max";
            case ControlGroups.PROCESSORS -> old ? "cpu.cfs_quota_us" : "cpu.max";
            default -> throw new IllegalArgumentException(controller);
        };
    }

    private List<Path> directories() {
        return seats.values().stream().map(Seat::directory).distinct().toList();
    }

    /** Files into which a process writes its number to join. */
    List<Path> members() {
        return directories().stream().map(directory -> directory.resolve(MEMBERS)).toList();
    }

    boolean limits(String controller) {
        return seats.containsKey(controller);
    }

    /** Whether the system ended one of the guest's processes because the group was at its limit of memory. */
    boolean ranOutOfMemory() {
        Seat seat = seats.get(ControlGroups.MEMORY);
        boolean old = seat != null && seat.version() == ControlGroups.Version.V1;
        return counts(seat, old ? "memory.oom_control" : "memory.events", "oom_kill");
    }

    /** Whether the group had to wait for its next share of processor time. */
    boolean heldBack() {
        return counts(seats.get(ControlGroups.PROCESSORS), "cpu.stat", "nr_throttled");
    }

    /** Whether the file of `name number` lines has more than nothing under this name. */
    private static boolean counts(@Nullable Seat seat, String file, String name) {
        if (seat == null) {
            return false;
        }
        try {
            return Files.readAllLines(seat.directory().resolve(file)).stream().anyMatch(line -> line.matches(name + " [1-9]\\d*"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits a little for members that are still being cleared away. What stays is empty, and goes when Tapedeck next starts. */
    void remove() {
        for (Path directory : directories()) {
            for (int i = 0; i < REMOVALS && !removeQuietly(directory); i++) {
                LockSupport.parkNanos(BETWEEN_REMOVALS_NANOS);
            }
        }
    }

    /** Whether it is gone. */
    static boolean removeQuietly(Path directory) {
        try {
            Files.deleteIfExists(directory);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
