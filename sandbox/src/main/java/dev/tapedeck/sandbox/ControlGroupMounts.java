package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where this process's own control groups are among the mounted file systems, put together from {@code mountinfo} and {@code cgroup} of its
 * directory under {@code /proc} (man 5 proc, man 7 cgroups). In a container the path that {@code cgroup} gives may begin above the mount.
 */
final class ControlGroupMounts {

    private static final String UNIFIED = "";

    /** Own group by controller; {@link #UNIFIED} is version 2's. */
    private final SortedMap<String, Path> own = new TreeMap<>();
    private final List<Path> roots = new ArrayList<>();

    private ControlGroupMounts() {}

    /** Where nothing can be read there is nothing mounted. */
    static ControlGroupMounts of(Path process) {
        ControlGroupMounts found = new ControlGroupMounts();
        try {
            SortedMap<String, String> paths = paths(Files.readAllLines(process.resolve("cgroup")));
            Files.readAllLines(process.resolve("mountinfo")).forEach(line -> found.mount(line, paths));
        } catch (IOException e) {
            found.own.clear();
        }
        return found;
    }

    /** Lines of {@code id:controllers:path}; version 2's has no controllers. */
    private static SortedMap<String, String> paths(List<String> lines) {
        SortedMap<String, String> paths = new TreeMap<>();
        for (String line : lines) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3) {
                Arrays.stream(fields[1].split(",", -1)).forEach(controller -> paths.put(controller, fields[2]));
            }
        }
        return paths;
    }

    /** A line of {@code id parent device root mountpoint options … - type source super-options}. */
    private void mount(String line, SortedMap<String, String> paths) {
        String[] halves = line.split(" - ", 2);
        String[] place = halves[0].split(" ");
        String[] kind = halves.length == 2 ? halves[1].split(" ") : new String[0];
        if (place.length < 5 || kind.length < 3 || !kind[0].startsWith("cgroup")) {
            return;
        }
        List<String> controllers = kind[0].equals("cgroup2") ? List.of(UNIFIED) : List.of(kind[2].split(","));
        for (String controller : controllers) {
            String path = paths.get(controller);
            if (path != null) {
                Path mountPoint = Path.of(place[4]);
                roots.add(mountPoint);
                own.putIfAbsent(controller, mountPoint.resolve(below(Path.of(place[3]), Path.of(path))).normalize());
            }
        }
    }

    /** Relative to the mount; a path that is not under what is mounted there names the mount itself. */
    private static String below(Path root, Path path) {
        return path.startsWith(root) ? root.relativize(path).toString() : "";
    }

    Optional<Path> ofController(String controller) {
        return Optional.ofNullable(own.get(controller));
    }

    Optional<Path> unified() {
        return Optional.ofNullable(own.get(UNIFIED));
    }

    /** Whether the directory is in one of the mounts. */
    boolean contains(Path directory) {
        return roots.stream().anyMatch(directory::startsWith);
    }
}
