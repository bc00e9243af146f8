package dev.tapedeck.sandbox;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What runs as one component.
 *
 * @param runtime what it runs on
 * @param handler {@code file.export}, the file without its ending, as Lambda has it
 * @param layers what its layers hold, laid over each other, shown at {@link FenceCommand#LAYERS}; null where it has none
 * @param environment the variables the user configured; the runtime's own are added
 * @param scratchMegabytes the size of its {@code /tmp}
 */
public record Program(String component, GuestRuntime runtime, StagedCode code, @Nullable StagedCode layers, String handler,
        SortedMap<String, String> environment, int memoryMegabytes, Kind kind, int scratchMegabytes) {

    /** A function gets Lambda's variables and context; a modelled dependency is a program of the user's that answers requests. */
    public enum Kind {
        FUNCTION, DEPENDENCY
    }

    /** One without layers, with as large a {@code /tmp} as Lambda gives where nothing is said. */
    public Program(String component, GuestRuntime runtime, StagedCode code, String handler, SortedMap<String, String> environment,
            int memoryMegabytes, Kind kind) {
        this(component, runtime, code, null, handler, environment, memoryMegabytes, kind, Limits.USUAL_SCRATCH);
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

    /** The same with layers. */
    public Program with(@Nullable StagedCode staged) {
        return new Program(component, runtime, code, staged, handler, environment, memoryMegabytes, kind, scratchMegabytes);
    }

    /** The same with another size of {@code /tmp}. */
    public Program withScratch(int megabytes) {
        return new Program(component, runtime, code, layers, handler, environment, memoryMegabytes, kind, megabytes);
    }
}
