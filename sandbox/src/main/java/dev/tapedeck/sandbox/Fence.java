package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The isolation round a guest. Found out by trying it; where there is none, real code is refused, and the result says what to do about it.
 */
public sealed interface Fence {

    /** The name under which reports stamp it. */
    default String tier() {
        return switch (this) {
            case Fenced _ -> "fenced";
            case Unavailable _ -> "none";
        };
    }

    /**
     * Bubblewrap works here.
     *
     * @param dropPrivileges the command before bubblewrap's when the user is root, who must never be root inside; empty for anyone else
     */
    record Fenced(Path bubblewrap, List<String> dropPrivileges) implements Fence {
        public Fenced {
            dropPrivileges = List.copyOf(dropPrivileges);
        }
    }

    /**
     * @param reason one sentence
     * @param remedy what to type
     */
    record Unavailable(String reason, String remedy) implements Fence {}

    static Fence detect() {
        return Detection.HERE.fence();
    }

    /** Remembers the fence that it found; where it found none it looks again, since somebody may have installed one meanwhile. */
    final class Detection {
        private static final Detection HERE = new Detection(SearchPath.ofEnvironment());

        private final SearchPath path;
        private Fence found = new Unavailable("nobody has looked yet", "");

        Detection(SearchPath path) {
            this.path = path;
        }

        synchronized Fence fence() {
            if (found instanceof Unavailable) {
                found = detect(path);
            }
            return found;
        }
    }

    /** Looks for programs on {@code path} instead of the environment's. */
    static Fence detect(SearchPath path) {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")) {
            return new Unavailable("the fence is made of Linux namespaces, and this is " + System.getProperty("os.name"),
                    "run it on Linux");
        }
        Optional<Path> bubblewrap = path.find("bwrap");
        if (bubblewrap.isEmpty()) {
            return new Unavailable("`bwrap` is not on the PATH", "apt-get install bubblewrap");
        }
        boolean root = root();
        Optional<Path> setpriv = path.find("setpriv");
        if (root && setpriv.isEmpty()) {
            return new Unavailable("`setpriv` is not on the PATH, and root must be dropped before the fence is entered",
                    "apt-get install util-linux");
        }
        Fenced fenced = new Fenced(bubblewrap.get(), root ? dropping(setpriv.get()) : List.of());
        return tried(fenced);
    }

    /** Whether this process is root, who may install what is lacking and must be dropped before the fence is entered. */
    static boolean root() {
        return Objects.equals(System.getProperty("user.name"), "root");
    }

    private static List<String> dropping(Path setpriv) {
        return List.of(setpriv.toString(), "--reuid=" + FenceCommand.NOBODY, "--regid=" + FenceCommand.NOBODY, "--clear-groups",
                "--inh-caps=-all",
                "--bounding-set=-all", "--no-new-privs", "--");
    }

    /** Whether namespaces can be made here is only known by making them: distributions and containers forbid them in many ways. */
    private static Fence tried(Fenced fenced) {
        List<String> command = new ArrayList<>(fenced.dropPrivileges());
        command.addAll(FenceCommand.isolation(fenced.bubblewrap(), Limits.ofFunction(128)));
        command.addAll(List.of("--", "/usr/bin/true"));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8).strip();
            if (process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return fenced;
            }
            process.destroyForcibly();
            return new Unavailable("bubblewrap cannot make a fence here: " + (said.isEmpty() ? "it ended without a word" : said),
                    remedy(said));
        } catch (IOException e) {
            return new Unavailable("bubblewrap cannot be started: " + e.getMessage(), "apt-get install --reinstall bubblewrap");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unavailable("the trial of the fence was interrupted", "try again");
        }
    }

    private static String remedy(String said) {
        if (said.contains("RTM_NEWADDR") || said.contains("setting up uid map")) {
            return "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 (AppArmor restricts user namespaces here)";
        }
        return "sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000, or run outside of a container that forbids namespaces";
    }
}
