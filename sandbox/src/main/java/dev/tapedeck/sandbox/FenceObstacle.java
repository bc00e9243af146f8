package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Why bubblewrap cannot make a fence here, and what to do about it: told from its own words and from what the machine's settings say. The first that
 * fits is taken; words that nobody has seen before come with what holds most often.
 */
enum FenceObstacle {

    /** The options were added in 0.8.0. */
    TOO_OLD(found -> found.said("Unknown option"), "this bubblewrap is too old",
            "install bubblewrap 0.8.0 or later (Debian 12, Ubuntu 24.04 and Fedora 38 have it; on an older system build it from its sources)"),

    /** Ubuntu 23.10 and later: https://ubuntu.com/blog/ubuntu-23-10-restricted-unprivileged-user-namespaces. */
    APPARMOR(found -> found.setting("kernel/apparmor_restrict_unprivileged_userns", "1") || found.said("RTM_NEWADDR")
            || found.said("setting up uid map"), "AppArmor restricts user namespaces here, as Ubuntu has it since 23.10",
            "give bubblewrap a profile that allows them (docs/how-to/prepare-a-machine.md has its text), or for now: "
                    + "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"),

    /** Its default filter refuses `unshare` and `clone` with new namespaces: https://docs.docker.com/engine/security/seccomp/. */
    CONTAINER(found -> found.inContainer() && !found.said("mount proc"),
            "this is a container whose seccomp profile forbids namespaces, as Docker's default does",
            "start the container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined"),

    /** A container that covers parts of {@code /proc} may not mount another one (mount_too_revealing in the kernel's fs/namespace.c). */
    COVERED_PROC(found -> found.said("mount proc"), "this is a container that covers parts of /proc, so that no other may be mounted",
            "start the container with --security-opt systempaths=unconfined (Podman: --security-opt unmask=ALL)"),

    SWITCHED_OFF(found -> found.setting("kernel/unprivileged_userns_clone", "0"), "user namespaces are switched off for all but root",
            "sysctl -w kernel.unprivileged_userns_clone=1"),

    USED_UP(found -> found.setting("user/max_user_namespaces", "0") || found.said("max_"), "no further user namespace is allowed",
            "sysctl -w user.max_user_namespaces=10000"),

    NO_PRIVILEGE_TO_DROP(found -> found.said("setpriv:"), "root may not become another user here, as in a container without CAP_SETUID",
            "run it as another user than root, or give the container CAP_SETUID and CAP_SETGID"),

    UNKNOWN(found -> true, "", "sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000, "
            + "or run outside of a container that forbids namespaces; `tapedeck doctor` says what this machine allows");

    private final Predicate<Found> applies;
    private final String reason;
    private final String remedy;

    FenceObstacle(Predicate<Found> applies, String reason, String remedy) {
        this.applies = applies;
        this.reason = reason;
        this.remedy = remedy;
    }

    /**
     * What is to be seen.
     *
     * @param root of the file system
     * @param words what bubblewrap said
     */
    record Found(Path root, String words) {

        boolean said(String part) {
            return words.contains(part);
        }

        boolean setting(String name, String value) {
            return text("proc/sys/" + name).strip().equals(value);
        }

        boolean hasUserNamespaces() {
            return Files.exists(root.resolve("proc/self/ns/user"), LinkOption.NOFOLLOW_LINKS);
        }

        boolean inContainer() {
            boolean marked = Files.exists(root.resolve(".dockerenv")) || Files.exists(root.resolve("run/.containerenv"));
            return marked && text("proc/self/status").lines().anyMatch(line -> line.matches("Seccomp:\\s*2"));
        }

        private String text(String path) {
            try {
                return Files.readString(root.resolve(path));
            } catch (IOException e) {
                return "";
            }
        }
    }

    static FenceObstacle of(Found found) {
        return Arrays.stream(values()).filter(one -> one.applies.test(found)).findFirst().orElse(UNKNOWN);
    }

    /** Where nothing was tried: what the settings alone say. */
    Condition condition() {
        return this == UNKNOWN
                ? Condition.good("user namespaces", "nothing among the machine's settings forbids them")
                : Condition.note("user namespaces", reason, remedy);
    }

    static Fence.Unavailable explained(Found found) {
        FenceObstacle obstacle = of(found);
        String words = found.words().isEmpty() ? "it ended without a word" : found.words();
        return new Fence.Unavailable(
                "bubblewrap cannot make a fence here: " + (obstacle.reason.isEmpty() ? "" : obstacle.reason + ": ") + words,
                obstacle.remedy);
    }
}
