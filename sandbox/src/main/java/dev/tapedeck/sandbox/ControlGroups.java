package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Where this process may make control groups, found by making one; a guest gets a group of its own there. Nothing that the machine has set up is
 * changed: a controller that is not already handed down is not to be had, and {@code setrlimit} takes its place.
 *
 * <pre>
 *   v1   MOUNT of the controller / own group / tapedeck-NAMESPACE-PID-N
 *   v2   MOUNT / own group / tapedeck-NAMESPACE-PID-N, or beside the own group, which as a rule has processes and so hands nothing down
 * </pre>
 */
public final class ControlGroups {

    static final String MEMORY = "memory";
    static final String PROCESSES = "pids";
    static final String PROCESSORS = "cpu";

    /** Numbers of processes mean something within one namespace of them, and containers may share control groups. */
    static final String PREFIX = "tapedeck-" + processNamespace() + "-";
    private static final List<String> CONTROLLERS = List.of(MEMORY, PROCESSES, PROCESSORS);
    private static final AtomicInteger MADE = new AtomicInteger();

    private final SortedMap<String, Parent> parents;

    /** A directory in which groups are made. */
    record Parent(Path directory, Version version) {}

    /** Of the interface: what the files are called depends on it. */
    enum Version {
        V1("cgroup v1"), V2("cgroup v2");

        final String label;

        Version(String label) {
            this.label = label;
        }
    }

    private ControlGroups(SortedMap<String, Parent> parents) {
        this.parents = parents;
    }

    /** Looked for once a process. */
    private static final class Here {
        private static final ControlGroups GROUPS = detect(ControlGroupMounts.of(Path.of("/proc/self")));

        private Here() {}
    }

    public static ControlGroups here() {
        return Here.GROUPS;
    }

    static ControlGroups none() {
        return new ControlGroups(new TreeMap<>());
    }

    static ControlGroups detect(ControlGroupMounts mounts) {
        SortedMap<String, Parent> parents = new TreeMap<>();
        for (String controller : CONTROLLERS) {
            candidates(mounts, controller).stream().filter(parent -> serves(parent, controller)).findFirst()
                    .ifPresent(parent -> parents.put(controller, parent));
        }
        parents.values().stream().map(Parent::directory).distinct().forEach(ControlGroups::sweep);
        return new ControlGroups(parents);
    }

    private static List<Parent> candidates(ControlGroupMounts mounts, String controller) {
        List<Parent> candidates = new ArrayList<>();
        mounts.ofController(controller).ifPresent(own -> candidates.add(new Parent(own, Version.V1)));
        mounts.unified().ifPresent(own -> candidates.add(new Parent(own, Version.V2)));
        mounts.unified().map(Path::getParent).filter(mounts::contains).ifPresent(above -> candidates.add(new Parent(above, Version.V2)));
        return candidates;
    }

    /** Whether a group made here limits what the controller is for. */
    private static boolean serves(Parent parent, String controller) {
        Path trial = parent.directory().resolve(name());
        try {
            Files.createDirectory(trial);
            try {
                return Files.isWritable(trial.resolve(ControlGroup.limitFile(parent.version(), controller)))
                        && (parent.version() == Version.V1 || Files.isWritable(parent.directory().resolve(ControlGroup.MEMBERS)));
            } finally {
                Files.delete(trial);
            }
        } catch (IOException e) {
            return false;
        }
    }

    private static String processNamespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().replaceAll("\\D", "");
        } catch (IOException e) {
            return "0";
        }
    }

    private static String name() {
        return PREFIX + ProcessHandle.current().pid() + "-" + MADE.getAndIncrement();
    }

    /** What processes that are dead now left behind. A group that has members cannot be removed, so that a mistake does no harm. */
    private static void sweep(Path parent) {
        try (Stream<Path> groups = Files.list(parent)) {
            groups.filter(group -> group.getFileName().toString().startsWith(PREFIX)).filter(ControlGroups::isAbandoned)
                    .forEach(ControlGroup::removeQuietly);
        } catch (IOException e) {
            // they stay: they are empty, and hold nothing
        }
    }

    private static boolean isAbandoned(Path group) {
        String[] parts = group.getFileName().toString().substring(PREFIX.length()).split("-", -1);
        try {
            return parts.length == 2 && ProcessHandle.of(Long.parseLong(parts[0])).filter(ProcessHandle::isAlive).isEmpty();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** A group for one guest; where no group can be made, an empty one that limits nothing. */
    ControlGroup make(Limits limits) {
        String name = name();
        SortedMap<String, ControlGroup.Seat> seats = new TreeMap<>();
        parents.forEach((controller, parent) -> seats.put(controller, new ControlGroup.Seat(parent.directory().resolve(name),
                parent.version())));
        return ControlGroup.make(seats, limits);
    }

    boolean limits(String controller) {
        return parents.containsKey(controller);
    }

    /** Which mechanism holds which limit, for reports. */
    public Map<String, String> enforcement() {
        Map<String, String> by = new TreeMap<>(Map.of("fileSize", "rlimit", "openFiles", "rlimit", "scratch", "tmpfs"));
        by.put("memory", mechanism(MEMORY));
        by.put("processes", mechanism(PROCESSES));
        by.put("cpu", mechanism(PROCESSORS));
        return by;
    }

    private String mechanism(String controller) {
        return Optional.ofNullable(parents.get(controller)).map(parent -> parent.version().label).orElse("rlimit");
    }
}
