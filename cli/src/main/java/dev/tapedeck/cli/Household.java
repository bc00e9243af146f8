package dev.tapedeck.cli;

import dev.tapedeck.cartridge.KeyStore;
import dev.tapedeck.cartridge.TrustFile;
import dev.tapedeck.sandbox.Condition;
import dev.tapedeck.sandbox.UserHome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.CodeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What Tapedeck has at home: its Java, its start-up cache, keys and trust, a clock that can be believed, and what the example needs. */
final class Household {

    private static final int JAVA = 25;
    private static final long AHEAD_SECONDS = 20L * 365 * 86_400;

    private final Map<String, String> variables;
    private final List<String> javaOptions;
    private final String home;

    Household() {
        this(System.getenv(), ManagementFactory.getRuntimeMXBean().getInputArguments(), System.getProperty("tapedeck.home", ""));
    }

    /** @param home the checkout, or empty */
    Household(Map<String, String> variables, List<String> javaOptions, String home) {
        this.variables = Map.copyOf(variables);
        this.javaOptions = List.copyOf(javaOptions);
        this.home = home;
    }

    List<Condition> conditions() {
        List<Condition> all = new ArrayList<>(List.of(java(), startUpCache(), homeDirectory(), clock()));
        try {
            KeyStore keys = Homes.keys();
            all.add(key(keys.keyPath()));
            all.add(trust(keys));
        } catch (RuntimeException e) {
            all.add(Condition.note("keys", String.valueOf(e.getMessage()), "set HOME or XDG_CONFIG_HOME"));
        }
        all.add(npm());
        return all;
    }

    private static Condition java() {
        String there = Runtime.version() + " at `" + System.getProperty("java.home") + "`";
        return Runtime.version().feature() >= JAVA
                ? Condition.good("Java", there)
                : Condition.lacking("Java", there, "install a JDK " + JAVA + ", or name one with JAVA_HOME");
    }

    private Condition startUpCache() {
        Optional<String> cache = javaOptions.stream().filter(option -> option.startsWith("-XX:AOTCache=")).findFirst();
        return cache.map(option -> Condition.good("start-up cache", "`" + option.substring(option.indexOf('=') + 1) + "`"))
                .orElse(Condition.note("start-up cache", "not in use, so that every start takes longer",
                        "start it by `./tapedeck`; if it still is not: rm -r .tapedeck/builds, and start again"));
    }

    private Condition homeDirectory() {
        String named = variables.getOrDefault("HOME", "");
        if (named.isEmpty()) {
            return Condition.note("HOME",
                    "not set: keys and trust are looked for under `" + UserHome.directory().map(Path::toString).orElse("?") + "`",
                    "set HOME, or XDG_CONFIG_HOME; in CI name signers with --trust");
        }
        return Files.isWritable(Path.of(named))
                ? Condition.good("HOME", "`" + named + "`")
                : Condition.note("HOME", "`" + named + "` cannot be written: no key can be made there, so nothing can be sealed",
                        "set XDG_CONFIG_HOME to a directory that can");
    }

    /** Expiry and signatures stand on it. What cannot be after now is the time at which this program was built. */
    private static Condition clock() {
        Instant now = Instant.ofEpochSecond(Homes.now().epochNanos() / 1_000_000_000L);
        Instant built = built();
        boolean plausible = !now.isBefore(built) && now.isBefore(built.plusSeconds(AHEAD_SECONDS));
        return plausible
                ? Condition.good("clock", now.toString())
                : Condition.note("clock", now + ", though this program was built at " + built + ": expiry dates are judged by it",
                        "set the clock: timedatectl set-ntp true");
    }

    private static Instant built() {
        try {
            CodeSource source = Objects.requireNonNull(Household.class.getProtectionDomain().getCodeSource());
            return Files.getLastModifiedTime(Path.of(source.getLocation().getPath())).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    private static Condition key(Path key) {
        if (!Files.exists(key)) {
            return Condition.note("signing key", "none yet at `" + key + "`", "the first `tapedeck extract` makes it");
        }
        try {
            boolean closed = PosixFilePermissions.toString(Files.getPosixFilePermissions(key, LinkOption.NOFOLLOW_LINKS))
                    .endsWith("------");
            return closed
                    ? Condition.good("signing key", "`" + key + "`")
                    : Condition.note("signing key", "others may read `" + key + "`, so it is not used", "chmod 600 " + Shell.word(key));
        } catch (IOException | UnsupportedOperationException e) {
            return Condition.note("signing key", "`" + key + "` cannot be looked at: " + e.getMessage(), "check its permissions");
        }
    }

    private static Condition trust(KeyStore keys) {
        try {
            TrustFile trust = keys.trust();
            int signers = trust.signers().size();
            return signers > 0
                    ? Condition.good("trust", signers + (signers == 1 ? " signer" : " signers") + " in `" + keys.trustPath() + "`")
                    : Condition.note("trust", "nobody yet: cartridges of others are refused", "tapedeck trust add KEYID --name WHO");
        } catch (RuntimeException e) {
            return Condition.note("trust", String.valueOf(e.getMessage()), "mend or remove `" + keys.trustPath() + "`");
        }
    }

    private Condition npm() {
        if (!home.isEmpty() && Files.isDirectory(Path.of(home, "examples/invoice-close/app/node_modules"))) {
            return Condition.good("npm", "not needed: the example's packages are there");
        }
        boolean there = Arrays.stream(variables.getOrDefault("PATH", "").split(":", -1)).filter(directory -> directory.startsWith("/"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "npm")));
        return there
                ? Condition.good("npm", "there; `tapedeck demo` fetches the example's packages with it")
                : Condition.note("npm", "not on the PATH: `tapedeck demo` cannot fetch the example's packages", "apt-get install npm");
    }
}
