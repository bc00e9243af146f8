package dev.tapedeck.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The isolation round a guest. Found out by trying it; where there is none, real code is refused, and the result says what to do about it.
 */
public sealed interface Fence {

    /** The name under which reports stamp it. */
    default String tier() {
        return switch (this) {
            case Fenced _ -> Tier.FENCED.spelled();
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

    /**
     * The ways to hold a guest, by the names that reports stamp. One of them is built; the others are refused by name, and a record beside
     * {@link Fenced} is where each will be.
     */
    enum Tier {
        /** Linux namespaces, made by bubblewrap. */
        FENCED,
        /** The limits that macOS's {@code sandbox-exec} sets: no namespace, so the network is refused and not absent. */
        GUARDED,
        /** A container of Docker or Podman with {@code --network none}: its own kernel where that is a virtual machine's. */
        DELEGATED;

        public String spelled() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The fence of a tier, if it is to be had here. */
    static Fence detect(Tier tier) {
        return switch (tier) {
            case FENCED -> detect();
            case GUARDED, DELEGATED -> new Unavailable("the tier `" + tier.spelled() + "` is not built yet",
                    "leave --fence out: on Linux there is `" + Tier.FENCED.spelled() + "`");
        };
    }

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
                    "run it on Linux; the tiers `delegated` and `guarded`, which are to run elsewhere, are not built yet");
        }
        Optional<Path> bubblewrap = path.find("bwrap");
        if (bubblewrap.isEmpty()) {
            return new Unavailable("`bwrap` is not on the PATH", Told.install("bubblewrap", path));
        }
        boolean root = root();
        Optional<Path> setpriv = path.find("setpriv");
        if (root && setpriv.isEmpty()) {
            return new Unavailable("`setpriv` is not on the PATH, and root must be dropped before the fence is entered",
                    Told.install("util-linux", path));
        }
        Fenced fenced = new Fenced(bubblewrap.get(), root ? FenceTrial.dropping(setpriv.get()) : List.of());
        return FenceTrial.of(fenced);
    }

    /** Whether this process is root, who may install what is lacking and must be dropped before the fence is entered. */
    static boolean root() {
        return Objects.equals(System.getProperty("user.name"), "root");
    }
}
