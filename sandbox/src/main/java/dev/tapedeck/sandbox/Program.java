package dev.tapedeck.sandbox;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What runs as one component.
 *
 * @param runtime what it runs on
 * @param handler {@code file.export}, the file without its ending, as Lambda has it
 * @param environment the variables the user configured; the runtime's own are added
 */
public record Program(String component, GuestRuntime runtime, StagedCode code, String handler, SortedMap<String, String> environment,
        int memoryMegabytes,
        Kind kind) {

    /** A function gets Lambda's variables and context; a modelled dependency is a program of the user's that answers requests. */
    public enum Kind {
        FUNCTION, DEPENDENCY
    }

    public Program {
        if (!runtime.accepts(handler)) {
            throw new IllegalArgumentException(
                    "`" + handler + "` for `" + component + "` is no handler: write `file.export`, the file without its ending");
        }
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        if (memoryMegabytes < 64 || memoryMegabytes > 10_240) {
            throw new IllegalArgumentException("memory of " + memoryMegabytes + " MB for `" + component + "`: it is 64 to 10240");
        }
    }
}
