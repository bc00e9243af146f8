package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where groups are made, on machines laid out as directories: what the kernel would do on {@code mkdir} a test cannot have it do, so that version 2 is
 * tested as far as the paths. {@link LimitsTest} has the groups of this machine.
 */
class ControlGroupsTest {

    @TempDir
    private Path machine;
    private Path process;

    @BeforeEach
    void process() throws IOException {
        process = Files.createDirectories(machine.resolve("proc"));
    }

    private ControlGroupMounts mounts(String groups, String... mounts) throws IOException {
        Files.writeString(process.resolve("cgroup"), groups);
        StringBuilder lines = new StringBuilder("1 1 0:1 / / rw - ext4 /dev/sda rw\n");
        for (String mount : mounts) {
            lines.append(mount.replace("MACHINE", machine.toString())).append('\n');
        }
        Files.writeString(process.resolve("mountinfo"), lines);
        return ControlGroupMounts.of(process);
    }

    @Test
    void mounts_version1_areFoundByController() throws IOException {
        ControlGroupMounts mounts = mounts("5:cpu,cpuacct:/a\n4:memory:/a/b\n0::/\n",
                "2 1 0:2 / MACHINE/cpu rw - cgroup cgroup rw,cpu,cpuacct", "3 1 0:3 / MACHINE/memory rw - cgroup cgroup rw,memory");

        assertThat(mounts.ofController("memory")).contains(machine.resolve("memory/a/b"));
        assertThat(mounts.ofController("cpu")).contains(machine.resolve("cpu/a"));
        assertThat(mounts.ofController("pids")).isEmpty();
        assertThat(mounts.unified()).isEmpty();
    }

    @Test
    void mounts_inAContainer_whosePathBeginsAboveTheMount() throws IOException {
        ControlGroupMounts mounts = mounts("4:memory:/docker/abc/x\n3:pids:/elsewhere\n",
                "2 1 0:2 /docker/abc MACHINE/memory rw - cgroup c rw,memory",
                "3 1 0:3 /docker/abc MACHINE/pids rw - cgroup c rw,pids");

        assertThat(mounts.ofController("memory")).contains(machine.resolve("memory/x"));
        assertThat(mounts.ofController("pids")).contains(machine.resolve("pids"));
    }

    @Test
    void mounts_version2_isTheUnifiedOne() throws IOException {
        ControlGroupMounts mounts = mounts("0::/user.slice/app.scope\n", "2 1 0:2 / MACHINE/unified rw - cgroup2 cgroup2 rw,nsdelegate");

        assertThat(mounts.unified()).contains(machine.resolve("unified/user.slice/app.scope"));
        assertThat(mounts.contains(machine.resolve("unified/user.slice"))).isTrue();
        assertThat(mounts.contains(machine)).isFalse();
    }

    @Test
    void mounts_ofNoProcess_areNone() {
        assertThat(ControlGroupMounts.of(machine.resolve("nothing")).unified()).isEmpty();
    }

    /** A directory that is no control group has no file of limits in it: nothing is claimed of it, and nothing left there. */
    @Test
    void detect_directoryThatLimitsNothing_leavesItToTheProcesses() throws IOException {
        Path unified = Files.createDirectories(machine.resolve("unified/app.scope"));
        ControlGroups groups = ControlGroups.detect(mounts("0::/app.scope\n", "2 1 0:2 / MACHINE/unified rw - cgroup2 cgroup2 rw"));

        assertThat(groups.enforcement()).isEqualTo(Map.of("memory", "rlimit", "processes", "rlimit", "cpu", "rlimit", "fileSize", "rlimit",
                "openFiles", "rlimit", "scratch", "tmpfs"));
        try (Stream<Path> left = Files.list(unified)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void make_groupOfVersion2_hasItsLimits() throws IOException {
        Path directory = machine.resolve("group");
        java.util.SortedMap<String, ControlGroup.Seat> seats = new java.util.TreeMap<>();
        for (String controller : new String[]{"memory", "pids", "cpu"}) {
            seats.put(controller, new ControlGroup.Seat(directory, ControlGroups.Version.V2));
        }
        ControlGroup group = ControlGroup.make(seats, new Limits(128, 512, 1024, 1024, 1.5));

        assertThat(directory.resolve("memory.max")).hasContent(Long.toString(768L << 20));
        assertThat(directory.resolve("pids.max")).hasContent("1024");
        assertThat(directory.resolve("cpu.max")).hasContent("150000 100000");
        assertThat(group.members()).containsExactly(directory.resolve("cgroup.procs"));
    }

    @Test
    void ranOutOfMemory_asTheKernelCounts() throws IOException {
        Path directory = Files.createDirectories(machine.resolve("group"));
        java.util.SortedMap<String, ControlGroup.Seat> seats = new java.util.TreeMap<>(
                Map.of("memory", new ControlGroup.Seat(directory, ControlGroups.Version.V2)));
        ControlGroup group = ControlGroup.of(seats);

        assertThat(group.ranOutOfMemory()).isFalse();
        Files.writeString(directory.resolve("memory.events"), "low 0\nmax 3\noom 0\noom_kill 0\n");
        assertThat(group.ranOutOfMemory()).isFalse();
        Files.writeString(directory.resolve("memory.events"), "low 0\nmax 3\noom 1\noom_kill 12\n");
        assertThat(group.ranOutOfMemory()).isTrue();
    }

    /** Of this machine: a group of a process that is dead is cleared away; one of a living process stays, and one from a namespace that cannot be looked into. */
    @Test
    void detect_groupLeftBehindByADeadProcess_isRemoved() throws IOException {
        ControlGroup living = ControlGroups.here().make(Limits.ofFunction(128));
        for (Path members : living.members()) {
            Path left = Files.createDirectories(members.resolveSibling("../" + ControlGroups.PREFIX + "999999999-0").normalize());
            Path foreign = Files.createDirectories(members.resolveSibling("../tapedeck-1-999999999-0").normalize());
            ControlGroups.detect(ControlGroupMounts.of(Path.of("/proc/self")));
            assertThat(left).doesNotExist();
            assertThat(foreign).exists();
            Files.delete(foreign);
            assertThat(members).exists();
        }
        living.remove();
        assertThat(living.members()).allMatch(Files::notExists);
    }
}
