package dev.tapedeck.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line that starts a guest in the fence. What is not named here is not there: no network, no capability, no file but the system's
 * programs and the staged code, no variable, no descriptor but the control channel.
 *
 * <pre>
 *   sh     limits; descriptors: 3 channel in, 4 channel out, 9 the filter, 0 and 1 nothing, 2 last words
 *   env    no variable: those of bubblewrap itself can be read inside, at /proc/1/environ
 *   setpriv (only as root)      uid 65534: bubblewrap alone would leave root's rights on files
 *   bwrap                       namespaces, read-only files, seccomp
 *   the runtime's command
 * </pre>
 */
final class FenceCommand {

    static final int NOBODY = 65534;

    static final Path TASK_ROOT = Path.of("/var/task");
    static final Path RUNTIME_ROOT = Path.of("/var/runtime");

    /** As Lambda's /tmp. */
    private static final long SCRATCH_BYTES = 512L << 20;

    private static final String LIMITS_AND_DESCRIPTORS = "ulimit -c 0; ulimit -n 1024; ulimit -f 1048576; exec 9<\"$0\"; "
            + "exec env -i \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null";

    private FenceCommand() {}

    /**
     * @param seccomp file holding the filter
     * @param code staged code, shown at {@link #TASK_ROOT}
     * @param hooks the runtime's own files, shown at {@link #RUNTIME_ROOT}
     */
    record Spec(Path seccomp, Path code, Path hooks, GuestRuntime runtime, int memoryMegabytes) {}

    static List<String> of(Fence.Fenced fence, Spec spec) {
        return around(fence, spec, spec.runtime().command(spec.memoryMegabytes()));
    }

    /** Any program in a guest's place. */
    static List<String> around(Fence.Fenced fence, Spec spec, List<String> program) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", LIMITS_AND_DESCRIPTORS, spec.seccomp().toString()));
        command.addAll(fence.dropPrivileges());
        command.addAll(isolation(fence.bubblewrap()));
        command.addAll(List.of("--ro-bind", spec.code().toString(), TASK_ROOT.toString()));
        command.addAll(List.of("--ro-bind", spec.hooks().toString(), RUNTIME_ROOT.toString()));
        spec.runtime().binds().forEach((outside, inside) -> command.addAll(List.of("--ro-bind", outside.toString(), inside.toString())));
        command.addAll(List.of("--remount-ro", "/", "--chdir", TASK_ROOT.toString(), "--seccomp", "9", "--"));
        command.addAll(program);
        return command;
    }

    /** What every fenced process gets. */
    static List<String> isolation(Path bubblewrap) {
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
                List.of("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev", "--size", "" + SCRATCH_BYTES, "--tmpfs", "/tmp"));
        return command;
    }

    private static List<String> system(Path directory) {
        if (Files.isSymbolicLink(directory)) {
            return List.of("--symlink", "usr" + directory, directory.toString());
        }
        return Files.isDirectory(directory) ? List.of("--ro-bind", directory.toString(), directory.toString()) : List.of();
    }
}
