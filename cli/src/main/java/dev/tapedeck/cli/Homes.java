package dev.tapedeck.cli;

import dev.tapedeck.cartridge.KeyStore;
import dev.tapedeck.cartridge.TrustFile;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.sandbox.UserHome;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where things live on this machine, and what time it is: keys and trust under {@code $XDG_CONFIG_HOME/tapedeck} (staged code: see the
 * sandbox's state directory). The one place that reads a clock.
 */
final class Homes {

    private Homes() {}

    static KeyStore keys() {
        return KeyStore.in(under("XDG_CONFIG_HOME", ".config"));
    }

    static TrustFile trust(@Nullable Path named) {
        return named == null ? keys().trust() : TrustFile.read(named);
    }

    private static Path under(String variable, String fallback) {
        String set = System.getenv(variable);
        if (set != null && !set.isBlank()) {
            return Path.of(set).resolve("tapedeck");
        }
        return UserHome.directory().map(home -> home.resolve(fallback).resolve("tapedeck"))
                .orElseThrow(() -> CommandFailure.usage("there is no home directory to keep keys and trust in: `HOME` is not set",
                        "name a directory for them: `" + variable + "=DIR`"));
    }

    static Moment now() {
        Instant now = Clock.systemUTC().instant();
        return new Moment(Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano()));
    }
}
