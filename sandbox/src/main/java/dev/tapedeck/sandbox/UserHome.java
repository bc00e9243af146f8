package dev.tapedeck.sandbox;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where this user keeps things: what {@code HOME} names, as every shell has it, else what the system's list of users says. */
public final class UserHome {

    private UserHome() {}

    public static Optional<Path> directory() {
        return of(System.getenv(), System.getProperty("user.home", ""));
    }

    /** @param listed as the system's list of users has it */
    static Optional<Path> of(Map<String, String> variables, String listed) {
        return Stream.of(variables.getOrDefault("HOME", ""), listed).filter(named -> named.startsWith("/")).map(Path::of).findFirst();
    }
}
