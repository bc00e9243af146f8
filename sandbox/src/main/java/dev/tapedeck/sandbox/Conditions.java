package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the machine has of what running real code needs: interpreters, the fence and what it is made of, limits, room. Each thing is tried, not looked
 * up: that a package is installed does not say that it works.
 */
public final class Conditions {

    private static final long LEAST_BYTES = 1L << 30;

    private final SearchPath path;
    private final Path root;
    private final Path state;
    private final PythonSearch pythons;

    /**
     * @param root of the file system in which settings are looked up
     * @param state where staged code is to lie
     * @param pythons as a replay looks for them
     */
    Conditions(SearchPath path, Path root, Path state, PythonSearch pythons) {
        this.path = path;
        this.pythons = pythons;
        this.root = root;
        this.state = state;
    }

    public static List<Condition> here() {
        return new Conditions(SearchPath.ofEnvironment(), Path.of("/"), StateDirectory.usual(), PythonSearch.ofEnvironment()).all();
    }

    List<Condition> all() {
        List<Condition> all = new ArrayList<>();
        all.add(node());
        all.add(python());
        all.add(bubblewrap());
        all.add(setpriv());
        Fence fence = Fence.detect(path);
        all.add(namespaces(fence));
        all.add(filter());
        all.add(fence(fence));
        all.add(limits(ControlGroups.here().enforcement()));
        all.add(stateDirectory());
        all.add(room());
        return all;
    }

    private Condition node() {
        try {
            NodeBinary node = NodeBinary.locate(path);
            SortedMap<String, String> others = versions("node");
            others.remove(node.path().toString());
            String more = others.isEmpty() ? "" : "; further on the PATH: " + listed(others);
            return Condition.good("Node", node.version() + " at `" + node.path() + "`" + more);
        } catch (SandboxException e) {
            return Condition.lacking("Node", String.valueOf(e.getMessage()), e.hint());
        }
    }

    /** By real path, so that links to one binary count once. */
    private SortedMap<String, String> versions(String program) {
        SortedMap<String, String> versions = new TreeMap<>();
        for (Path directory : path.directories()) {
            Path candidate = directory.resolve(program);
            if (Files.isExecutable(candidate)) {
                Told.of(candidate, "--version").ifPresent(told -> versions.putIfAbsent(real(candidate).toString(), told));
            }
        }
        return versions;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    private static String listed(SortedMap<String, String> versions) {
        return String.join(", ", versions.entrySet().stream().map(entry -> entry.getValue() + " at `" + entry.getKey() + "`").toList());
    }

    /** Those that a replay would take. */
    private Condition python() {
        List<PythonBinary> found = pythons.all();
        String range = PythonSearch.MINORS.getFirst() + " to " + PythonSearch.MINORS.getLast();
        if (!found.isEmpty()) {
            return Condition.good("Python", String.join(", ",
                    found.stream().map(python -> python.version() + " at `" + python.path() + "`").toList()));
        }
        SortedMap<String, String> others = versions("python3");
        return Condition.note("Python", others.isEmpty() ? "none of " + range : listed(others) + ": none of " + range,
                "for functions in Python: " + Told.install("python3", path) + " (" + range + ")");
    }

    private Condition bubblewrap() {
        Optional<Path> found = path.find("bwrap");
        return found.map(bwrap -> Told.of(bwrap, "--version")
                .map(told -> Condition.good("bubblewrap", told + " at `" + bwrap + "`"))
                .orElse(Condition.lacking("bubblewrap", "`" + bwrap + " --version` does not work",
                        "apt-get install --reinstall bubblewrap")))
                .orElse(Condition.lacking("bubblewrap", "`bwrap` is not on the PATH", Told.install("bubblewrap", path)));
    }

    private Condition setpriv() {
        boolean root = "root".equals(System.getProperty("user.name"));
        Optional<Path> found = path.find("setpriv");
        if (!root) {
            return Condition.good("setpriv", "not needed, since you are not root");
        }
        return found.map(setpriv -> Condition.good("setpriv", "`" + setpriv + "`, to be somebody else than root in the fence"))
                .orElse(Condition.lacking("setpriv", "not on the PATH, and root must be dropped before the fence is entered",
                        Told.install("util-linux", path)));
    }

    private Condition namespaces(Fence fence) {
        if (fence instanceof Fence.Fenced) {
            return Condition.good("user namespaces", "made, to try the fence");
        }
        FenceObstacle.Found found = new FenceObstacle.Found(root, "");
        if (!found.hasUserNamespaces()) {
            return Condition.lacking("user namespaces", "the kernel has none, or this is no Linux", "run it on Linux 5.10 or later");
        }
        return FenceObstacle.of(found).condition();
    }

    private static Condition filter() {
        String processor = System.getProperty("os.arch", "");
        return SeccompFilter.forProcessor(processor, SeccompFilter.Sockets.NONE).isPresent()
                ? Condition.good("system calls", "the filter knows this processor, " + processor)
                : Condition.lacking("system calls", "no filter is known for the processor `" + processor + "`",
                        "run it on x86-64 or arm64");
    }

    private static Condition fence(Fence fence) {
        return switch (fence) {
            case Fence.Fenced fenced -> Condition.good("fence", "tier `" + fenced.tier() + "`: tried, and it holds");
            case Fence.Unavailable(String reason, String remedy) -> Condition.lacking("fence", reason, remedy);
        };
    }

    static Condition limits(Map<String, String> enforcement) {
        String all = String.join(", ", enforcement.entrySet().stream().map(limit -> limit.getKey() + " by " + limit.getValue()).toList());
        boolean grouped = !"rlimit".equals(enforcement.get("memory")) && !"rlimit".equals(enforcement.get("processes"));
        return grouped
                ? Condition.good("limits", all)
                : Condition.note("limits", all + ": memory is limited for each process, not for all of a guest's together",
                        "start it in a session of its own: systemd-run --user --scope -p Delegate=yes …");
    }

    private Condition stateDirectory() {
        try {
            StateDirectory opened = StateDirectory.open(state);
            Path trial = Files.createTempFile(opened.root(), "doctor", "");
            Files.delete(trial);
            return Condition.good("state directory", "`" + state + "`");
        } catch (SandboxException e) {
            return Condition.lacking("state directory", String.valueOf(e.getMessage()), e.hint());
        } catch (IOException e) {
            return Condition.lacking("state directory", "`" + state + "` cannot be written: " + e, "check its permissions");
        }
    }

    private Condition room() {
        Path there = state;
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        try {
            FileStore store = Files.getFileStore(there);
            String free = (store.getUsableSpace() >> 20) + " MB free at `" + there + "`";
            return store.getUsableSpace() >= LEAST_BYTES
                    ? Condition.good("disk", free)
                    : Condition.note("disk", free, "make room: staged code takes as much as the code, once for each version of it");
        } catch (IOException e) {
            return Condition.note("disk", "how much is free at `" + there + "` cannot be told: " + e, "");
        }
    }
}
