package dev.tapedeck.sandbox;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The command line that starts a guest in the fence. What is not named here is not there: no network, no capability, no file but the system's
 * programs and the staged code, no variable, no descriptor but the control channel.
 *
 * <pre>
 *   sh     control group, limits; descriptors: 3 channel in, 4 channel out, 9 the filter, 0 and 1 nothing, 2 last words
 *   env    no variable: those of bubblewrap itself can be read inside, at /proc/1/environ
 *   setpriv (only as root)      uid 65534: bubblewrap alone would leave root's rights on files
 *   setarch (where a runtime asks for it)    addresses that are the same in every run
 *   bwrap                       namespaces, read-only files, seccomp
 *   sh (without control groups) a limit on processes
 *   the runtime's command
 * </pre>
 */
final class FenceCommand {

    static final int NOBODY = 65534;

    static final Path TASK_ROOT = Path.of("/var/task");
    static final Path LAYERS = Path.of("/opt");
    static final Path RUNTIME_ROOT = Path.of("/var/runtime");

    /** Joins the groups named before `--`, or does not start at all; then the descriptors. */
    private static final String DESCRIPTORS = "while [ \"$1\" != -- ]; do echo $$ >\"$1\" || exit 125; shift; done; shift; exec 9<\"$0\"; "
            + "exec 5<&- 6<&- 7<&- 8<&-; exec /usr/bin/env -i \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null";

    private FenceCommand() {}

    /**
     * @param seccomp file holding the filter; what covers the kernel's files lies beside it
     * @param code staged code, shown at {@link #TASK_ROOT}
     * @param layers shown at {@link #LAYERS}
     * @param hooks the runtime's own files, shown at {@link #RUNTIME_ROOT}
     */
    record Spec(Path seccomp, Path code, @Nullable Path layers, Path hooks, GuestRuntime runtime, Limits limits) {

        Spec withLimits(Limits changed) {
            return new Spec(seccomp, code, layers, hooks, runtime, changed);
        }
    }

    static List<String> of(Fence.Fenced fence, Spec spec, ControlGroup group) {
        return around(fence, spec, group, spec.runtime().command(spec.limits().memoryMegabytes()));
    }

    /** Any program in a guest's place. */
    static List<String> around(Fence.Fenced fence, Spec spec, ControlGroup group, List<String> program) {
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", limits(spec, group) + DESCRIPTORS, spec.seccomp().toString()));
        group.members().forEach(members -> command.add(members.toString()));
        command.add("--");
        command.addAll(fence.dropPrivileges());
        command.addAll(spec.runtime().needsFixedAddresses() ? FixedAddresses.prefix() : List.of());
        command.addAll(isolation(fence.bubblewrap(), spec.limits()));
        spec.runtime().variables().forEach((name, value) -> command.addAll(List.of("--setenv", name, value)));
        command.addAll(KernelFiles.shown(Objects.requireNonNull(spec.seccomp().getParent())));
        command.addAll(List.of("--ro-bind", spec.code().toString(), TASK_ROOT.toString()));
        if (spec.layers() != null) {
            command.addAll(List.of("--ro-bind", spec.layers().toString(), LAYERS.toString()));
        }
        command.addAll(List.of("--ro-bind", spec.hooks().toString(), RUNTIME_ROOT.toString()));
        spec.runtime().binds().forEach((outside, inside) -> command.addAll(List.of("--ro-bind", outside.toString(), inside.toString())));
        command.addAll(List.of("--remount-ro", "/", "--chdir", TASK_ROOT.toString(), "--seccomp", "9", "--"));
        if (!group.limits(ControlGroups.PROCESSES)) {
            command.addAll(spec.limits().countedInside());
        }
        command.addAll(program);
        return command;
    }

    private static String limits(Spec spec, ControlGroup group) {
        return spec.limits().processLimits()
                + (group.limits(ControlGroups.MEMORY) ? "" : spec.limits().memoryLimit(spec.runtime().reservedMegabytes()));
    }

    /** What every fenced process gets. */
    static List<String> isolation(Path bubblewrap, Limits limits) {
        List<String> command = new ArrayList<>(
                List.of(bubblewrap.toString(), "--unshare-all", "--unshare-user", "--uid", "" + NOBODY, "--gid", "" + NOBODY,
                        "--hostname", "sandbox", "--cap-drop", "ALL", "--disable-userns", "--die-with-parent", "--new-session",
                        "--clearenv", "--setenv", "PATH",
                        "/usr/bin:/bin", "--setenv", "TZ", ":UTC", "--setenv", "LANG", "en_US.UTF-8"));
        command.addAll(List.of("--ro-bind", "/usr", "/usr"));
        for (String name : List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64")) {
            command.addAll(system(Path.of(name)));
        }
        command.addAll(
                List.of("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev", "--size", "" + limits.scratchBytes(), "--tmpfs",
                        "/tmp"));
        return command;
    }

    /** What this machine lacks is a link that leads nowhere: arm64 has no `/lib64`, and a guest sees how many names its root has. */
    private static List<String> system(Path directory) {
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                ? List.of("--ro-bind", directory.toString(), directory.toString())
                : List.of("--symlink", "usr" + directory, directory.toString());
    }
}
